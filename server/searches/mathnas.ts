import type { Algorithm, Evaluation, Network, Problem } from "./algorithm";
import { drawNetwork, everyNetwork } from "./member";
import { anyOverlap, programAnswers } from "./program-answers";
import type { RandomSource } from "./random-source";
import { centred, replacementCount, replacementScores } from "./single-replacements";

/**
 * Takes for a block's score what it changes on average over the networks around it. Of the paper this is
 * the block score, its average over the space and the integer program; its weighting of the scores by a
 * network's FLOPs, which makes the program fractional, is left out.
 */
export const mathnas: Algorithm = {
  name: "mathnas",
  description:
    "Scores each block by its mean effect in networks drawn at random, or as an oracle in all of them, and evaluates the networks of the best sums.",
  source:
    "Wang et al., “MathNAS: If Blocks Have a Role in Mathematical Architecture Design”, NeurIPS 2023",
  reproduction:
    "The score of a block as its mean effect over the networks around it, and the integer program over the scores. With one context, the default, it is charged like `lana`. The average over the whole space, which the paper's analysis is about, is an oracle here and is called so in every result. The paper's weighting of the scores by a network's FLOPs, which makes the program fractional, is left out.",
  solvesPrograms: true,
  parameters: [
    {
      name: "contexts",
      description: "Random networks in each of which every block is replaced",
      minimum: 1,
      maximum: 10_000,
      default: 1,
      whole: true,
    },
    {
      name: "oracle",
      description: "1: averages over the whole table, outside of the budget; 0: over the contexts",
      minimum: 0,
      maximum: 1,
      default: 0,
      whole: true,
    },
  ],
  leastEvaluations: (dimensions, parameter) =>
    parameter?.("oracle") === 1 ? 1 : (parameter?.("contexts") ?? 1) * replacementCount(dimensions),
  notes: ({ oracle }, parameter) => {
    if (parameter("oracle") === 0) return [];
    return oracle
      ? [
          "`mathnas` was an oracle: it averaged over the whole table, which no search outside of a benchmark can read. Its evaluations tell nothing of what it would cost.",
        ]
      : [
          "`mathnas` could be no oracle: it has one where there is one objective, and few enough networks to read the whole table. It averaged over its contexts instead.",
        ];
  },

  *run(problem, random, parameter) {
    const isOracle = parameter("oracle") === 1 && problem.oracle;
    const scores = isOracle
      ? tableScores(problem, isOracle)
      : yield* contextScores(parameter("contexts"), problem, random);
    yield* programAnswers(problem, scores, anyOverlap(problem));
  },
};

function* contextScores(
  contexts: number,
  problem: Problem,
  random: RandomSource,
): Generator<Uint32Array, readonly Float64Array[], Evaluation> {
  const sums = problem.choices.map((count) => new Float64Array(count));
  const base = new Uint32Array(problem.choices.length);
  for (let context = 0; context < contexts; context++) {
    drawNetwork(base, problem, random);
    const scores = yield* replacementScores(base, problem, random);
    for (const [position, sum] of sums.entries())
      for (const choice of sum.keys())
        sum[choice] = (sum[choice] ?? 0) + (scores[position]?.[choice] ?? 0);
  }
  return sums.map((sum) => sum.map((total) => total / contexts));
}

/** The mean worth of the networks with each choice. */
function tableScores(
  { choices }: Problem,
  worthOf: (network: Network) => number,
): readonly Float64Array[] {
  const sums = choices.map((count) => new Float64Array(count));
  const known = choices.map((count) => new Uint32Array(count));
  for (const network of everyNetwork({ choices })) {
    const worth = worthOf(network);
    if (!Number.isFinite(worth)) continue;
    for (let position = 0; position < choices.length; position++) {
      const choice = network[position] ?? 0;
      const [sum, count] = [sums[position], known[position]];
      if (sum) sum[choice] = (sum[choice] ?? 0) + worth;
      if (count) count[choice] = (count[choice] ?? 0) + 1;
    }
  }
  return sums.map((sum, position) =>
    centred(sum.map((total, choice) => total / (known[position]?.[choice] ?? 0))),
  );
}
