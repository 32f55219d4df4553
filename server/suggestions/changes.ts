import { type Benchmark, type MetricColumn, valueAt } from "../../data/benchmark";
import { formatDifference, standardErrorOfDifference } from "../../data/format";
import type { Change } from "../messages";

/** What changes from one network to another, a line for each metric that is known of both. */
export function changesBetween(
  { columns }: Pick<Benchmark, "columns">,
  from: number,
  to: number,
): Change[] {
  return columns.flatMap((column) => changeOf(column, from, to) ?? []);
}

/** Undefined where a value is not known. */
function changeOf(column: MetricColumn, from: number, to: number): Change | undefined {
  const [before, after] = [valueAt(column, from), valueAt(column, to)];
  if (!before || !after) return undefined;
  const { metric } = column;
  const difference = after.value - before.value;
  const standardError = standardErrorOfDifference(before, after);
  // A difference is known no better than the less known of the two.
  const provenance = before.provenance === after.provenance ? after.provenance : column.provenance;
  return {
    metric: metric.name,
    difference,
    text: formatDifference(metric, difference, standardError, provenance),
    verdict: verdictOf(metric.better === "higher" ? difference : -difference, standardError),
    provenance,
    ...(standardError !== undefined && { standardError }),
  };
}

/** Within two standard errors a change is undecided, whatever its sign. */
function verdictOf(gain: number, standardError = 0): Change["verdict"] {
  if (standardError > 0 && Math.abs(gain) <= 2 * standardError) return "undecided";
  if (gain === 0) return "same";
  return gain > 0 ? "better" : "worse";
}
