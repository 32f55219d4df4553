import type { Space } from "../../data/space";
import { additiveEffects } from "./additive-effects";
import { meansOver } from "./seed-noise";

/** What the effects of single blocks do not say of a network, in percentage points. */
export interface Interaction {
  /** The standard deviation of the residuals of the means over the seeds. */
  readonly residual: number;
  /** What seed noise alone would leave. */
  readonly noise: number;
  /** What is left of it beyond noise: how far blocks change each other's effect. */
  readonly interaction: number;
}

/**
 * The interaction of the stages: the additive model is fitted to every seed, and what its residuals differ
 * in between the seeds is noise, whose share of the residuals of the mean is taken off.
 */
export function interactionOf(space: Space, bySeed: readonly Float64Array[]): Interaction {
  const seeds = bySeed.length;
  const { residuals, freedom } = additiveEffects(space, meansOver(bySeed));
  const residualVariance = sumOfSquares(residuals) / freedom;
  const between = bySeed.reduce((sum, values) => {
    const ofSeed = additiveEffects(space, values).residuals;
    return sum + sumOfSquares(ofSeed.map((value, place) => value - (residuals[place] ?? 0)));
  }, 0);
  const noiseVariance = between / (freedom * (seeds - 1)) / seeds;
  return {
    residual: Math.sqrt(residualVariance),
    noise: Math.sqrt(noiseVariance),
    interaction: Math.sqrt(Math.max(0, residualVariance - noiseVariance)),
  };
}

function sumOfSquares(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value ** 2, 0);
}
