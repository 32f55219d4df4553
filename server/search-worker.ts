import type { Port } from "./platform";
import { observationOf } from "./searches/observation";
import { runSearch } from "./searches/run-search";
import { type SearchedColumns, withFunctions } from "./searches/searched-columns";
import type { ValidationCurves } from "./searches/validation-curves";
import { curvesKey, type FromSearchWorker, type ToSearchWorker } from "./searches/worker-messages";

/**
 * The worker's side of the searches: runs what comes over the port, several at a time if need be.
 * `pause` resolves after the messages that are waiting have been handled.
 */
export function serveSearches(
  port: Pick<Port, "post" | "onMessage">,
  pause: () => Promise<void>,
): void {
  const benchmarks = new Map<number, SearchedColumns>();
  const curves = new Map<string, ValidationCurves>();
  const running = new Map<number, AbortController>();
  const post = (message: FromSearchWorker) => port.post(message);

  async function search({ id, benchmark, spec }: ToSearchWorker & { type: "search" }) {
    const columns = benchmarks.get(benchmark);
    if (!columns) {
      post({ type: "failed", id, message: "the benchmark has not arrived" });
      return;
    }
    const cancellation = new AbortController();
    running.set(id, cancellation);
    try {
      const known = curves.get(curvesKey({ benchmark, observation: observationOf(spec) }));
      const result = await runSearch(known ? { ...columns, curves: known } : columns, spec, {
        now: () => performance.now(),
        pause,
        signal: cancellation.signal,
        onProgress: (progress) => post({ type: "progress", id, progress }),
      });
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
    if (message.type === "curves") curves.set(curvesKey(message), message.curves);
    if (message.type === "search") void search(message);
    if (message.type === "cancel") running.get(message.id)?.abort();
  });
}
