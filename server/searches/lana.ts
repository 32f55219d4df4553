import type { Algorithm } from "./algorithm";
import { programAnswers } from "./program-answers";
import { baseParameter, replacementCount, replacementScores } from "./single-replacements";

/**
 * Takes what a block changes in a base network for what it changes in any. The seed decides the order in
 * which the replacements are evaluated and nothing else: the answers are the same for each.
 */
export const lana: Algorithm = {
  name: "lana",
  description:
    "Replaces each block of a base network alone, then evaluates the networks whose changes sum up to the most under the constraints.",
  source: "Molchanov et al., “LANA: Latency Aware Network Acceleration”, ECCV 2022",
  solvesPrograms: true,
  parameters: [
    baseParameter,
    {
      name: "overlap",
      // 0.7 of the layers, as in section 3.3 of the paper.
      description: "The part of its blocks that an answer may share with each earlier one, at most",
      minimum: 0,
      maximum: 1,
      default: 0.7,
      whole: false,
    },
  ],
  leastEvaluations: replacementCount,

  *run(problem, random, parameter) {
    const base = problem.untrained.networkByFlops(parameter("base"));
    const scores = yield* replacementScores(base, problem, random);
    const overlap = Math.floor(parameter("overlap") * problem.choices.length);
    yield* programAnswers(problem, scores, overlap);
  },
};
