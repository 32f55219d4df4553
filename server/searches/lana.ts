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
  reproduction:
    "The score of a block as what it changes alone in a base network, the integer program that adds the scores up under the constraints, and further answers that may overlap with earlier ones only so far. In the paper blocks come from a pretrained network, are replaced by others that are distilled against it, and the answers are fine-tuned; here all of that is a look at the table, and every look is charged. The limit of the overlap is a parameter whose default is our own choice. From the base with most FLOPs the sums rank the 6,561 networks of NAS-Bench-Macro with Spearman's 0.901 and Kendall's 0.727, as another implementation has it (a test checks this).",
  solvesPrograms: true,
  parameters: [
    baseParameter,
    {
      name: "overlap",
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
