import { deepEqual, equal, match, ok, rejects } from "node:assert/strict";
import type { Benchmark } from "../../../data/benchmark";
import { trainingTime } from "../../../data/metrics";
import { type ComparisonRequest, compare } from "../../../server/comparison/comparison";
import { comparisonText, readComparison } from "../../../server/comparison/comparison-file";
import type { Crew } from "../../../server/comparison/dealt-runs";
import { progressCurves } from "../../../server/comparison/progress-curves";
import { regretTable } from "../../../server/comparison/regret-table";
import type { Port } from "../../../server/platform";
import { nodePlatform } from "../../../server/platform-node";
import { exampleBenchmark } from "../searches/example-benchmark";

const request: ComparisonRequest = {
  entrants: [
    { name: "random", parameters: {} },
    { name: "regularized-evolution", parameters: { population: 10 } },
  ],
  objectives: [{ direction: "maximize", metric: "accuracy" }],
  seeds: 3,
  budget: 40,
  observation: "lowest seed",
  repeats: "free",
};

/** Of the example, by network. */
function valuesOf(metric: string): Float64Array {
  return (
    exampleBenchmark.columns.find((column) => column.metric.name === metric)?.values ??
    new Float64Array()
  );
}

/** What points dominate up to (1, 1): swept from left to right. */
function sweptArea(points: readonly (readonly number[])[]): number {
  const sorted = [...points].sort(([a = 0], [b = 0]) => a - b);
  let [area, lowest] = [0, 1];
  for (const [place, [first = 0, second = 0]] of sorted.entries()) {
    lowest = Math.min(lowest, second);
    area += ((sorted[place + 1]?.[0] ?? 1) - first) * (1 - lowest);
  }
  return area;
}

/** Real threads. */
function crew(changes: Partial<Crew> = {}): Crew {
  const platform = nodePlatform(import.meta.dirname);
  return { platform, workers: 1, signal: new AbortController().signal, ...changes };
}

/** Workers that answer each run so. */
function playing(answer: (listener: (message: unknown) => void, died: () => void) => void): Crew {
  const startWorker = (): Port => {
    let listener: (message: unknown) => void = () => {};
    let died = () => {};
    return {
      post: (message) => {
        if ((message as { type: string }).type === "run") answer(listener, died);
      },
      onMessage: (given) => {
        listener = given;
      },
      onError: (given) => {
        died = () => given("it ended with exit code 1");
      },
      close: () => {},
    };
  };
  return crew({ platform: { startWorker } });
}

describe("a comparison", () => {
  it("is the same with one worker and with two, byte for byte", async () => {
    const [one, two] = await Promise.all(
      [1, 2].map((workers) => compare(exampleBenchmark, request, crew({ workers }))),
    );
    ok(one && !("refusal" in one));
    equal(JSON.stringify(two), JSON.stringify(one));
    const [random, evolution] = one.algorithms;
    deepEqual(
      random?.traces.map(({ seed, evaluations }) => [seed, evaluations]),
      [
        [1, 40],
        [2, 40],
        [3, 40],
      ],
    );
    deepEqual(
      evolution?.traces.map(({ seed }) => seed),
      [1, 2, 3],
    );
    deepEqual(evolution?.parameters, { population: 10, sample: 10 });
    for (const trace of random?.traces ?? []) {
      for (const [, network, value] of trace.incumbents)
        equal(value, exampleBenchmark.columns[0]?.values[network]);
    }
  }).timeout(60_000);

  it("measures two objectives by the hypervolume, those that look for one among them", async () => {
    const objectives: ComparisonRequest["objectives"] = [
      { direction: "maximize", metric: "accuracy" },
      { direction: "minimize", metric: "flops" },
    ];
    const entrants = ["nsga-ii", "local-search"].map((name) => ({ name, parameters: {} }));
    const found = await compare(exampleBenchmark, { ...request, objectives, entrants }, crew());
    ok(found && !("refusal" in found));
    const { best = 0, worst = 0 } = found.optimum.front?.ranges[0] ?? {};
    const { best: leastFlops = 0, worst: mostFlops = 0 } = found.optimum.front?.ranges[1] ?? {};
    const [accuracies, flops] = ["accuracy", "flops"].map(valuesOf);
    deepEqual(
      [best, worst, leastFlops, mostFlops],
      [
        accuracies?.reduce((a, b) => Math.max(a, b)),
        accuracies?.reduce((a, b) => Math.min(a, b)),
        flops?.reduce((a, b) => Math.min(a, b)),
        flops?.reduce((a, b) => Math.max(a, b)),
      ],
    );
    // From all that joined the front, which are more than there are on it in the end.
    const shareOf = (networks: readonly number[]) =>
      sweptArea(
        networks.map((network) => [
          ((accuracies?.[network] ?? 0) - best) / (worst - best),
          ((flops?.[network] ?? 0) - leastFlops) / (mostFlops - leastFlops),
        ]),
      );
    const whole = shareOf([...(flops?.keys() ?? [])]);
    ok(Math.abs((found.optimum.front?.hypervolume ?? 0) - whole) < 1e-12);
    for (const { incumbents } of found.algorithms.flatMap(({ traces }) => traces)) {
      const networks = incumbents.map(([, network]) => network);
      for (const [place, [, , value]] of incumbents.entries())
        ok(Math.abs(value - shareOf(networks.slice(0, place + 1)) / whole) < 1e-9);
      ok((incumbents.at(-1)?.[2] ?? 0) > 0.5);
    }
    match(found.notes.join(), /`local-search` looks for one objective/);
  }).timeout(60_000);

  it("looks for its optimum, and its best networks, among those that meet the constraints", async () => {
    const [accuracies, params] = ["accuracy", "params"].map(valuesOf);
    const limit = 2_100_000;
    const isFeasible = (network: number) => (params?.[network] ?? 0) <= limit;
    const feasible = [...(accuracies?.keys() ?? [])].filter(isFeasible);
    const values = feasible.map((network) => accuracies?.[network] ?? 0);
    const found = await compare(
      exampleBenchmark,
      { ...request, subjectTo: `params <= ${limit}`, budget: 60 },
      crew(),
    );
    ok(found && !("refusal" in found));
    equal(found.optimum.value, Math.max(...values));
    equal(found.worst, Math.min(...values));
    const incumbents = found.algorithms.flatMap(({ traces }) =>
      traces.flatMap((trace) => trace.incumbents),
    );
    ok(incumbents.length > 0 && incumbents.every(([, network]) => isFeasible(network)));
    // Hardly any network is that small: most runs begin with one that is not, and have none yet.
    const [random] = regretTable(found, [1]);
    const first = found.algorithms[0]?.traces.map(({ incumbents: [one] }) =>
      one?.[0] === 1 ? one[2] : undefined,
    );
    const without = first?.filter((value) => value === undefined).length ?? 0;
    ok(without > 0);
    equal(random?.regret[1]?.without, without);
    const sum = first?.reduce((sum: number, value = found.worst) => sum + value, 0) ?? 0;
    ok(Math.abs((random?.regret[1]?.mean ?? 0) - (found.optimum.value - sum / 3)) < 1e-9);
  }).timeout(60_000);

  const timed: Benchmark = {
    ...exampleBenchmark,
    columns: [
      ...exampleBenchmark.columns,
      {
        metric: trainingTime,
        provenance: "measured",
        source: "",
        values: valuesOf("params").map((params) => 3600 * params),
      },
    ],
  };

  it("tells of hours of training, along its curves too", async () => {
    const [random] = request.entrants;
    const entrants = random ? [random] : [];
    const found = await compare(timed, { ...request, entrants, atHours: [10] }, crew());
    ok(found && !("refusal" in found));
    const [algorithm] = found.algorithms;
    const [curve] = progressCurves(found, "training-time");
    const end = Math.min(...(algorithm?.traces ?? []).map(({ trainedMs = 0 }) => trainedMs));
    equal(curve?.points.at(-1)?.after, end / 3.6e6);
    const evaluations = progressCurves(found)[0]?.points.at(-1);
    equal(evaluations?.after, 40);
    for (const { after, mean } of curve?.points ?? []) {
      const regrets = (algorithm?.traces ?? []).map(({ incumbents }) => {
        const values = incumbents
          .filter(([, , , trainedMs = 0]) => trainedMs <= after * 3.6e6)
          .map(([, , value]) => value);
        return found.optimum.value - Math.max(found.worst, ...values);
      });
      ok(Math.abs(mean - regrets.reduce((a, b) => a + b) / 3) < 1e-9);
    }
    const [row] = regretTable(found, [40], [10]);
    ok((row?.regretByHours?.[10]?.mean ?? 0) > (row?.regret[40]?.mean ?? 0));
  }).timeout(60_000);

  it("tells how well algorithms predict, on average over the seeds that did", async () => {
    const predictors = [
      { spearman: 0.5, kendall: 0.25 },
      undefined,
      { spearman: 1, kendall: 0.75 },
    ];
    let run = 0;
    const predicting = playing((listener) => {
      const predictor = predictors[run];
      const trace = { seed: run + 1, evaluations: 40, incumbents: [[1, 0]] };
      listener({ type: "trace", run: run++, trace: { ...trace, ...(predictor && { predictor }) } });
    });
    const entrants = [{ name: "bananas", parameters: {} }];
    const found = await compare(exampleBenchmark, { ...request, entrants }, predicting);
    ok(found && !("refusal" in found));
    deepEqual(regretTable(found, [40])[0]?.predictor, { spearman: 0.75, kendall: 0.5 });
  });

  it("says which algorithm needs more than the budget", async () => {
    const entrants = [{ name: "exhaustive", parameters: {} }];
    const found = await compare(exampleBenchmark, { ...request, entrants, seeds: 1 }, crew());
    ok(found && !("refusal" in found));
    match(found.notes.join(), /`exhaustive` needs 91,125 evaluations; with a budget of 40/);
  }).timeout(60_000);

  it("is none once it is cancelled", async () => {
    const cancellation = new AbortController();
    const cancel = playing(() => cancellation.abort());
    equal(
      await compare(exampleBenchmark, request, { ...cancel, signal: cancellation.signal }),
      undefined,
    );
    equal(
      await compare(exampleBenchmark, request, crew({ signal: cancellation.signal })),
      undefined,
    );
  });

  it("is none where a run fails or a worker dies", async () => {
    const failing = playing((listener) => listener({ type: "failed", message: "out of memory" }));
    await rejects(compare(exampleBenchmark, request, failing), /out of memory/);
    await rejects(
      compare(
        exampleBenchmark,
        request,
        playing((_, died) => died()),
      ),
      /exit code 1/,
    );
  });

  const holed: Benchmark = {
    ...exampleBenchmark,
    columns: exampleBenchmark.columns.map((column) => ({
      ...column,
      values: column.values.map((value, index) => (index < 5 ? Number.NaN : value)),
    })),
  };
  const { space } = exampleBenchmark;
  const large = { ...space, stages: [...space.stages, ...space.stages] };
  const refused: Record<string, [Benchmark, Partial<ComparisonRequest>, RegExp]> = {
    "an algorithm that does not exist": [
      exampleBenchmark,
      { entrants: [{ name: "radom", parameters: {} }] },
      /no algorithm `radom`. Did you mean `random`/,
    ],
    "a parameter out of range": [
      exampleBenchmark,
      { entrants: [{ name: "regularized-evolution", parameters: { population: 1 } }] },
      /`population` of `regularized-evolution` must be/,
    ],
    "a metric that the benchmark lacks": [
      exampleBenchmark,
      { objectives: [{ direction: "maximize", metric: "val_accuracy" }] },
      /has no `val_accuracy`/,
    ],
    "a budget of 0": [exampleBenchmark, { budget: 0 }, /1 at least; it is 0/],
    "a regret beyond the budget": [
      exampleBenchmark,
      { at: [10, 41] },
      /no regret after 41 evaluations: the budget is 40/,
    ],
    "a regret beyond the space": [
      exampleBenchmark,
      { budget: 100_000, at: [95_000] },
      /the budget is 91,125/,
    ],
    "a metric that is not known everywhere": [holed, {}, /not known for 5 of the 91,125 networks/],
    "a space that is too large to look at": [
      { ...exampleBenchmark, space: large },
      {},
      /too many networks to look at all/,
    ],
    "three objectives": [
      exampleBenchmark,
      {
        objectives: ["accuracy", "flops", "params"].map((metric) => ({
          direction: "minimize",
          metric,
        })),
      },
      /by one objective or by two/,
    ],
    "no algorithm": [exampleBenchmark, { entrants: [] }, /no algorithm to compare/],
    "a constraint that nothing meets": [
      exampleBenchmark,
      { subjectTo: "params <= 1 K" },
      /No network of `blox` meets `params <= 1 K`/,
    ],
    "hours of training that are not known": [
      exampleBenchmark,
      { atHours: [1] },
      /has no `train_time`/,
    ],
    "a seed that is not there": [
      exampleBenchmark,
      { observation: "seed 1" },
      /No training here has a seed/,
    ],
  };
  for (const [what, [benchmark, changes, message]] of Object.entries(refused)) {
    it(`refuses ${what}, before a worker starts`, async () => {
      const found = await compare(
        benchmark,
        { ...request, ...changes },
        playing(() => ok(false)),
      );
      ok(found && "refusal" in found);
      match(found.refusal, message);
    });
  }

  it("adds up blocks alike for each seed, and says where that was a tabular proxy", async () => {
    const entrants = ["lana", "dna"].map((name) => ({ name, parameters: {} }));
    const comparison = await compare(
      exampleBenchmark,
      { ...request, entrants, budget: 140 },
      crew(),
    );
    ok(comparison && !("refusal" in comparison));
    match(comparison.notes.join(), /`dna` ran on a tabular proxy/);
    for (const { traces } of comparison.algorithms)
      equal(new Set(traces.map(({ incumbents }) => incumbents.at(-1)?.[1])).size, 1);
  });

  it("gives its workers the signatures of blocks", async () => {
    const signatures = exampleBenchmark.space.stages.flatMap((_, stage) =>
      Array.from({ length: 45 }, (_, block) => ({ stage, block, values: Float64Array.of(-block) })),
    );
    const entrants = [{ name: "dna", parameters: {} }];
    const comparison = await compare(
      { ...exampleBenchmark, signatures },
      { ...request, entrants, seeds: 1 },
      crew(),
    );
    ok(comparison && !("refusal" in comparison));
    deepEqual(comparison.algorithms[0]?.traces[0]?.incumbents[0]?.slice(0, 2), [1, 45 ** 3 - 1]);
  });
});

describe("the file of a comparison", () => {
  const trace = { seed: 1, evaluations: 4, incumbents: [] };
  const crewOfOne = playing((listener) => listener({ type: "trace", run: 0, trace }));
  const entrants = request.entrants.slice(0, 1);
  const made = () => compare(exampleBenchmark, { ...request, entrants, seeds: 1 }, crewOfOne);

  it("gives the comparison again, and tells of a run that ended early", async () => {
    const comparison = await made();
    ok(comparison && !("refusal" in comparison));
    deepEqual(readComparison(comparisonText(comparison)), comparison);
    match(comparison.notes.join(), /1 of the 1 runs of `random` ended before the budget/);
  });

  it("is refused where it was cut, changed, or is something else", async () => {
    const comparison = await made();
    ok(comparison && !("refusal" in comparison));
    const text = comparisonText(comparison);
    const cases: [string, RegExp][] = [
      [text.slice(0, -20), /not the whole/],
      [text.replace('"evaluations":4', '"evaluations":5'), /damaged, or was changed/],
      [text.replace("blox-comparison 2", "blox-comparison 1"), /another version/],
      ["{}", /no comparison/],
      ["[]", /no comparison/],
      ["null", /not the whole/],
    ];
    for (const [damaged, message] of cases) {
      const found = readComparison(damaged);
      ok("refusal" in found);
      match(found.refusal, message);
    }
  });
});
