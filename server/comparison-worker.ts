import { traceOf } from "./comparison/trace";
import type { FromComparisonWorker, ToComparisonWorker } from "./comparison/worker-messages";
import type { Port } from "./platform";
import { checkSpec } from "./searches/search-spec";
import { isRefusal, type SearchedColumns } from "./searches/searched-columns";

/** The worker's side of a comparison: makes one run after the other, as they come over the port. */
export function serveComparison(port: Pick<Port, "post" | "onMessage">): void {
  const post = (message: FromComparisonWorker) => port.post(message);
  let columns: SearchedColumns | undefined;
  let countsRepeats = false;

  function run({ run, spec }: ToComparisonWorker & { type: "run" }) {
    if (!columns) throw new Error("the benchmark has not arrived");
    const search = checkSpec(columns, spec);
    if (isRefusal(search)) throw new Error(search.refusal);
    post({ type: "trace", run, trace: traceOf(columns, search, countsRepeats) });
  }

  port.onMessage((data) => {
    const message = data as ToComparisonWorker;
    if (message.type === "observed") ({ columns, countsRepeats } = message);
    if (message.type !== "run") return;
    try {
      run(message);
    } catch (error) {
      post({ type: "failed", message: error instanceof Error ? error.message : String(error) });
    }
  });
}
