import { type Architecture, architectureAt, indexOf } from "../../data/architecture";
import type { Benchmark, MetricColumn } from "../../data/benchmark";
import { blocksOf } from "../../data/blocks";
import type { ReplacedBlock, ReplacedNetwork } from "../messages";
import { breachAt, type Constraint } from "../searches/constraints";
import { infeasibility } from "../searches/feasibility";
import { positionsOf } from "../searches/positions";
import { foundNetwork, tableColumns } from "../shown-values";
import { changesBetween } from "./changes";

/** The network that suggestions are about. */
export interface PresentNetwork {
  readonly name: string;
  readonly architecture: Architecture;
  readonly index: number;
  readonly benchmark: Benchmark;
  /** Its requirements, as far as they can be read. */
  readonly constraints: readonly Constraint[];
  readonly isBroken: boolean;
  /** Why no network meets them, in a sentence; undefined where one does, or where nobody can tell. */
  readonly unmeetable: string | undefined;
  /** What tables show: what is required among it. */
  readonly columns: readonly MetricColumn[];
}

export function presentNetwork(
  name: string,
  architecture: Architecture,
  benchmark: Benchmark,
  constraints: readonly Constraint[],
): PresentNetwork {
  const { space } = benchmark;
  const index = indexOf(space, architecture);
  const isBroken = breachAt(constraints, index) > 0;
  const infeasible = isBroken
    ? infeasibility(constraints, positionsOf(space), `of \`${space.name}\``)
    : undefined;
  const required = constraints.map(({ column }) => column);
  return {
    name,
    architecture,
    index,
    benchmark,
    constraints,
    isBroken,
    unmeetable: infeasible?.sentence,
    columns: tableColumns(benchmark.columns, required),
  };
}

/** Another network, the blocks that it has instead of those of the network `before` it. */
export function replacedNetwork(
  { index: present, benchmark: { space }, constraints, columns }: PresentNetwork,
  index: number,
  before = present,
): ReplacedNetwork {
  const network = foundNetwork({ space, columns }, index, breachAt(constraints, index) === 0);
  const [old, replaced] = [architectureAt(space, before), architectureAt(space, index)];
  const expression = (stage: number, block: number) =>
    blocksOf(space, stage)[block]?.expression ?? "";
  return {
    replaced: replaced.flatMap((block, stage): ReplacedBlock[] => {
      const was = old[stage] ?? block;
      if (was === block) return [];
      const [before, after] = [expression(stage, was), expression(stage, block)];
      return [{ stage: stage + 1, before, block: after }];
    }),
    network,
    changes: changesBetween({ columns }, present, index),
  };
}

/** The sentence to say where there is no accuracy to improve. */
export function noAccuracy({ benchmark: { space } }: PresentNetwork): string {
  return `No accuracy is known of any network of \`${space.name}\`, so that none is the best: import one with “Blox: Import Benchmark…” or \`blox import\`.`;
}
