import { type MetricColumn, numberAt } from "../../data/benchmark";
import { accuracy, trainingTime, validationAccuracy } from "../../data/metrics";
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
      .filter(({ column }) => !takesTraining(column))
      .map(({ column, comparison, limit }) => ({
        costOf: (network) => numberAt(column, indexAt(positions, network)),
        comparison,
        limit,
      })),
  };
}

/** Whether a network has to be trained before this is known of it. */
function takesTraining({ metric }: MetricColumn): boolean {
  return [accuracy, validationAccuracy, trainingTime].some(({ name }) => name === metric.name);
}
