import { build } from "../messages";
import type { WriteLine } from "./trace-lines";

/** A search that was run again did something else than its trace says. */
export class Deviation extends Error {
  override readonly name = "Deviation";

  constructor(readonly line: number) {
    super(`the search run again deviates from line ${line} of its trace`);
  }

  /** For people; a trace of another build may deviate without being damaged. */
  sentence(recordedBy: string): string {
    const why =
      recordedBy === build
        ? "it is not as it was written"
        : `it was recorded by the build ${recordedBy}, this is ${build}, and their algorithms differ`;
    return `The search run again does something else than line ${this.line} of its trace says: ${why}. Run the search anew.`;
  }
}

/** Takes the lines of a run: first those that are known, which must come again, then hands on what follows. */
export function expecting(known: string, handOn: WriteLine) {
  let place = 0;
  let lines = 0;
  return {
    write(line: string) {
      lines += 1;
      if (place === known.length) return handOn(line);
      if (!known.startsWith(line, place)) throw new Deviation(lines);
      place += line.length;
    },
    isPassed: () => place === known.length,
  };
}
