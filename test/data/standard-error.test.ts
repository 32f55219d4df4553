import assert from "node:assert/strict";
import { type MetricColumn, valueAt } from "../../data/benchmark";
import { accuracy, params } from "../../data/metrics";
import { hasStandardErrors, standardErrorAt } from "../../data/standard-error";

const run = (values: readonly (readonly [number, number])[]) => ({
  benchmark: "lab",
  conditions: {},
  values: new Map(values),
});

/** Of a space that is too large to enumerate: the runs alone say how far the means may be off. */
const trained: MetricColumn = {
  metric: accuracy,
  provenance: "measured",
  source: "lab",
  values: new Float64Array(),
  known: new Map([
    [7, 74],
    [8, 61],
    [9, 70],
  ]),
  runs: [
    run([
      [7, 73],
      [8, 61],
      [9, 70],
    ]),
    run([
      [7, 74],
      [9, 70],
    ]),
    run([[7, 75]]),
  ],
};

describe("the standard error of a value", () => {
  it("follows from how repeated trainings vary: s/√n", () => {
    // The standard deviation of 73, 74 and 75 is 1.
    assert.ok(Math.abs(standardErrorAt(trained, 7) - 1 / Math.sqrt(3)) < 1e-12);
    assert.equal(valueAt(trained, 7)?.standardError, standardErrorAt(trained, 7));
    assert.equal(standardErrorAt(trained, 9), 0);
    assert.ok(hasStandardErrors(trained));
  });

  it("is not known of what was trained once or never", () => {
    assert.ok(Number.isNaN(standardErrorAt(trained, 8)));
    assert.ok(Number.isNaN(standardErrorAt(trained, 1)));
    assert.equal(valueAt(trained, 8)?.standardError, undefined);
    assert.ok(!hasStandardErrors({ ...trained, runs: trained.runs?.slice(0, 1) ?? [] }));
  });

  it("is what the column says, where it says it", () => {
    const standardErrors = new Float64Array(10).fill(Number.NaN);
    standardErrors[8] = 0.5;
    const column = { ...trained, standardErrors };
    assert.equal(standardErrorAt(column, 8), 0.5);
    assert.equal(standardErrorAt(column, 7), standardErrorAt(trained, 7));
  });

  it("is none of what follows from the layers, though imports contradict it", () => {
    const exact: MetricColumn = { ...trained, metric: params, provenance: "exact" };
    assert.ok(Number.isNaN(standardErrorAt(exact, 7)));
    assert.ok(!hasStandardErrors(exact));
  });
});
