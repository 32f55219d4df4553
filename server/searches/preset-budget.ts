import type { Algorithm, Problem } from "./algorithm";

/** The evaluations of a search that says nothing of its budget: 300, or what its algorithm needs. */
export function presetBudget(algorithm: Algorithm | undefined, problem: Problem): number {
  return Math.max(300, algorithm?.leastEvaluations?.(problem) ?? 0);
}
