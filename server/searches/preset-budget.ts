import type { Algorithm, Dimensions } from "./algorithm";

/** What a search may spend that says nothing of it. */
export const presetEvaluations = 300;

/** The evaluations of a search that says nothing of its budget: the preset, or what its algorithm needs. */
export function presetBudget(algorithm: Algorithm | undefined, dimensions: Dimensions): number {
  return Math.max(presetEvaluations, algorithm?.leastEvaluations?.(dimensions) ?? 0);
}
