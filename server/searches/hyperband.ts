import {
  type Algorithm,
  type Evaluation,
  isBetter,
  type Network,
  type PartialTraining,
  type Problem,
} from "./algorithm";
import { drawNetwork, type Member, member, settle } from "./member";
import type { RandomSource } from "./random-source";

const presetEta = 3;

/**
 * Brackets of successive halving, from many networks that are trained a little to a few that are trained
 * to the end (algorithm 1 of the source), again and again.
 */
export const hyperband: Algorithm = {
  name: "hyperband",
  description:
    "Trains many random networks for a few epochs, the best of them for longer, and few to the end. " +
    "A cosine schedule that is cut off is not a short training: curves of the benchmark say less than trainings of that length would.",
  source:
    "Li et al., “Hyperband: A Novel Bandit-Based Approach to Hyperparameter Optimization”, JMLR 2018",
  reproduction:
    "Algorithm 1 of the source: all brackets, from the one with the most networks to the one that is random search, then all over again. " +
    "R is the number of epochs of the benchmark's trainings, and epochs are whole. What networks are worth on the way is read from the " +
    "validation curves of their whole trainings, whose learning rate falls by a cosine to 0 at the last epoch; the source trains each " +
    "for as long as it says. A training goes on where it stopped, and costs what it adds. Only networks trained to the end are candidates " +
    "for the best.",
  needs: "curves",
  parameters: [
    {
      name: "eta",
      description: "Of so many networks one is trained on, so many times as long",
      minimum: 2,
      maximum: 100,
      default: presetEta,
      whole: true,
    },
  ],
  leastEvaluations: ({ epochs }, parameter) =>
    epochs ? Math.ceil(costOfFirst(epochs, parameter?.("eta") ?? presetEta)) : 0,

  *run(problem, random, parameter) {
    const { epochs = 1 } = problem;
    for (;;)
      for (const bracket of brackets(epochs, parameter("eta")))
        yield* successiveHalving(bracket, epochs, problem, random);
  },
};

/** So many networks are trained up to an epoch. */
interface Rung {
  readonly networks: number;
  readonly epochs: number;
}

/** The brackets of one round, where a whole training has so many epochs; in each the rungs, upwards. */
export function brackets(epochs: number, eta: number): readonly (readonly Rung[])[] {
  let halvings = 0;
  while (eta ** (halvings + 1) <= epochs) halvings++;
  return Array.from({ length: halvings + 1 }, (_, place) => {
    const rungs = halvings - place + 1;
    const networks = Math.ceil(((halvings + 1) / rungs) * eta ** (rungs - 1));
    return Array.from({ length: rungs }, (_, rung) => ({
      networks: Math.floor(networks / eta ** rung),
      epochs: Math.floor(epochs / eta ** (rungs - 1 - rung)),
    }));
  });
}

/** In evaluations: after the first bracket a network has been trained to the end. */
function costOfFirst(epochs: number, eta: number): number {
  const [rungs = []] = brackets(epochs, eta);
  const added = rungs.map((rung, place) => rung.epochs - (rungs[place - 1]?.epochs ?? 0));
  return rungs.reduce((sum, rung, place) => sum + rung.networks * (added[place] ?? 0), 0) / epochs;
}

/** Trains random networks a little, and on each rung the best of them on. */
function* successiveHalving(
  rungs: readonly Rung[],
  wholeEpochs: number,
  problem: Problem,
  random: RandomSource,
): Generator<Network | PartialTraining, void, Evaluation> {
  let alive = Array.from({ length: rungs[0]?.networks ?? 0 }, () => {
    const one = member(problem);
    drawNetwork(one.choices, problem, random);
    return one;
  });
  for (const { networks, epochs } of rungs) {
    alive = alive.sort(byWorth).slice(0, networks);
    for (const one of alive) {
      const network = one.choices;
      settle(one, network, yield epochs < wholeEpochs ? { network, epochs } : network);
    }
  }
}

/** The better first; of equals the one that was drawn before. */
function byWorth(one: Member, other: Member): number {
  return isBetter(one, other) ? -1 : isBetter(other, one) ? 1 : 0;
}
