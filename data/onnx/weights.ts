import { mersenne } from "pure-rand/generator/mersenne";

/** Gives the initial values of weights, one tensor after the other. */
export interface WeightSource {
  /** Values from the uniform distribution with the given standard deviation and a mean of zero. */
  uniform(count: number, standardDeviation: number): Float32Array;
}

/**
 * Weights of which the same few come again and again: quick to have, and as good for timing, where it does
 * not matter what a network computes.
 */
export function repeatedWeights(seed: number): WeightSource {
  const unit = seededWeights(seed).uniform(1 << 16, 1);
  return {
    uniform(count, standardDeviation) {
      const values = new Float32Array(count);
      for (let place = 0; place < count; place++)
        values[place] = (unit[place % unit.length] ?? 0) * standardDeviation;
      return values;
    },
  };
}

/** The same seed gives the same weights everywhere: MT19937 (Matsumoto and Nishimura, 1998). */
export function seededWeights(seed: number): WeightSource {
  const generator = mersenne(seed);
  return {
    uniform(count, standardDeviation) {
      const limit = standardDeviation * Math.sqrt(3);
      const values = new Float32Array(count);
      for (let place = 0; place < count; place++)
        values[place] = (generator.next() / 2 ** 31) * limit;
      return values;
    },
  };
}
