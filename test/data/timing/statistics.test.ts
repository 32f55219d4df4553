import { equal, ok } from "node:assert/strict";
import {
  meanAbsolutePercentageError,
  median,
  quantile,
  trimmedMean,
} from "../../../data/timing/statistics";

describe("statistics of timings", () => {
  it("know the median of an odd, an even and no number of values", () => {
    equal(median([10, 1, 3]), 3);
    equal(median([10, 1, 3, 2]), 2.5);
    ok(Number.isNaN(median([])));
    equal(quantile([0, 8, 16, 24], 0.25), 6);
  });

  it("know the mean without what is far off", () => {
    equal(trimmedMean([7, 1000, 3, 5, -1000], 0.2), 5);
    // A share of less than one value leaves none out.
    equal(trimmedMean([1, 2, 9], 0.3), 4);
    ok(Number.isNaN(trimmedMean([], 0.1)));
  });

  it("know the mean absolute percentage error", () => {
    equal(
      meanAbsolutePercentageError([
        [110, 100],
        [150, 200],
      ]),
      17.5,
    );
  });
});
