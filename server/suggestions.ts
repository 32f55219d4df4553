import { type Architecture, indexOf } from "../data/architecture";
import { type Benchmark, type MetricColumn, valueAt } from "../data/benchmark";
import { blocksOf } from "../data/blocks";
import { formatDifference, standardErrorOfDifference } from "../data/format";
import type { Change, Replacement } from "./messages";

/**
 * Every network that differs in one block (in `blox` 132), and what changes: the most accurate first;
 * ties by FLOPs, then index.
 */
export function replacementsOf(benchmark: Benchmark, architecture: Architecture): Replacement[] {
  const { space, columns } = benchmark;
  const from = indexOf(space, architecture);
  const change = (metric: string, { index }: Replacement) => {
    const values = columns.find((column) => column.metric.name === metric)?.values;
    return (values?.[index] ?? 0) - (values?.[from] ?? 0) || 0;
  };
  return architecture
    .flatMap((present, stage) =>
      blocksOf(space, stage)
        .filter((block) => block.index !== present)
        .map((block) => {
          const to = indexOf(space, architecture.with(stage, block.index));
          const changes = columns.flatMap((column) => changeOf(column, from, to) ?? []);
          return { stage: stage + 1, block: block.expression, index: to, changes };
        }),
    )
    .sort(
      (one, other) =>
        change("accuracy", other) - change("accuracy", one) ||
        change("flops", one) - change("flops", other) ||
        one.index - other.index,
    );
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
    better: metric.better === "higher" ? difference > 0 : difference < 0,
    provenance,
    ...(standardError !== undefined && { standardError }),
  };
}
