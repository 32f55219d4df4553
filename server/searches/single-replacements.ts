import type { Dimensions, Evaluation, Network, Parameter, Problem } from "./algorithm";
import { shuffledMoves } from "./member";
import type { RandomSource } from "./random-source";

/** How many evaluations it takes to replace each choice of a network alone. */
export function replacementCount({ choices }: Dimensions): number {
  return choices.reduce((sum, count) => sum + count - 1, 1);
}

/**
 * Evaluates a network, and every other one that differs from it in one position, in random order. What
 * comes of it is the change of the first objective that each choice makes, by position and choice: to the
 * mean of its position, so that changes to several networks can be averaged. What is not known counts as
 * that mean.
 */
export function* replacementScores(
  base: Network,
  problem: Problem,
  random: RandomSource,
): Generator<Uint32Array, readonly Float64Array[], Evaluation> {
  const network = Uint32Array.from(base);
  const { objectives } = yield network;
  const worth = objectives[0] ?? Number.NaN;
  const worths = problem.choices.map((count) => new Float64Array(count).fill(worth));
  for (const [position, choice] of shuffledMoves(base, problem, random)) {
    network.set(base);
    network[position] = choice;
    const { objectives } = yield network;
    worths[position]?.fill(objectives[0] ?? Number.NaN, choice, choice + 1);
  }
  return worths.map(centred);
}

/** Less their mean; what is not known becomes 0. */
export function centred(worths: Float64Array): Float64Array {
  const known = worths.filter(Number.isFinite);
  const mean = known.reduce((sum, worth) => sum + worth, 0) / known.length;
  return worths.map((worth) => (Number.isFinite(worth) ? worth - mean : 0));
}

/** For algorithms whose base network is known without training. */
export const baseParameter: Parameter = {
  name: "base",
  description:
    "The block that the base network has at each position, by FLOPs: 0 that of the fewest, 0.5 the middle one, 1 that of the most",
  minimum: 0,
  maximum: 1,
  default: 0.5,
  whole: false,
};
