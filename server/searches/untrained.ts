import { indexStrides } from "../../data/architecture";
import { numberAt } from "../../data/benchmark";
import type { BlockSignature } from "../../data/library/measurements";
import { takesTraining } from "../../data/metrics";
import type { Space } from "../../data/space";
import type { Comparison } from "../../grammar/syntax";
import type { Network } from "./algorithm";
import { breachOf, type Constraint, comparisons } from "./constraints";
import { type OperationGraphs, operationGraphs } from "./operation-graph";
import { indexAt, type Position } from "./positions";
import type { SearchedColumns } from "./searched-columns";

/** What is known of networks before any of them is trained, and costs a search nothing. */
export interface Untrained {
  /** The constraints on costs: parameters, FLOPs, latency, memory. */
  readonly limits: readonly Limit[];
  readonly graphs: OperationGraphs;
  /**
   * The network with the choice at each position that has this share of the position's others below it by
   * FLOPs: 0 that with the fewest, 0.5 the middle one, 1 that with the most.
   */
  networkByFlops(share: number): Network;
  /** By position and choice, what distilling the block against a teacher gave, where it was imported. */
  readonly signatures?: readonly (readonly Float64Array[])[];
}

export interface Limit {
  /** What a network costs, in the unit of the limit; NaN where it is not known. */
  costOf(network: Network): number;
  readonly comparison: Comparison;
  readonly limit: number;
}

/** Whether a network meets every limit; what is not known meets none. */
export function meetsAll(limits: readonly Limit[], network: Network): boolean {
  return limits.every(({ costOf, comparison, limit }) =>
    comparisons[comparison](costOf(network), limit),
  );
}

/** How much a network breaks the limits, as an evaluation would say. */
export function breachOfAll(limits: readonly Limit[], network: Network): number {
  return limits.reduce(
    (breach, { costOf, comparison, limit }) =>
      breach + breachOf(costOf(network), comparison, limit),
    0,
  );
}

export function untrainedKnowledge(
  { space, columns, signatures }: SearchedColumns,
  positions: readonly Position[],
  constraints: readonly Constraint[],
): Untrained {
  const flops = columns.find(({ metric }) => metric.name === "flops");
  const known = signatures && signaturesAt(space, positions, signatures);
  return {
    graphs: operationGraphs(space, positions),
    ...(known && { signatures: known }),
    networkByFlops: (share) =>
      positions.map(({ choices }, place) => {
        const network = positions.map(() => 0);
        const costs = choices.map((_, choice) => {
          network[place] = choice;
          return flops ? numberAt(flops, indexAt(positions, network)) : choice;
        });
        const order = [...choices.keys()].sort((a, b) => (costs[a] ?? 0) - (costs[b] ?? 0));
        return order[Math.round(share * (order.length - 1))] ?? 0;
      }),
    limits: constraints
      .filter(({ column }) => !takesTraining(column.metric))
      .map(({ column, comparison, limit }) => ({
        costOf: (network) => numberAt(column, indexAt(positions, network)),
        comparison,
        limit,
      })),
  };
}

/** Undefined where a position is less than a block, of which alone there are signatures. */
function signaturesAt(
  space: Space,
  positions: readonly Position[],
  signatures: readonly BlockSignature[],
): readonly (readonly Float64Array[])[] | undefined {
  if (positions.length !== space.stages.length) return undefined;
  const strides = indexStrides(space);
  const byBlock = space.stages.map(() => new Map<number, Float64Array>());
  for (const { stage, block, values } of signatures) byBlock[stage]?.set(block, values);
  return positions.map(({ stage, choices }) =>
    choices.map(
      (added) => byBlock[stage]?.get(added / (strides[stage] ?? 1)) ?? new Float64Array(),
    ),
  );
}
