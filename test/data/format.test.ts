import assert from "node:assert/strict";
import type { Metric, Provenance, Value } from "../../data/benchmark";
import { formatDifference, formatValue, standardErrorOfDifference } from "../../data/format";
import { accuracy, flops, latency, params } from "../../data/metrics";

const onPhone = latency("phone");

function value(metric: Metric, number: number, more: Partial<Value> = {}): Value {
  return { metric, value: number, provenance: "exact", source: "a test", ...more };
}

describe("values for people", () => {
  it("have a prefix and a sensible number of digits", () => {
    const cases: [Metric, number, string][] = [
      [params, 2_917_604, "2.92 M"],
      [params, 512, "512"],
      [params, 37_248, "37.25 K"],
      [params, 999_960, "1.00 M"],
      [flops, 278_475_876, "278.5 M"],
      [flops, 3.2e9, "3.20 G"],
      [accuracy, 74.62, "74.62 %"],
      [onPhone, 3.14, "3.1 ms"],
      [onPhone, 123.4, "123 ms"],
      [onPhone, 0.354, "0.35 ms"],
      [onPhone, 0.0041, "0.0041 ms"],
    ];
    for (const [metric, number, text] of cases)
      assert.equal(formatValue(value(metric, number)), text);
  });

  it("never hide that they are a guess", () => {
    const guess = (provenance: Provenance, standardError?: number) =>
      formatValue(
        value(accuracy, 74.62, {
          provenance,
          ...(standardError !== undefined && { standardError }),
        }),
      );
    assert.equal(guess("estimated", 0.5), "74.6 % ± 0.5 (estimated)");
    assert.equal(guess("estimated"), "74.62 % (estimated)");
    assert.equal(guess("composed", 0.04), "74.62 % ± 0.04 (composed)");
    assert.equal(guess("measured"), "74.62 % (measured)");
  });

  it("have differences with a sign, and their error", () => {
    assert.equal(formatDifference(params, 100_000), "+0.1 M");
    assert.equal(formatDifference(params, -20_928), "−20.93 K");
    assert.equal(formatDifference(flops, 127_400_000), "+127.4 M");
    assert.equal(formatDifference(params, 0), "0");
    assert.equal(formatDifference(onPhone, -1.24), "−1.2 ms");
    assert.equal(formatDifference(accuracy, 0.4, 0.72), "+0.4 % ± 0.7 (estimated)");
    assert.equal(formatDifference(accuracy, -0.01, 0.72), "0.0 % ± 0.7 (estimated)");
    assert.equal(formatDifference(onPhone, 1.2, 0.1, "composed"), "+1.2 ms ± 0.1 (composed)");
  });

  it("have independent errors, which add up in squares", () => {
    const error = (a?: number, b?: number) =>
      standardErrorOfDifference(
        value(accuracy, 74, a === undefined ? {} : { standardError: a }),
        value(accuracy, 75, b === undefined ? {} : { standardError: b }),
      );
    assert.equal(error(0.3, 0.4), 0.5);
    assert.equal(error(0.3), 0.3);
    assert.equal(error(), undefined);
  });
});
