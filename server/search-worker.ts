import type { Port } from "./platform";
import { loadIntegerPrograms } from "./searches/integer-program";
import type { LeastSums } from "./searches/least-sums";
import { observationOf } from "./searches/observation";
import { runSearch, type Surroundings } from "./searches/run-search";
import { type SearchedColumns, withFunctions } from "./searches/searched-columns";
import type { ValidationCurves } from "./searches/validation-curves";
import { curvesKey, type FromSearchWorker, type ToSearchWorker } from "./searches/worker-messages";
import { resumeTraced, runTraced } from "./traces/run-traced";

/**
 * The worker's side of the searches: runs what comes over the port, several at a time if need be.
 * `pause` resolves after the messages that are waiting have been handled.
 */
export function serveSearches(
  port: Pick<Port, "post" | "onMessage">,
  pause: () => Promise<void>,
): void {
  const benchmarks = new Map<number, SearchedColumns>();
  let solver: Uint8Array | undefined;
  let loading: Promise<LeastSums> | undefined;
  const curves = new Map<string, ValidationCurves>();
  const running = new Map<number, AbortController>();
  const post = (message: FromSearchWorker) => port.post(message);

  async function search({ id, benchmark, spec, trace }: ToSearchWorker & { type: "search" }) {
    const columns = benchmarks.get(benchmark);
    if (!columns) {
      post({ type: "failed", id, message: "the benchmark has not arrived" });
      return;
    }
    const cancellation = new AbortController();
    running.set(id, cancellation);
    try {
      const known = curves.get(curvesKey({ benchmark, observation: observationOf(spec) }));
      const searched = known ? { ...columns, curves: known } : columns;
      const surroundings: Surroundings = {
        now: () => performance.now(),
        pause,
        signal: cancellation.signal,
        loadIntegerPrograms: () => {
          loading ??= loadIntegerPrograms(solver);
          return loading;
        },
        onProgress: (progress) => post({ type: "progress", id, progress }),
      };
      const write = (line: string) => post({ type: "trace", id, line });
      const result = await (trace === undefined
        ? runSearch(searched, spec, surroundings)
        : trace === "new"
          ? runTraced(searched, spec, surroundings, write)
          : resumeTraced(trace, searched, surroundings, write));
      post({ type: "result", id, result });
    } catch (error) {
      post({ type: "failed", id, message: error instanceof Error ? error.message : String(error) });
    } finally {
      running.delete(id);
    }
  }

  port.onMessage((data) => {
    const message = data as ToSearchWorker;
    if (message.type === "benchmark")
      benchmarks.set(message.benchmark, withFunctions(message.columns));
    if (message.type === "solver") solver = message.wasm;
    if (message.type === "curves") curves.set(curvesKey(message), message.curves);
    if (message.type === "search") void search(message);
    if (message.type === "cancel") running.get(message.id)?.abort();
  });
}
