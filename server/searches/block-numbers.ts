import type { Evaluation, Problem } from "./algorithm";
import type { RandomSource } from "./random-source";
import { replacementScores } from "./single-replacements";

/**
 * What is known of each choice of each position: the numbers of its signature, where signatures were
 * imported. Else one number stands in for them, what the choice alone changes in a base network, for which
 * the evaluations are charged.
 */
export function* blockNumbers(
  problem: Problem,
  random: RandomSource,
  baseByFlops: number,
): Generator<Uint32Array, readonly (readonly ArrayLike<number>[])[], Evaluation> {
  const { signatures, networkByFlops } = problem.untrained;
  if (signatures) return signatures;
  const scores = yield* replacementScores(networkByFlops(baseByFlops), problem, random);
  return scores.map((changes) => Array.from(changes, (change) => [change]));
}

/** Says of results that come from no signatures that they do. */
export function proxyNotes(algorithm: string, { untrained }: Problem): readonly string[] {
  if (untrained.signatures) return [];
  return [
    `\`${algorithm}\` ran on a tabular proxy: no block signatures are known here, so it took what each block alone changes in a base network, which cost evaluations. Import a CSV of block signatures for what its authors describe.`,
  ];
}
