/** How far networks differ, and how far trainings of the same network do; all in percentage points. */
export interface SeedNoise {
  readonly networks: number;
  readonly seeds: number;
  /** The standard deviation between the networks' means over the seeds, noise included. */
  readonly observedSpread: number;
  /** The same without what noise adds to it. */
  readonly spread: number;
  /** The standard deviation between trainings of one network. */
  readonly noise: number;
  /** The standard error of one network's mean over the seeds. */
  readonly errorOfMean: number;
  /** How many standard errors of a mean the spread is. */
  readonly ratio: number;
  /** The share of the means' variance that is not noise: how well a second such set would correlate. */
  readonly reliability: number;
  /** Of all networks, one a seed. */
  readonly seedMeans: readonly number[];
}

/**
 * The analysis of variance of networks by seeds, each of which trained every network. What a seed adds to
 * all networks alike tells none from another and is no noise. `bySeed` has the networks' values, a list a
 * seed.
 */
export function seedNoise(bySeed: readonly Float64Array[]): SeedNoise {
  const seeds = bySeed.length;
  const networks = bySeed[0]?.length ?? 0;
  const means = meansOver(bySeed);
  const seedMeans = bySeed.map(meanOf);
  const mean = meanOf(means);
  let squares = 0;
  for (const [seed, values] of bySeed.entries()) {
    const shift = (seedMeans[seed] ?? 0) - mean;
    for (const [network, value] of values.entries())
      squares += (value - shift - (means[network] ?? 0)) ** 2;
  }
  const noiseVariance = squares / ((networks - 1) * (seeds - 1));
  const observedVariance = varianceOf(means);
  const errorVariance = noiseVariance / seeds;
  const spreadVariance = Math.max(0, observedVariance - errorVariance);
  return {
    networks,
    seeds,
    observedSpread: Math.sqrt(observedVariance),
    spread: Math.sqrt(spreadVariance),
    noise: Math.sqrt(noiseVariance),
    errorOfMean: Math.sqrt(errorVariance),
    ratio: Math.sqrt(spreadVariance / errorVariance),
    reliability: spreadVariance / observedVariance,
    seedMeans,
  };
}

/** Each network's mean over the seeds. */
export function meansOver(bySeed: readonly Float64Array[]): Float64Array {
  const [first = new Float64Array()] = bySeed;
  return first.map(
    (_, network) =>
      bySeed.reduce((sum, values) => sum + (values[network] ?? Number.NaN), 0) / bySeed.length,
  );
}

export function meanOf(values: ArrayLike<number>): number {
  return Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
}

/** Of a sample: over one less than there are values. */
export function varianceOf(values: ArrayLike<number>): number {
  const mean = meanOf(values);
  const squares = Array.from(values).reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return squares / (values.length - 1);
}
