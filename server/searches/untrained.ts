import { numberAt } from "../../data/benchmark";
import { takesTraining } from "../../data/metrics";
import type { Space } from "../../data/space";
import type { Comparison } from "../../grammar/syntax";
import type { Network } from "./algorithm";
import { type Constraint, comparisons } from "./constraints";
import { type OperationGraphs, operationGraphs } from "./operation-graph";
import { indexAt, type Position } from "./positions";

/** What is known of networks before any of them is trained, and costs a search nothing. */
export interface Untrained {
  /** The constraints on costs: parameters, FLOPs, latency, memory. */
  readonly limits: readonly Limit[];
  readonly graphs: OperationGraphs;
}

export interface Limit {
  /** What a network costs, in the unit of the limit; NaN where it is not known. */
  costOf(network: Network): number;
  readonly comparison: Comparison;
  readonly limit: number;
}

/** Whether a network meets all constraints on costs. */
export function meetsLimits({ limits }: Pick<Untrained, "limits">, network: Network): boolean {
  return limits.every(({ costOf, comparison, limit }) =>
    comparisons[comparison](costOf(network), limit),
  );
}

export function untrainedKnowledge(
  space: Space,
  positions: readonly Position[],
  constraints: readonly Constraint[],
): Untrained {
  return {
    graphs: operationGraphs(space, positions),
    limits: constraints
      .filter(({ column }) => !takesTraining(column.metric))
      .map(({ column, comparison, limit }) => ({
        costOf: (network) => numberAt(column, indexAt(positions, network)),
        comparison,
        limit,
      })),
  };
}
