import { deepEqual, equal, ok } from "node:assert/strict";
import { pearson } from "../../../data/linear-correlation";
import { chosenOnOthers } from "../../../server/findings/chosen-on-others";
import { errorsBySeed } from "../../../server/findings/errors-by-seed";
import { meansOver, seedNoise, varianceOf } from "../../../server/findings/seed-noise";
import { isNear } from "./is-near";
import { madeUpSeeds, smallSpace } from "./made-up-campaign";

describe("the noise between seeds", () => {
  it("is what is left when networks and seeds are taken off", () => {
    // Residuals of (1, 3), (2, 4), (3, 8) after the means of networks and of seeds: ±0.5, ±0.5, ∓1.
    const noise = seedNoise([Float64Array.of(1, 2, 3), Float64Array.of(3, 4, 8)]);
    isNear(noise.noise, Math.sqrt(2 * (0.25 + 0.25 + 1)) / Math.sqrt(2));
    deepEqual(noise.seedMeans, [2, 5]);
    isNear(noise.observedSpread ** 2, varianceOf([2, 3, 5.5]));
    isNear(noise.spread ** 2, varianceOf([2, 3, 5.5]) - 1.5 / 2);
  });

  it("is half the variance of the differences between two seeds, on average over the pairs", () => {
    const bySeed = madeUpSeeds(smallSpace);
    const differences = [
      [0, 1],
      [0, 2],
      [1, 2],
    ].map(([one = 0, other = 0]) =>
      varianceOf(
        (bySeed[one] ?? new Float64Array()).map((value, n) => value - (bySeed[other]?.[n] ?? 0)),
      ),
    );
    const { noise, errorOfMean, spread, ratio, reliability } = seedNoise(bySeed);
    isNear(noise ** 2, differences.reduce((sum, variance) => sum + variance / 2, 0) / 3);
    isNear(errorOfMean, noise / Math.sqrt(3));
    isNear(ratio, spread / errorOfMean);
    isNear(reliability, ratio ** 2 / (1 + ratio ** 2));
  });

  it("leaves networks apart by as much as the seeds correlate", () => {
    const bySeed = madeUpSeeds(smallSpace);
    const [first = new Float64Array(), second = new Float64Array()] = bySeed;
    const { spread, noise } = seedNoise(bySeed);
    const expected = spread ** 2 / (spread ** 2 + noise ** 2);
    ok(Math.abs(pearson(first, second) - expected) < 0.05);
  });

  it("promises more of the best network than a seed keeps that did not choose it", () => {
    const bySeed = [Float64Array.of(3, 0, 1), Float64Array.of(1, 4, 2), Float64Array.of(2, 1, 6)];
    // Chosen by seeds 1 and 2: 4 of the third, which has 1; by 0 and 2: 3.5, 2; by 0 and 1: 2, 2 or 1.
    deepEqual(chosenOnOthers(bySeed), { chosenAt: (4 + 3.5 + 2) / 3, heldOut: (1 + 2 + 2) / 3 });
    deepEqual([...meansOver(bySeed)], [2, 5 / 3, 3]);
  });

  it("gives effects an error by how they differ between seeds, shared by size", () => {
    const bySeed = [
      [1, -1],
      [3, -3],
      [2, -2],
    ];
    // Each has a variance of 1; one of both is free.
    const errors = errorsBySeed(bySeed, [1, 1]);
    equal(errors.length, 2);
    for (const error of errors) isNear(error, Math.sqrt(2 / 3));
    const [small = 0, large = 0] = errorsBySeed(bySeed, [1, 4]);
    isNear(small, 2 * large);
  });
});
