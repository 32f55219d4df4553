import { meanOf, meansOver } from "./seed-noise";

/** The network that is the best by all seeds but one, for each seed in turn: means over the turns. */
export interface ChosenOnOthers {
  /** By the seeds that chose it. */
  readonly chosenAt: number;
  /** In the seed that did not. */
  readonly heldOut: number;
}

/**
 * What the best network is worth without the luck that made it the best: the mean of a few trainings is
 * highest where noise added to it, so that it promises more than a new training keeps.
 */
export function chosenOnOthers(bySeed: readonly Float64Array[]): ChosenOnOthers {
  const turns = bySeed.map((heldOut, seed) => {
    const means = meansOver(bySeed.filter((_, other) => other !== seed));
    const chosenAt = Math.max(...means);
    return { chosenAt, heldOut: heldOut[means.indexOf(chosenAt)] ?? Number.NaN };
  });
  return {
    chosenAt: meanOf(turns.map(({ chosenAt }) => chosenAt)),
    heldOut: meanOf(turns.map(({ heldOut }) => heldOut)),
  };
}
