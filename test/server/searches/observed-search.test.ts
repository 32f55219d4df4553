import { deepEqual, doesNotMatch, equal, match } from "node:assert/strict";
import { networkCount } from "../../../data/architecture";
import type { Benchmark } from "../../../data/benchmark";
import { bloxSpace } from "../../../data/built-in-spaces";
import { accuracy } from "../../../data/metrics";
import type { Observation } from "../../../server/messages";
import { observationsOf } from "../../../server/searches/observation";
import { runSearch } from "../../../server/searches/run-search";
import { exampleBenchmark, exampleSpec } from "./example-benchmark";

const networks = networkCount(bloxSpace);

/** Seed 7 knows accuracies that rise with the index, seed 9 some that fall twice as fast. */
const values = {
  7: Float64Array.from({ length: networks }, (_, index) => index / networks),
  9: Float64Array.from({ length: networks }, (_, index) => 50 - (2 * index) / networks),
};
const benchmark: Benchmark = {
  ...exampleBenchmark,
  columns: [
    {
      metric: accuracy,
      provenance: "measured",
      source: "invented for a test",
      values: values[7].map((value, index) => (value + (values[9][index] ?? 0)) / 2),
      runs: ([9, 7] as const).map((seed) => ({
        benchmark: "a test's",
        conditions: { seed },
        values: values[seed],
      })),
    },
    ...exampleBenchmark.columns.slice(1),
  ],
};

async function best(observe?: Observation) {
  const spec = exampleSpec({ algorithm: "exhaustive", budget: networks });
  const found = await runSearch(benchmark, observe ? { ...spec, observe } : spec, {
    now: () => 0,
    pause: () => Promise.resolve(),
    signal: { aborted: false },
  });
  return { notes: found.notes, index: found.best[0]?.index, value: found.best[0]?.values[0] };
}

describe("a search among networks that were trained repeatedly", () => {
  it("sees each network's lowest seed, and shows the mean", async () => {
    const { notes, index, value } = await best();
    equal(index, networks - 1);
    equal(value?.value, benchmark.columns[0]?.values[networks - 1]);
    match(
      notes.join("\n"),
      /saw `accuracy` \(seed 7, the lowest\).*`accuracy` \(mean of 2 trainings\) is shown/,
    );
  });

  it("sees the mean or another seed where it is told to", async () => {
    const { index, notes } = await best("mean");
    equal(index, 0);
    doesNotMatch(notes.join("\n"), /The algorithm saw/);
    equal((await best("seed 9")).index, 0);
    equal((await best("seed 7")).index, networks - 1);
  });

  it("is refused where there are no such trainings", async () => {
    match((await best("seed 8")).notes.join(), /The seeds here are 7, 9\./);
  });

  it("can observe what is offered", () => {
    deepEqual(observationsOf(benchmark), ["lowest seed", "mean", "seed 7", "seed 9"]);
    deepEqual(observationsOf(exampleBenchmark), []);
  });
});
