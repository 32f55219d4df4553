import assert from "node:assert/strict";
import { architectureAt, indexOf } from "../../../data/architecture";
import { bloxSpace } from "../../../data/built-in-spaces";
import { replacementsOf } from "../../../server/suggestions/one-replacement";
import { exampleBenchmark } from "../searches/example-benchmark";

const from = 24_519;
const architecture = architectureAt(bloxSpace, from);
const replacements = replacementsOf(exampleBenchmark, architecture);

function value(metric: string, index: number): number {
  const column = exampleBenchmark.columns.find((column) => column.metric.name === metric);
  return column?.values[index] ?? Number.NaN;
}

describe("the replacements of one block", () => {
  it("are all networks that differ in the stage they name, and in no other", () => {
    const neighbours = Array.from({ length: 91_125 }, (_, index) => index).filter((index) => {
      const other = architectureAt(bloxSpace, index);
      return other.filter((block, stage) => block !== architecture[stage]).length === 1;
    });
    assert.equal(neighbours.length, 132);
    assert.deepEqual(
      replacements.map(({ index }) => index).sort((a, b) => a - b),
      neighbours,
    );
    for (const { stage, index } of replacements) {
      const changed = architectureAt(bloxSpace, index)[stage - 1] ?? -1;
      assert.equal(indexOf(bloxSpace, architecture.with(stage - 1, changed)), index);
    }
  });

  it("come with the change in every metric, and with its standard error where it is a guess", () => {
    for (const { index, changes } of replacements) {
      assert.deepEqual(
        changes.map(({ metric, difference }) => [metric, difference]),
        ["accuracy", "params", "flops"].map((metric) => [
          metric,
          value(metric, index) - value(metric, from),
        ]),
      );
      const [accuracy, params] = changes;
      // Two independent errors of 0.5: the root of twice the square.
      assert.ok(Math.abs((accuracy?.standardError ?? 0) - Math.SQRT1_2) < 1e-12);
      assert.match(accuracy?.text ?? "", /^[+−]?\d+\.\d % ± 0\.7 \(estimated\)$/);
      const gain = accuracy?.difference ?? 0;
      const isDecided = Math.abs(gain) > 2 * Math.SQRT1_2;
      assert.equal(accuracy?.verdict, isDecided ? (gain > 0 ? "better" : "worse") : "undecided");
      assert.equal(params?.standardError, undefined);
      const growth = params?.difference ?? 0;
      assert.equal(params?.verdict, growth < 0 ? "better" : growth > 0 ? "worse" : "same");
    }
  });

  it("begin with the most accurate", () => {
    const accuracies = replacements.map(({ index }) => value("accuracy", index));
    assert.deepEqual(
      accuracies,
      [...accuracies].sort((a, b) => b - a),
    );
  });

  it("go by FLOPs, then by index, where accuracies are equal", () => {
    const columns = exampleBenchmark.columns.map((column) =>
      column.metric.name === "accuracy"
        ? { ...column, values: column.values.map(() => 74) }
        : column,
    );
    const tied = replacementsOf({ ...exampleBenchmark, columns }, architecture);
    const expected = [...tied].sort(
      (a, b) => value("flops", a.index) - value("flops", b.index) || a.index - b.index,
    );
    assert.deepEqual(tied, expected);
    assert.notEqual(tied[0]?.index, replacements[0]?.index);
  });
});
