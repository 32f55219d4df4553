import { numberAt } from "../../data/benchmark";
import { takesTraining } from "../../data/metrics";
import type { Comparison } from "../../grammar/syntax";
import type { Network } from "./algorithm";
import type { Constraint } from "./constraints";
import { indexAt, type Position } from "./positions";

/** What is known of networks before any of them is trained, and costs a search nothing. */
export interface Untrained {
  /** The constraints on costs: parameters, FLOPs, latency, memory. */
  readonly limits: readonly Limit[];
}

export interface Limit {
  /** What a network costs, in the unit of the limit; NaN where it is not known. */
  costOf(network: Network): number;
  readonly comparison: Comparison;
  readonly limit: number;
}

export function untrainedKnowledge(
  positions: readonly Position[],
  constraints: readonly Constraint[],
): Untrained {
  return {
    limits: constraints
      .filter(({ column }) => !takesTraining(column.metric))
      .map(({ column, comparison, limit }) => ({
        costOf: (network) => numberAt(column, indexAt(positions, network)),
        comparison,
        limit,
      })),
  };
}
