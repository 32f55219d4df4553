import assert from "node:assert/strict";
import type { SearchSpec } from "../../../server/messages";
import { checkSpec } from "../../../server/searches/search-spec";
import { isRefusal } from "../../../server/searches/searched-columns";
import { exampleBenchmark, exampleSpec } from "./example-benchmark";

function refusalOf(changes: Partial<SearchSpec>): string {
  const checked = checkSpec(exampleBenchmark, exampleSpec(changes));
  return isRefusal(checked) ? checked.refusal : "accepted";
}

function accepted(changes: Partial<SearchSpec>) {
  const checked = checkSpec(exampleBenchmark, exampleSpec(changes));
  assert.ok(!isRefusal(checked), isRefusal(checked) ? checked.refusal : "");
  return checked;
}

/** How many networks of the space meet the constraints. */
function meeting(subjectTo: string): number {
  const { breach } = accepted({ subjectTo });
  let count = 0;
  for (let index = 0; index < 91_125; index++) if (!breach || breach(index) === 0) count++;
  return count;
}

function countWhere(metric: string, test: (value: number) => boolean): number {
  const column = exampleBenchmark.columns.find((column) => column.metric.name === metric);
  return column?.values.filter(test).length ?? -1;
}

describe("a search specification", () => {
  const refused: readonly (readonly [string, Partial<SearchSpec>, RegExp])[] = [
    ["another space", { space: "nas" }, /of the space `blox`.*`nas`/],
    [
      "an unknown algorithm",
      { algorithm: "randon" },
      /no algorithm `randon`. Did you mean `random`/,
    ],
    ["an unknown parameter", { parameters: { population: 3 } }, /`random` has no parameter/],
    [
      "a parameter out of range",
      { algorithm: "regularized-evolution", parameters: { population: 1 } },
      /`population` of `regularized-evolution` must be a whole number from 2 to 10,000; it is 1\./,
    ],
    [
      "a parameter that is not whole",
      { algorithm: "regularized-evolution", parameters: { sample: 2.5 } },
      /`sample`.*whole number/,
    ],
    ["no objective", { objectives: [] }, /no objective/],
    [
      "an objective twice",
      {
        objectives: [
          { direction: "maximize", metric: "params" },
          { direction: "minimize", metric: "params" },
        ],
      },
      /`params` is an objective twice/,
    ],
    [
      "a misspelt metric",
      { objectives: [{ direction: "maximize", metric: "acuracy" }] },
      /no metric `acuracy`. Did you mean `accuracy`/,
    ],
    [
      "a latency",
      { objectives: [{ direction: "minimize", metric: 'latency("phone")' }] },
      /No latency measured yet/,
    ],
    [
      "a metric that the benchmark lacks",
      { objectives: [{ direction: "maximize", metric: "val_accuracy" }] },
      /has no `val_accuracy`. It has `accuracy`, `params` and `flops`/,
    ],
    ["half a constraint", { subjectTo: "params <=" }, /`params <=` is no condition/],
    ["a sentence", { subjectTo: "it should be small" }, /is no condition/],
    ["more than a condition", { subjectTo: "params <= 3 M } network n {" }, /is no condition/],
    ["a stage among the constraints", { subjectTo: "params <= 3 M stage 1: conv" }, /no condition/],
    [
      "a wrong unit",
      { subjectTo: "params <= 3 ms" },
      /`ms` is no unit of `params`.*`K`, `M` and `G`/,
    ],
    ["an unknown metric in a constraint", { subjectTo: "paramz <= 3 M" }, /Did you mean `params`/],
    [
      "a constraint that nothing meets",
      { subjectTo: "flops <= 300 M, params <= 1 M" },
      /No network of `blox` meets `params <= 1 M`: `params` is 1,\d{3},\d{3} to /,
    ],
    [
      "constraints that nothing meets together",
      { subjectTo: "flops >= 300 M, flops <= 200 M" },
      /meets `flops >= 300 M` and `flops <= 200 M` together/,
    ],
    ["a budget of nothing", { budget: 0 }, /budget must be a whole number.*it is 0/],
    ["half a budget", { budget: 10.5 }, /budget must be a whole number/],
    ["no budget", { budget: Number.NaN }, /budget must be a whole number/],
    ["gpu-hours without training times", { gpuHours: 2 }, /has no `train_time`.*in evaluations/],
    ["choices for two stages", { choices: [[0], [1]] }, /has 3 stages.*choices for 2/],
    ["a stage without a choice", { choices: [[0], [], [1]] }, /choices of stage 2 must be blocks/],
    ["a choice twice", { choices: [[0], [1], [2, 2]] }, /choices of stage 3/],
    ["a choice that is no block", { choices: [[45], [1], [2]] }, /choices of stage 1/],
    [
      "a constraint that no choice meets",
      { choices: [[0], [0], [0]], subjectTo: "params >= 3 M" },
      /No network to choose among meets `params >= 3 M`: `params` is 2,\d{3},\d{3} parameters there/,
    ],
    ["a seed below 0", { seed: -1 }, /seed must be a whole number from 0/],
    ["a seed beyond 32 bits", { seed: 2 ** 32 }, /seed must be a whole number/],
  ];
  for (const [what, changes, message] of refused) {
    it(`is refused for ${what}`, () => {
      assert.match(refusalOf(changes), message);
    });
  }

  it("reads constraints as the language writes them", () => {
    const params = countWhere("params", (value) => value <= 2_500_000);
    assert.ok(params > 0 && params < 91_125);
    assert.equal(meeting("params <= 2.5 M"), params);
    assert.equal(meeting("params<=2.5M"), params);
    assert.equal(meeting(" params <= 2500 K , "), params);
    assert.equal(meeting("2.5 M >= params"), params);
    assert.equal(meeting("params <= 2500000"), params);
    assert.equal(
      meeting("accuracy >= 72 %"),
      countWhere("accuracy", (value) => value >= 72),
    );
    assert.equal(
      meeting("200 M <= flops < 250 M"),
      countWhere("flops", (value) => value >= 200e6 && value < 250e6),
    );
    assert.equal(meeting(""), 91_125);
  });

  it("tells `<` from `<=` at the limit itself", () => {
    const [limit = 0] = exampleBenchmark.columns[1]?.values ?? [];
    const equal = countWhere("params", (value) => value === limit);
    assert.ok(equal > 0);
    assert.equal(meeting(`params <= ${limit}`) - meeting(`params < ${limit}`), equal);
    assert.equal(meeting(`params = ${limit}`), equal);
  });

  it("measures by how much constraints are broken, as parts of their limits", () => {
    const { breach } = accepted({ subjectTo: "params <= 2 M, flops <= 200 M" });
    const [, params, flops] = exampleBenchmark.columns;
    for (const index of [0, 1, 4711, 91_124]) {
      const over = Math.max(0, (params?.values[index] ?? 0) / 2e6 - 1);
      const above = Math.max(0, (flops?.values[index] ?? 0) / 200e6 - 1);
      assert.ok(Math.abs((breach?.(index) ?? -1) - (over + above)) < 1e-12);
    }
  });

  it("cuts a budget that is larger than the space, and says so", () => {
    const { budget, notes } = accepted({ budget: 1_000_000 });
    assert.equal(budget, 91_125);
    assert.match(notes.join(), /cut to its 91,125 networks/);
  });

  it("cuts a budget that is larger than the choices, and says so", () => {
    const { budget, notes } = accepted({ choices: [[0, 1], [3], [0, 44]], budget: 300 });
    assert.equal(budget, 4);
    assert.match(notes.join(), /larger than what there is to choose among: .* its 4 networks/);
  });

  it("says that a part of the space has no proven optimum", () => {
    assert.match(accepted({ algorithm: "exhaustive" }).notes.join(), /needs 91,125 evaluations/);
    assert.deepEqual(accepted({ algorithm: "exhaustive", budget: 91_125 }).notes, []);
  });

  it("says that a constraint is on an estimate", () => {
    assert.match(accepted({ subjectTo: "accuracy >= 72 %" }).notes.join(), /the estimate itself/);
    assert.deepEqual(accepted({ subjectTo: "params <= 3 M" }).notes, []);
  });
});
