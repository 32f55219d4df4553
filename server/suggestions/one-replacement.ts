import { type Architecture, indexOf, indexStrides } from "../../data/architecture";
import { type Benchmark, type MetricColumn, numberAt } from "../../data/benchmark";
import { type Block, blocksOf } from "../../data/blocks";
import type { Space } from "../../data/space";
import type { Replacement } from "../messages";
import { changesBetween } from "./changes";

/** A network that differs in one block, or where stages are chains in one operation of one. */
export interface Neighbour {
  /** From 0. */
  readonly stage: number;
  readonly block: Block;
  /** Of the network. */
  readonly index: number;
}

/** Every one of them (in `blox` 132): the most accurate first; ties by FLOPs, then index. */
export function neighboursOf(
  { space, columns }: Benchmark,
  architecture: Architecture,
): readonly Neighbour[] {
  const from = indexOf(space, architecture);
  const strides = indexStrides(space);
  const columnOf = (name: string) => columns.find(({ metric }) => metric.name === name);
  const [accuracy, flops] = [columnOf("accuracy"), columnOf("flops")];
  const rise = (column: MetricColumn | undefined, one: Neighbour, other: Neighbour) =>
    (column && numberAt(column, one.index) - numberAt(column, other.index)) || 0;
  return architecture
    .flatMap((present, stage) =>
      otherBlocks(space, stage, present).map((block) => {
        const index = from + (block.index - present) * (strides[stage] ?? 0);
        return { stage, block, index };
      }),
    )
    .sort(
      (one, other) =>
        rise(accuracy, other, one) || rise(flops, one, other) || one.index - other.index,
    );
}

/** The neighbours of a network, in their order, and what changes with each. */
export function replacementsOf(benchmark: Benchmark, architecture: Architecture): Replacement[] {
  const from = indexOf(benchmark.space, architecture);
  return neighboursOf(benchmark, architecture).map((neighbour) =>
    replacementBy(benchmark, from, neighbour),
  );
}

/** One neighbour of the network `from`, and what changes with it. */
export function replacementBy(
  benchmark: Benchmark,
  from: number,
  { stage, block, index }: Neighbour,
): Replacement {
  const changes = changesBetween(benchmark, from, index);
  return { stage: stage + 1, block: block.expression, index, changes };
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
