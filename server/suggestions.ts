import { type Architecture, indexOf } from "../data/architecture";
import { type Benchmark, type MetricColumn, numberAt, valueAt } from "../data/benchmark";
import { type Block, blocksOf } from "../data/blocks";
import { formatDifference, standardErrorOfDifference } from "../data/format";
import type { Space } from "../data/space";
import type { Change, Replacement } from "./messages";

/**
 * Every network that differs in one block (in `blox` 132; where stages are chains, in one operation of
 * one), and what changes: the most accurate first;
 * ties by FLOPs, then index.
 */
export function replacementsOf(benchmark: Benchmark, architecture: Architecture): Replacement[] {
  const { space, columns } = benchmark;
  const from = indexOf(space, architecture);
  const change = (metric: string, { index }: Replacement) => {
    const column = columns.find((column) => column.metric.name === metric);
    return (column && numberAt(column, index) - numberAt(column, from)) || 0;
  };
  return architecture
    .flatMap((present, stage) =>
      otherBlocks(space, stage, present).map((block) => {
        const to = indexOf(space, architecture.with(stage, block.index));
        const changes = changesBetween(benchmark, from, to);
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

/** The blocks that a stage may have instead: of chains those with one other operation. */
function otherBlocks(space: Space, stage: number, present: number): readonly Block[] {
  const blocks = blocksOf(space, stage);
  if (space.stages[stage]?.block.kind !== "chain")
    return blocks.filter(({ index }) => index !== present);
  const now = blocks[present]?.operations ?? [];
  return blocks.filter(
    ({ operations }) => operations.filter((each, place) => each !== now[place]).length === 1,
  );
}

/** What changes from one network to another, a line for each metric that is known of both. */
export function changesBetween({ columns }: Benchmark, from: number, to: number): Change[] {
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
    better: metric.better === "higher" ? difference > 0 : difference < 0,
    provenance,
    ...(standardError !== undefined && { standardError }),
  };
}
