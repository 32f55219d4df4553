import type { WriteLine } from "./trace-lines";

/** Where an editor's traces are kept, each under the name of a file. The latest few stay. */
export interface TraceStore {
  /** Undefined where there is none of this name. */
  read(name: string): Promise<string | undefined>;
  /** Begins a trace, or goes on with one after what is kept of its text. */
  open(name: string, kept?: string): OpenTrace;
}

export interface OpenTrace {
  /** Throws an error with a sentence for people where the line cannot be written. */
  readonly write: WriteLine;
  close(): Promise<void>;
}

/** How many traces are kept. */
export const mostTraces = 20;

/** Kept as long as this runs, where nothing is told of a better place. */
export function memoryTraces(): TraceStore {
  const texts = new Map<string, string>();
  return {
    read: async (name) => texts.get(name),
    open(name, kept = "") {
      let text = kept;
      return {
        write(line) {
          text += line;
          texts.set(name, text);
        },
        async close() {
          // In the order in which they were begun.
          for (const oldest of [...texts.keys()].slice(0, -mostTraces)) texts.delete(oldest);
        },
      };
    },
  };
}
