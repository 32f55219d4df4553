import type { Network, Problem } from "./algorithm";
import { sumAt } from "./least-sums";

/**
 * Proposes the networks whose scores sum up to the least under the limits, the best first. Of constraints on
 * what takes training an additive score says nothing: the evaluations tell which answers meet them.
 */
export function* programAnswers(
  problem: Problem,
  scores: readonly Float64Array[],
  overlap: number,
): Generator<Network, void, unknown> {
  if (!problem.leastSums) throw new Error("an integer program was to be solved without a solver");
  problem.onPredictor?.((network) => sumAt(scores, network));
  yield* problem.leastSums({ scores, limits: problem.untrained.limits, overlap });
}

/** As many as an answer may share with an earlier one, which it is not. */
export function anyOverlap({ choices }: Pick<Problem, "choices">): number {
  return choices.length - 1;
}
