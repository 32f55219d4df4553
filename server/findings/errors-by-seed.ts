import { meanOf, varianceOf } from "./seed-noise";

/**
 * The standard errors of the means over the seeds of several effects, from how each differs between the
 * seeds. Three seeds say little of one effect's error, so that all share theirs: an effect that is the mean
 * over more has as much less of it. `bySeed` has a list of effects a seed, whose weighted mean is 0;
 * `sizes` says over how many each is a mean.
 */
export function errorsBySeed(
  bySeed: readonly (readonly number[])[],
  sizes: readonly number[],
): readonly number[] {
  const variances = sizes.map(
    (size, place) => size * varianceOf(bySeed.map((effects) => effects[place] ?? Number.NaN)),
  );
  // Since they are 0 on average one of them is not free.
  const shared = (meanOf(variances) * sizes.length) / (sizes.length - 1);
  return sizes.map((size) => Math.sqrt(shared / size / bySeed.length));
}
