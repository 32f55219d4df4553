import { deepEqual, equal, match, ok } from "node:assert/strict";
import type { MeasuredRun, Metric, MetricColumn } from "../../../data/benchmark";
import { bloxSpace } from "../../../data/built-in-spaces";
import { accuracy, flops, validationAccuracy } from "../../../data/metrics";
import type { Observation } from "../../../server/messages";
import { observedColumn, parseObservation } from "../../../server/searches/observation";

const unknown = Number.NaN;

function run(seed: number | undefined, values: readonly number[]): MeasuredRun {
  const conditions = seed === undefined ? {} : { seed };
  return { benchmark: "My lab", conditions, values: Float64Array.from(values) };
}

function column(metric: Metric, values: readonly number[], runs: MeasuredRun[]): MetricColumn {
  return { metric, provenance: "measured", source: "", values: Float64Array.from(values), runs };
}

function observe(judged: MetricColumn, observation: Observation, others: MetricColumn[] = []) {
  const benchmark = { space: bloxSpace, name: "lab", columns: [judged, ...others] };
  const found = observedColumn(benchmark, judged, observation);
  if ("refusal" in found) return found.refusal;
  return [found.column.metric.name, found.of, ...found.column.values];
}

describe("what the algorithms of a comparison see", () => {
  const test = column(accuracy, [71, 81], [run(2, [72, 82]), run(1, [70, 80])]);

  it("is the lowest seed, whatever the order of the trainings", () => {
    deepEqual(observe(test, "lowest seed"), ["accuracy", "seed 1, the lowest", 70, 80]);
  });

  it("is the mean, or another seed, where that is asked for", () => {
    deepEqual(observe(test, "mean"), ["accuracy", "mean of 2 trainings", 71, 81]);
    deepEqual(observe(test, "seed 2"), ["accuracy", "seed 2", 72, 82]);
  });

  it("is each network's own lowest seed where not all have the same", () => {
    const some = column(
      accuracy,
      [70, 82, 60],
      [run(1, [70, unknown, unknown]), run(2, [72, 82, unknown])],
    );
    deepEqual(observe(some, "lowest seed"), [
      "accuracy",
      "lowest seed of each network",
      70,
      82,
      60,
    ]);
  });

  it("is validation accuracy where every network has one", () => {
    const whole = column(validationAccuracy, [61, 62], [run(1, [61, 62])]);
    const part = column(validationAccuracy, [61, unknown], [run(1, [61, unknown])]);
    deepEqual(observe(test, "lowest seed", [whole]), [
      "val_accuracy",
      "seed 1, the only one",
      61,
      62,
    ]);
    equal(observe(test, "lowest seed", [part])[0], "accuracy");
  });

  it("is the value where nothing was trained, or a file contradicts what is exact", () => {
    const exact = column(flops, [1, 2], [run(1, [9, 9]), run(2, [8, 8])]);
    const found = observe({ ...exact, provenance: "exact" }, "lowest seed");
    deepEqual(found, ["flops", "value", 1, 2]);
    deepEqual(observe(column(accuracy, [1, 2], []), "lowest seed"), ["accuracy", "value", 1, 2]);
  });

  it("is refused where a seed is not there for all", () => {
    const some = column(accuracy, [70, 82], [run(1, [70, unknown]), run(2, [72, 82])]);
    match(
      String(observe(some, "seed 1")),
      /`accuracy` of seed 1 is known for 1 of 2 networks\. The seeds here are 1, 2\./,
    );
    match(
      String(observe(column(accuracy, [1], []), "seed 1")),
      /for 0 of 1 networks\. No training here has a seed/,
    );
  });

  it("is written as a mean or a seed", () => {
    deepEqual(["mean", " seed 1", "seed 01"].map(parseObservation), ["mean", "seed 1", "seed 1"]);
    ok(
      ["", "seed", "seed -1", "seed 1.5", "lowest", "seeds 1"].every(
        (text) => !parseObservation(text),
      ),
    );
  });
});
