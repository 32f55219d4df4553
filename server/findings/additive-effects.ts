import { architectureAt } from "../../data/architecture";
import { blocksOf } from "../../data/blocks";
import type { Space } from "../../data/space";
import { meanOf } from "./seed-noise";

/** The best description of networks by what each stage's block adds, whatever the other stages hold. */
export interface AdditiveEffects {
  readonly mean: number;
  /** By stage and block: 0 on average over the blocks of a stage. */
  readonly effects: readonly Float64Array[];
  /** By network: what the effects do not say. */
  readonly residuals: Float64Array;
  /** By network: what the effects say of it where they are estimated from all others. */
  readonly leftOut: Float64Array;
  /** How many residuals are free to differ. */
  readonly freedom: number;
}

/**
 * Least squares of `mean + Σ effect[stage][block]`. Every combination of blocks is there once, so that an
 * effect is the mean over the networks with that block, less the mean of all; and every network has the
 * same leverage, which gives what is said of it without it.
 */
export function additiveEffects(space: Space, values: Float64Array): AdditiveEffects {
  const mean = meanOf(values);
  const architectures = Array.from(values, (_, network) => architectureAt(space, network));
  const effects = space.stages.map((_, stage) => {
    const count = blocksOf(space, stage).length;
    const sums = new Float64Array(count);
    for (const [network, value] of values.entries()) {
      const block = architectures[network]?.[stage] ?? Number.NaN;
      sums[block] = (sums[block] ?? 0) + value - mean;
    }
    return sums.map((sum) => (sum * count) / values.length);
  });
  const residuals = values.map((value, network) =>
    effects.reduce(
      (rest, ofStage, stage) => rest - (ofStage[architectures[network]?.[stage] ?? -1] ?? 0),
      value - mean,
    ),
  );
  const terms = effects.reduce((sum, { length }) => sum + length - 1, 1);
  const leverage = terms / values.length;
  return {
    mean,
    effects,
    residuals,
    leftOut: values.map((value, network) => value - (residuals[network] ?? 0) / (1 - leverage)),
    freedom: values.length - terms,
  };
}
