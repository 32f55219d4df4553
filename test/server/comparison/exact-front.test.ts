import { deepEqual, equal, match, ok } from "node:assert/strict";
import type { MetricColumn } from "../../../data/benchmark";
import { accuracy, flops } from "../../../data/metrics";
import { exactFront } from "../../../server/comparison/exact-front";

const column = (metric: MetricColumn["metric"], values: readonly number[]): MetricColumn => ({
  metric,
  provenance: "measured",
  source: "",
  values: Float64Array.from(values),
});
const objective = (judged: MetricColumn, sign: 1 | -1, seen = judged) =>
  [{ column: seen, judged, of: "value", sign }] as const;

/** Accuracies from 60 to 70 and FLOPs from 0 to 4, so that shares can be told by hand. */
const accuracies = column(accuracy, [70, 65, 60, 64, 60]);
const costs = column(flops, [3, 1, 0, 2, 4]);

function front(seen = accuracies, breach?: (index: number) => number) {
  const found = exactFront([...objective(accuracies, -1, seen), ...objective(costs, 1)], breach);
  ok(!("refusal" in found));
  return found;
}
const area = (share: number) => Number(share.toPrecision(12));

describe("the exact front of two objectives, on a space of five networks", () => {
  // Scaled: network 0 is (0, 3/4), 1 is (1/2, 1/4), 3 is (6/10, 2/4); 2 and 4 are at the edge.
  const whole = 1 / 4 + (1 / 2) * (1 / 2);

  it("is what the hypervolumes of runs are shares of", () => {
    const { optimum, worst, unit, valuesOf } = front();
    deepEqual([optimum.value, worst, unit], [1, 0, ""]);
    deepEqual(optimum.front, {
      points: 2,
      hypervolume: whole,
      ranges: [
        { best: 70, worst: 60 },
        { best: 0, worst: 4 },
      ],
    });
    deepEqual(
      valuesOf([
        [1, 3],
        [2, 1],
        [5, 0],
      ]),
      [area((0.4 * 0.5) / whole), area((0.5 * 0.75) / whole), 1],
    );
  });

  it("has only networks that meet the constraints, on the scale of all", () => {
    const { optimum, valuesOf } = front(accuracies, (index) => Number(index === 0));
    equal(optimum.front?.hypervolume, 0.5 * 0.75);
    deepEqual(valuesOf([[1, 1]]), [1]);
    deepEqual(optimum.front?.ranges, front().optimum.front?.ranges);
  });

  it("judges the front that was seen: what leaves it takes its part along", () => {
    // Seen, network 3 beats network 1, to which it is inferior.
    const seen = column(accuracy, [70, 65, 60, 66, 60]);
    const cheaper = column(flops, [3, 1, 0, 1, 4]);
    const found = exactFront([...objective(accuracies, -1, seen), ...objective(costs, 1, cheaper)]);
    ok(!("refusal" in found));
    deepEqual(
      found.valuesOf([
        [1, 1],
        [2, 3],
      ]),
      [area((0.5 * 0.75) / whole), area((0.4 * 0.5) / whole)],
    );
  });

  it("is refused where there is nothing to measure", () => {
    const constant = exactFront([
      ...objective(accuracies, -1),
      ...objective(column(flops, [7, 7, 7, 7, 7]), 1),
    ]);
    ok("refusal" in constant);
    match(constant.refusal, /`flops` is the same for every network/);
    const atTheEdge = exactFront([...objective(accuracies, -1), ...objective(costs, 1)], (index) =>
      Number(index !== 4),
    );
    ok("refusal" in atTheEdge);
    match(atTheEdge.refusal, /no hypervolume/);
  });
});
