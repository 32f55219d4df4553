import type { SearchSpec } from "../../../server/messages";
import type { Surroundings } from "../../../server/searches/run-search";
import { isRefusal } from "../../../server/searches/searched-columns";
import { readTrace, type Trace } from "../../../server/traces/read-trace";
import { runTraced } from "../../../server/traces/run-traced";
import { exampleBenchmark, exampleSpec } from "../searches/example-benchmark";

export const undisturbed: Surroundings = {
  now: () => 0,
  pause: () => Promise.resolve(),
  signal: { aborted: false },
};

/** Ends a search after so many slices, of 15 networks each where none comes again. */
export function slices(count: number): Surroundings {
  const signal = { aborted: count === 0 };
  let clock = 0;
  let pauses = 0;
  return {
    signal,
    now: () => {
      clock += 10;
      return clock;
    },
    async pause() {
      pauses += 1;
      signal.aborted = pauses === count;
    },
  };
}

/** The trace that a search of the example writes. */
export async function traceText(
  changes: Partial<SearchSpec> = {},
  surroundings: Surroundings = undisturbed,
): Promise<string> {
  let text = "";
  await runTraced(exampleBenchmark, exampleSpec(changes), surroundings, (line) => {
    text += line;
  });
  return text;
}

/** Reads a trace that must be in order. */
export function readWhole(text: string): Trace {
  const trace = readTrace(text);
  if (isRefusal(trace)) throw new Error(trace.refusal);
  return trace;
}
