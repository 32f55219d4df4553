import { mersenne } from "pure-rand/generator/mersenne";

/** Where an algorithm's chance comes from: the same seed gives the same numbers everywhere. */
export interface RandomSource {
  /** A whole number from 0 to below `count`, each as likely; `count` from 1 to 2⁵³. */
  below(count: number): number;
  /** From 0 to below 1, in steps of 2⁻⁵³. */
  fraction(): number;
  /** From the normal distribution with mean 0 and variance 1 (Box and Muller, 1958). */
  normal(): number;
}

/** The largest seed: the generator takes 32 bits. */
export const largestSeed = 2 ** 32 - 1;

/**
 * The Mersenne Twister MT19937 (Matsumoto and Nishimura, 1998). Its seeding spreads neighbouring seeds,
 * so that seeds 1, 2, 3 … give independent runs.
 */
export function seededRandom(seed: number): RandomSource {
  const generator = mersenne(seed);
  const belowLarge = (count: number) => {
    // As below, in two halves; a power of two whose half is drawn whole.
    const shift = Math.clz32(Math.floor((count - 1) / 2 ** 32));
    for (;;) {
      const high = generator.next() >>> shift;
      const drawn = high * 2 ** 32 + (generator.next() >>> 0);
      if (drawn < count) return drawn;
    }
  };
  const fraction = () => ((generator.next() >>> 5) * 2 ** 26 + (generator.next() >>> 6)) / 2 ** 53;
  return {
    fraction,
    normal() {
      // Of 1 less a fraction, so that there is no logarithm of 0.
      const radius = Math.sqrt(-2 * Math.log(1 - fraction()));
      return radius * Math.cos(2 * Math.PI * fraction());
    },
    below(count) {
      if (count <= 1) return 0;
      if (count > 2 ** 32) return belowLarge(count);
      // The fewest bits that hold every result, drawn again until one fits: no result is favoured.
      const shift = Math.clz32(count - 1);
      for (;;) {
        const drawn = generator.next() >>> shift;
        if (drawn < count) return drawn;
      }
    },
  };
}
