import { deepEqual, equal, match, ok, rejects } from "node:assert/strict";
import type { Benchmark } from "../../../data/benchmark";
import { type ComparisonRequest, compare } from "../../../server/comparison/comparison";
import { comparisonText, readComparison } from "../../../server/comparison/comparison-file";
import type { Crew } from "../../../server/comparison/dealt-runs";
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
