import { build, type SearchResult, type SearchSpec } from "../messages";
import { refused, runSearch, type Surroundings } from "../searches/run-search";
import type { SearchedColumns } from "../searches/searched-columns";
import { Deviation, expecting } from "./deviation";
import type { Trace } from "./read-trace";
import { headerOf, traceLines, type WriteLine } from "./trace-lines";
import { wrongBenchmark } from "./traced-benchmark";

/** Runs a search and writes its trace. A search that is refused leaves none. */
export async function runTraced(
  benchmark: SearchedColumns,
  spec: SearchSpec,
  surroundings: Surroundings,
  write: WriteLine,
): Promise<SearchResult> {
  const trace = traceLines(() => headerOf(benchmark, spec, build), write);
  const result = await runSearch(benchmark, spec, {
    ...surroundings,
    onEvaluated: trace.evaluated,
  });
  trace.end(result);
  return result;
}

/**
 * Goes on with a search that was interrupted or cancelled, to the end that it would have had. It runs from
 * its beginning; as algorithms are deterministic, it must come by all that the trace has, and only what
 * comes after `kept` is written.
 */
export async function resumeTraced(
  { header, kept }: Trace,
  benchmark: SearchedColumns,
  surroundings: Surroundings,
  write: WriteLine,
): Promise<SearchResult> {
  const problem = wrongBenchmark(header, benchmark);
  if (problem) return refused(header.search, problem);
  const known = expecting(kept, write);
  const trace = traceLines(() => headerOf(benchmark, header.search, header.build), known.write);
  try {
    const result = await runSearch(benchmark, header.search, {
      ...surroundings,
      onEvaluated: trace.evaluated,
    });
    // Cancelled before it came by all that is known, it leaves the trace as it was.
    if (result.outcome === "finished" || known.isPassed()) trace.end(result);
    return result;
  } catch (error) {
    if (!(error instanceof Deviation)) throw error;
    return refused(header.search, { refusal: error.sentence(header.build) });
  }
}
