import type { Refusal } from "../messages";
import { runSearch, type Surroundings } from "../searches/run-search";
import type { SearchedColumns } from "../searches/searched-columns";
import { Deviation, expecting } from "./deviation";
import type { Trace } from "./read-trace";
import { headerOf, traceLines } from "./trace-lines";
import { wrongBenchmark } from "./traced-benchmark";

/** Whether a search that was run again wrote the same bytes; if not, from which line on it differs. */
export type Replay =
  | { readonly isSame: true }
  | { readonly isSame: false; readonly line: number; readonly sentence: string };

/** Runs the search of a trace again, up to where it was cancelled if it was. Undefined where this run is. */
export async function replayTrace(
  trace: Trace,
  benchmark: SearchedColumns,
  surroundings: Surroundings,
): Promise<Replay | Refusal | undefined> {
  const { header, text, evaluations, end } = trace;
  if (!end) {
    return {
      refusal: `the search in it was interrupted after ${evaluations} evaluations; bring it to its end with blox search --resume`,
    };
  }
  const problem = wrongBenchmark(header, benchmark);
  if (problem) return problem;
  const known = expecting(text, () => {
    throw new Error("a line after the last one");
  });
  const lines = traceLines(() => headerOf(benchmark, header.search, header.build), known.write);
  const stop = stopAfter(end.outcome === "cancelled" ? evaluations : Number.POSITIVE_INFINITY);
  try {
    const result = await runSearch(benchmark, header.search, {
      ...surroundings,
      signal: {
        get aborted() {
          return stop.isReached() || surroundings.signal.aborted;
        },
      },
      onEvaluated(index) {
        lines.evaluated(index);
        stop.count();
      },
    });
    if (result.outcome === "refused") return { refusal: result.notes.join(" ") };
    if (surroundings.signal.aborted && !stop.isReached()) return undefined;
    lines.end(result);
    return { isSame: true };
  } catch (error) {
    if (!(error instanceof Deviation)) throw error;
    return { isSame: false, line: error.line, sentence: error.sentence(header.build) };
  }
}

function stopAfter(evaluations: number) {
  let counted = 0;
  return {
    count() {
      counted += 1;
    },
    isReached: () => counted >= evaluations,
  };
}
