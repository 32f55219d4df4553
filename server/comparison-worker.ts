import { traceOf } from "./comparison/trace";
import type {
  ComparisonWork,
  FromComparisonWorker,
  ToComparisonWorker,
} from "./comparison/worker-messages";
import type { Port } from "./platform";
import { type CheckedSearch, checkSpec } from "./searches/search-spec";
import { isRefusal } from "./searches/searched-columns";

/** The worker's side of a comparison: makes one run after the other, as they come over the port. */
export function serveComparison(port: Pick<Port, "post" | "onMessage">): void {
  const post = (message: FromComparisonWorker) => port.post(message);
  let work: ComparisonWork | undefined;
  const searches = new Map<number, CheckedSearch>();

  function run({ run, spec, seed }: ToComparisonWorker & { type: "run" }) {
    if (!work) throw new Error("the benchmark has not arrived");
    const search = searches.get(spec) ?? checkedSpec(work, spec);
    searches.set(spec, search);
    const trace = traceOf(work.columns, { ...search, seed }, work.countsRepeats);
    post({ type: "trace", run, trace });
  }

  port.onMessage((data) => {
    const message = data as ToComparisonWorker;
    if (message.type === "work") work = message;
    if (message.type !== "run") return;
    try {
      run(message);
    } catch (error) {
      post({ type: "failed", message: error instanceof Error ? error.message : String(error) });
    }
  });
}

function checkedSpec({ columns, specs }: ComparisonWork, place: number): CheckedSearch {
  const spec = specs[place];
  if (!spec) throw new RangeError(`there is no specification ${place}`);
  const search = checkSpec(columns, spec);
  if (isRefusal(search)) throw new Error(search.refusal);
  return search;
}
