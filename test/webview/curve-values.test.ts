import { deepEqual, equal } from "node:assert/strict";
import { bestOverEpochs, finalValue, meanCurve } from "../../webview/curve-values";

const higher = (...values: (number | null)[]) => ({ values, better: "higher" as const });
const lower = (...values: (number | null)[]) => ({ values, better: "lower" as const });

describe("the values of training curves", () => {
  it("have a mean over seeds, epoch by epoch", () => {
    deepEqual(meanCurve([higher(1, 2, 30), higher(3, 4, 10)]), [2, 3, 20]);
    deepEqual(meanCurve([higher(1, 2)]), [1, 2]);
    deepEqual(meanCurve([]), []);
  });

  it("have no mean where a seed has no value", () => {
    deepEqual(meanCurve([higher(1, null, 3), higher(3, 4, 5)]), [2, null, 4]);
  });

  it("end in the value of the last epoch, which is not the best one", () => {
    const curve = higher(10, 40, 30);
    equal(finalValue([curve]), 30);
    deepEqual(bestOverEpochs([curve]), { value: 40, firstEpoch: 2, lastEpoch: 2 });
    equal(finalValue([higher(1, null)]), null);
    equal(finalValue([higher(10, 40), higher(10, 20)]), 30);
  });

  it("have their best at the first epoch that reaches it; of losses it is the lowest", () => {
    deepEqual(bestOverEpochs([higher(10, 40, 40, 30)])?.firstEpoch, 2);
    deepEqual(bestOverEpochs([lower(3, 0.5, 0.75)]), { value: 0.5, firstEpoch: 2, lastEpoch: 2 });
    deepEqual(bestOverEpochs([lower(null, 0, 1)]), { value: 0, firstEpoch: 2, lastEpoch: 2 });
  });

  it("have over several seeds the mean of each one's best, and the range of their epochs", () => {
    const seeds = [higher(10, 40, 20), higher(10, 10, 50), higher(60, 10, 20)];
    deepEqual(bestOverEpochs(seeds), { value: 50, firstEpoch: 1, lastEpoch: 3 });
  });

  it("have no best without a value", () => {
    equal(bestOverEpochs([higher(null, null)]), undefined);
    equal(bestOverEpochs([higher(1), higher(null)]), undefined);
    equal(bestOverEpochs([]), undefined);
  });
});
