import { deepEqual, equal, ok } from "node:assert/strict";
import type { MetricColumn } from "../../../data/benchmark";
import { accuracy, flops, trainingTime } from "../../../data/metrics";
import { bestValue } from "../../../server/comparison/best-value";
import { checkpoints, hourCheckpoints } from "../../../server/comparison/checkpoints";
import { hoursReached, regretAt, summaryOf } from "../../../server/comparison/regret";
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

  it("passes over what breaks a constraint", () => {
    const search = { ...proposing([1, 3, 5, 0], 9), breach: (index: number) => index % 2 };
    deepEqual(traceOf({ columns }, search, false).incumbents, [[4, 0]]);
  });

  it("carries the time that its trainings took, where it is known", () => {
    const timed = [...columns, column(trainingTime, [10, 20, 30, 40, 50, 60])];
    const found = traceOf({ columns: timed }, proposing([0, 4, 2, 0, 1, 5], 10), false);
    deepEqual(found.incumbents, [
      [1, 0, 10],
      [3, 2, 90],
      [4, 1, 110],
    ]);
    equal(found.trainedMs, 170);
  });

  it("tells how well the last prediction orders all networks", () => {
    const search = proposing([0], 1);
    const predicting = (...predictions: (readonly number[])[]): CheckedSearch => ({
      ...search,
      algorithm: {
        ...search.algorithm,
        *run({ onPredictor }) {
          for (const worth of predictions)
            onPredictor?.((network) => worth[(network[0] ?? 0) + 3 * (network[1] ?? 0)] ?? 0);
          yield [0, 0];
        },
      },
    });
    const quality = (...predictions: (readonly number[])[]) =>
      traceOf({ columns }, predicting(...predictions), false).predictor;
    // Lower for better, as accuracies are not.
    const exact = Array.from(accuracies.values, (value) => -value);
    deepEqual(quality([6, 5, 4, 3, 2, 1], exact), { spearman: 1, kendall: 1 });
    ok((quality(Array.from(accuracies.values))?.kendall ?? 0) < -0.99);
    deepEqual([quality([1, 1, 1, 1, 1, 1]), quality()], [undefined, undefined]);
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
    const yardstick = { optimum: { value: 74.5 }, worst: 60 };
    const after = (point: number) =>
      regretAt([{ incumbents }], point, yardstick, "evaluations").mean;
    deepEqual([1, 2, 3, 4, 9].map(after), [4.5, 4.5, 3.5, 0.5, 0.5]);
  });

  it("is that of the worst network while a run has found none, and says of how many", () => {
    const traces = [{ incumbents }, { incumbents: incumbents.slice(1) }];
    const yardstick = { optimum: { value: 74 }, worst: 60 };
    const { mean, without } = regretAt(traces, 2, yardstick, "evaluations");
    deepEqual([mean, without], [(4 + 14) / 2, 1]);
    ok(!("without" in regretAt(traces, 3, yardstick, "evaluations")));
  });

  it("is told by hours of training as far as every run came that spent its budget", () => {
    const hour = 3.6e6;
    const timed = incumbents.map(
      ([evaluation, network, value]) => [evaluation, network, value, evaluation * hour] as const,
    );
    const yardstick = { optimum: { value: 74 }, worst: 60 };
    const after = (hours: number) =>
      regretAt([{ incumbents: timed }], hours, yardstick, "training-time").mean;
    deepEqual([0.9, 1, 3.5, 4].map(after), [14, 4, 3, 0]);
    const traces = [
      { evaluations: 4, trainedMs: 5 * hour },
      { evaluations: 4, trainedMs: 6 * hour },
      { evaluations: 2, trainedMs: hour },
    ];
    deepEqual([hoursReached(traces, 4), hoursReached(traces.slice(2), 4)], [5, 1]);
    const found = hourCheckpoints([6, 5, 0.5], 5);
    ok(!("refusal" in found));
    deepEqual(found.hours, [0.5, 5]);
    ok(/no regret after 6 hours of training: the shortest run came to 5/.test(found.notes.join()));
    ok("refusal" in hourCheckpoints([1], 0));
  });

  it("is summed up by mean, its error, and quartiles", () => {
    const { se, ...others } = summaryOf([1, 2, 3, 6]);
    deepEqual(others, { mean: 3, median: 2.5, q25: 1.75, q75: 3.75 });
    // The squares of −2, −1, 0 and 3 are 14: √(14 / 3 / 4).
    ok(Math.abs((se ?? 0) - Math.sqrt(14 / 12)) < 1e-12);
    equal(summaryOf([1]).se, null);
  });

  it("is measured from the best of the space, in either direction", () => {
    const optimum = (sign: 1 | -1, breach?: (index: number) => number) => {
      const { optimum, worst } = bestValue({ judged: accuracies, sign }, breach);
      return { ...optimum, worst };
    };
    deepEqual(optimum(-1), { network: 1, value: 74, worst: 69 });
    deepEqual(optimum(1), { network: 4, value: 69, worst: 74 });
    // Networks 0, 2, 4 and 5 alone count.
    const breach = (index: number) => Number(index === 1 || index === 3);
    deepEqual(optimum(-1, breach), { network: 5, value: 72, worst: 69 });
  });

  it("is told after what was asked for, or after each quarter of the budget", () => {
    deepEqual(checkpoints([50, 10, 50], 50), [10, 50]);
    deepEqual(checkpoints(undefined, 10), [3, 5, 8, 10]);
    deepEqual(checkpoints(undefined, 1), [1]);
    ok("refusal" in checkpoints([10, 51], 50));
  });
});
