import { deepEqual, equal, ok } from "node:assert/strict";
import type { MetricColumn } from "../../../data/benchmark";
import { accuracy, flops } from "../../../data/metrics";
import { checkpoints } from "../../../server/comparison/checkpoints";
import { optimumOf } from "../../../server/comparison/optimum";
import { regretAfter, summaryOf } from "../../../server/comparison/regret";
import { traceOf } from "../../../server/comparison/trace";
import type { Algorithm } from "../../../server/searches/algorithm";
import { random } from "../../../server/searches/random";
import type { CheckedSearch } from "../../../server/searches/search-spec";
import { problemOf } from "../searches/example-problem";

/** Six networks: two positions, of three and of two choices. */
const positions = [
  { stage: 0, choices: [0, 1, 2] },
  { stage: 1, choices: [0, 3] },
];
const column = (metric: MetricColumn["metric"], values: readonly number[]): MetricColumn => ({
  metric,
  provenance: "measured",
  source: "",
  values: Float64Array.from(values),
});
const accuracies = column(accuracy, [70, 74, 71, 74, 69, 72]);
const columns = [accuracies, column(flops, [1, 3, 1, 2, 1, 1])];

/** Proposes these networks, by index, and ends. */
function proposing(networks: readonly number[], budget: number): CheckedSearch {
  const algorithm: Algorithm = {
    ...random,
    *run() {
      for (const network of networks) yield [network % 3, Math.floor(network / 3)];
    },
  };
  return {
    algorithm,
    parameter: () => 0,
    positions,
    ...problemOf([3, 2]),
    objectiveColumns: [{ column: accuracies, judged: accuracies, of: "value", sign: -1 }],
    about: [accuracies],
    breach: undefined,
    budget,
    trainingBudget: undefined,
    seed: 5,
    notes: [],
  };
}

describe("a run of a comparison, on a space of six networks", () => {
  it("keeps each best network with the evaluation that found it", () => {
    deepEqual(traceOf({ columns }, proposing([0, 4, 2, 1, 5], 10), false), {
      seed: 5,
      evaluations: 5,
      incumbents: [
        [1, 0],
        [3, 2],
        [4, 1],
      ],
    });
  });

  it("takes networks that come again for free, or counts them", () => {
    const search = proposing([0, 0, 0, 2, 1], 3);
    const [free, counted] = [false, true].map((counts) => traceOf({ columns }, search, counts));
    deepEqual(free?.incumbents, [
      [1, 0],
      [2, 2],
      [3, 1],
    ]);
    deepEqual([counted?.evaluations, counted?.incumbents], [3, [[1, 0]]]);
  });

  it("of equals takes the one with fewer FLOPs", () => {
    const found = (networks: number[]) =>
      traceOf({ columns }, proposing(networks, 9), false).incumbents.at(-1)?.[1];
    deepEqual([found([1, 3]), found([3, 1])], [3, 3]);
  });

  it("ends when nothing new comes", () => {
    const again = Array.from({ length: 20_000 }, () => 4);
    equal(traceOf({ columns }, proposing([...again, 1], 6), false).evaluations, 1);
  });
});

describe("regret", () => {
  const incumbents = [
    [1, 0, 70],
    [3, 2, 71],
    [4, 1, 74],
  ] as const;

  it("is how far the best so far is from the optimum", () => {
    deepEqual(
      [1, 2, 3, 4, 9].map((evaluations) => regretAfter(incumbents, evaluations, 74.5)),
      [4.5, 4.5, 3.5, 0.5, 0.5],
    );
  });

  it("is summed up by mean, its error, and quartiles", () => {
    const { se, ...others } = summaryOf([1, 2, 3, 6]);
    deepEqual(others, { mean: 3, median: 2.5, q25: 1.75, q75: 3.75 });
    // The squares of −2, −1, 0 and 3 are 14: √(14 / 3 / 4).
    ok(Math.abs((se ?? 0) - Math.sqrt(14 / 12)) < 1e-12);
    equal(summaryOf([1]).se, null);
  });

  it("is measured from the best of the space, in either direction", () => {
    deepEqual(optimumOf(accuracies, "maximize"), { network: 1, value: 74 });
    deepEqual(optimumOf(accuracies, "minimize"), { network: 4, value: 69 });
  });

  it("is told after what was asked for, or after each quarter of the budget", () => {
    deepEqual(checkpoints([50, 10, 50], 50), [10, 50]);
    deepEqual(checkpoints(undefined, 10), [3, 5, 8, 10]);
    deepEqual(checkpoints(undefined, 1), [1]);
    ok("refusal" in checkpoints([10, 51], 50));
  });
});
