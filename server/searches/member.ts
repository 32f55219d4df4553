import type { Evaluation, Network, Problem } from "./algorithm";
import type { RandomSource } from "./random-source";

/** A network with what it is worth, as algorithms keep it. */
export interface Member extends Evaluation {
  readonly choices: Uint32Array;
  breach: number;
}

export function member({ choices, objectives }: Problem): Member {
  return {
    choices: new Uint32Array(choices.length),
    objectives: new Float64Array(objectives),
    breach: 0,
  };
}

/** Makes a member the network of `choices`, worth `evaluation`. */
export function settle(member: Member, choices: Uint32Array, evaluation: Evaluation): void {
  if (member.choices !== choices) member.choices.set(choices);
  member.objectives.set(evaluation.objectives);
  member.breach = evaluation.breach;
}

/** A network drawn uniformly at random. */
export function drawNetwork(
  network: Uint32Array,
  { choices }: Problem,
  random: RandomSource,
): void {
  for (let position = 0; position < choices.length; position++)
    network[position] = random.below(choices[position] ?? 1);
}

/** Gives a position of a network, one that has a choice, a different one. */
export function changePosition(
  network: Uint32Array,
  position: number,
  { choices }: Problem,
  random: RandomSource,
): void {
  const other = random.below((choices[position] ?? 1) - 1);
  network[position] = other < (network[position] ?? 0) ? other : other + 1;
}

/** Every change of one position to another choice, in random order (Fisher and Yates). */
export function shuffledMoves(
  from: Network,
  { choices }: Problem,
  random: RandomSource,
): (readonly [position: number, choice: number])[] {
  const moves = choices.flatMap((count, position) =>
    Array.from({ length: count }, (_, choice) => [position, choice] as const).filter(
      ([, choice]) => choice !== from[position],
    ),
  );
  for (let last = moves.length - 1; last > 0; last--) {
    const place = random.below(last + 1);
    const [one, other] = [moves[last], moves[place]];
    if (one && other) [moves[last], moves[place]] = [other, one];
  }
  return moves;
}

/** Every network, the first position's choice changing fastest; the array is used again. */
export function* everyNetwork({ choices }: Pick<Problem, "choices">): Generator<Uint32Array, void> {
  const network = new Uint32Array(choices.length);
  const count = choices.reduce((product, choices) => product * choices, 1);
  for (let number = 0; number < count; number++) {
    let rest = number;
    for (let position = 0; position < choices.length; position++) {
      const base = choices[position] ?? 1;
      network[position] = rest % base;
      rest = Math.floor(rest / base);
    }
    yield network;
  }
}
