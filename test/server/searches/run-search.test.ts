import assert from "node:assert/strict";
import type { MetricColumn } from "../../../data/benchmark";
import type { Objective, SearchProgress, SearchSpec } from "../../../server/messages";
import { runSearch, type Surroundings } from "../../../server/searches/run-search";
import { exampleBenchmark, exampleSpec } from "./example-benchmark";

const maximize = (metric: string): Objective => ({ direction: "maximize", metric });
const minimize = (metric: string): Objective => ({ direction: "minimize", metric });

function run(changes: Partial<SearchSpec>, surroundings: Partial<Surroundings> = {}) {
  return runSearch(exampleBenchmark, exampleSpec(changes), {
    now: () => performance.now(),
    pause: () => Promise.resolve(),
    signal: { aborted: false },
    ...surroundings,
  });
}

const all = Array.from({ length: 91_125 }, (_, index) => index);

function value(metric: string, index: number): number {
  const column = exampleBenchmark.columns.find((column) => column.metric.name === metric);
  return column?.values[index] ?? Number.NaN;
}

describe("a search", () => {
  for (const algorithm of ["random", "regularized-evolution"]) {
    it(`${algorithm}: the same seed gives the same networks, another seed others`, async () => {
      const { elapsedMs: _, ...once } = await run({ algorithm, budget: 2000, seed: 5 });
      const { elapsedMs: __, ...again } = await run({ algorithm, budget: 2000, seed: 5 });
      assert.equal(once.outcome, "finished");
      assert.equal(once.evaluations, 2000);
      assert.equal(new Set(once.evaluated).size, 2000);
      assert.deepEqual(again, once);
      const other = await run({ algorithm, budget: 2000, seed: 6 });
      assert.notDeepEqual(other.evaluated, once.evaluated);
    });
  }

  it("random: covers the space", async () => {
    const { evaluated } = await run({ budget: 91_125 });
    assert.deepEqual(Uint32Array.from(evaluated).sort(), Uint32Array.from(all));
  });

  it("exhaustive: finds the twenty best, ties by FLOPs and then by index", async () => {
    const best = await run({
      algorithm: "exhaustive",
      objectives: [minimize("params")],
      budget: 91_125,
    });
    const expected = [...all].sort(
      (a, b) =>
        value("params", a) - value("params", b) || value("flops", a) - value("flops", b) || a - b,
    );
    assert.deepEqual(
      best.best.map(({ index }) => index),
      expected.slice(0, 20),
    );
  });

  it("lists networks that are equally good by FLOPs, then by index, in whatever order they come", async () => {
    const columns = exampleBenchmark.columns.map((column) =>
      column.metric.name === "accuracy"
        ? { ...column, values: column.values.map(() => 74) }
        : column,
    );
    const { best } = await runSearch(
      { ...exampleBenchmark, columns },
      exampleSpec({ budget: 91_125 }),
      { now: () => 0, pause: () => Promise.resolve(), signal: { aborted: false } },
    );
    const expected = [...all].sort((a, b) => value("flops", a) - value("flops", b) || a - b);
    assert.deepEqual(
      best.map(({ index }) => index),
      expected.slice(0, 20),
    );
  });

  const fronts = [
    [maximize("accuracy"), minimize("flops")],
    [maximize("accuracy"), minimize("params")],
    [minimize("params"), minimize("flops")],
    [maximize("flops"), minimize("params")],
  ] as const;
  for (const [first, second] of fronts) {
    it(`exhaustive: finds the Pareto front of ${first.metric} and ${second.metric}`, async () => {
      const { best } = await run({
        algorithm: "exhaustive",
        objectives: [first, second],
        budget: 91_125,
      });
      const cost = ({ direction, metric }: Objective, index: number) =>
        direction === "minimize" ? value(metric, index) : -value(metric, index);
      // Sorted by one objective, a network is on the front if it lowers the least of the other.
      const sorted = [...all].sort(
        (a, b) =>
          cost(first, a) - cost(first, b) ||
          cost(second, a) - cost(second, b) ||
          value("flops", a) - value("flops", b) ||
          a - b,
      );
      let least = Number.POSITIVE_INFINITY;
      const expected = sorted.filter((index) => {
        const isLower = cost(second, index) < least;
        if (isLower) least = cost(second, index);
        return isLower;
      });
      assert.ok(expected.length > 0);
      assert.deepEqual(
        best.map(({ index }) => index),
        expected,
      );
    });
  }

  it("finds the same front of three objectives in whatever order", async () => {
    const objectives = [maximize("accuracy"), minimize("flops"), minimize("params")];
    const forwards = await run({ algorithm: "exhaustive", objectives, budget: 91_125 });
    const shuffled = await run({ algorithm: "random", objectives, budget: 91_125 });
    assert.deepEqual(shuffled.best, forwards.best);
    assert.ok(forwards.best.length > 10);
  });

  it("regularized-evolution: finds fewer parameters than random at the same budget", async () => {
    const seeds = Array.from({ length: 20 }, (_, seed) => seed);
    const least = async (algorithm: string, seed: number) => {
      const objectives = [minimize("params")];
      const { best } = await run({ algorithm, objectives, budget: 300, seed });
      return value("params", best[0]?.index ?? -1);
    };
    let wins = 0;
    for (const seed of seeds)
      if ((await least("regularized-evolution", seed)) < (await least("random", seed))) wins++;
    // Were they equally good, 17 wins in 20 would come once in 700.
    assert.ok(wins >= 17, `${wins} of 20`);
  });

  it("shows networks that meet the constraints alone, where there are any", async () => {
    for (const algorithm of ["random", "regularized-evolution", "exhaustive"]) {
      const subjectTo = "params <= 2.5 M, flops <= 200 M";
      const { best, evaluated } = await run({ algorithm, subjectTo, budget: 5000 });
      const meets = (index: number) =>
        value("params", index) <= 2.5e6 && value("flops", index) <= 200e6;
      const expected = evaluated
        .filter(meets)
        .sort((a, b) => value("accuracy", b) - value("accuracy", a))
        .slice(0, 20);
      assert.ok(expected.length > 0);
      assert.ok(best.every(({ feasible }) => feasible));
      assert.deepEqual(
        best.map(({ index }) => index),
        expected,
      );
    }
  });

  it("regularized-evolution: comes to meet constraints that random networks do not", async () => {
    const leastParams = Math.min(...(exampleBenchmark.columns[1]?.values ?? []));
    const subjectTo = `params <= ${Math.round(leastParams * 1.02)}`;
    const budget = 1500;
    const found = await run({ algorithm: "regularized-evolution", subjectTo, budget });
    assert.ok(found.best.every(({ feasible }) => feasible));
  });

  it("says so where no evaluated network meets the constraints, and shows the nearest", async () => {
    const leastParams = Math.min(...(exampleBenchmark.columns[1]?.values ?? []));
    const { best, evaluated, notes } = await run({
      subjectTo: `params <= ${leastParams}`,
      budget: 10,
    });
    assert.match(notes.join(), /No evaluated network meets the constraints/);
    assert.ok(best.every(({ feasible }) => !feasible));
    const nearest = [...evaluated].sort((a, b) => value("params", a) - value("params", b));
    assert.equal(best[0]?.index, nearest[0]);
  });

  it("counts the networks that cannot be told apart from the best", async () => {
    const { best, evaluated, notes } = await run({ budget: 1000 });
    const most = value("accuracy", best[0]?.index ?? -1);
    const others = evaluated.filter(
      (index) =>
        index !== best[0]?.index && most - value("accuracy", index) <= 2 * Math.SQRT2 * 0.5,
    );
    assert.match(
      notes.join(),
      new RegExp(`\`accuracy\` is estimated: ${others.length} of the 999 other networks`),
    );
    for (const { index, isTied } of best)
      assert.equal(isTied === true, index !== best[0]?.index && others.includes(index));
    const exact = await run({ objectives: [minimize("params")] });
    assert.deepEqual(exact.notes, []);
    assert.ok(exact.best.every(({ isTied }) => !isTied));
  });

  it("counts them too where the error follows from two trainings", async () => {
    const columns = exampleBenchmark.columns.map((column): MetricColumn => {
      const { standardErrors, ...sure } = column;
      if (!standardErrors) return column;
      // Half a percent to either side of the mean is a standard error of as much.
      const runs = [-0.5, 0.5].map((offset) => ({
        benchmark: "lab",
        conditions: {},
        values: column.values.map((percent) => percent + offset),
      }));
      return { ...sure, provenance: "measured", runs };
    });
    const spec = exampleSpec({ budget: 1000, observe: "mean" });
    const trained = await runSearch({ ...exampleBenchmark, columns }, spec, {
      now: () => 0,
      pause: () => Promise.resolve(),
      signal: { aborted: false },
    });
    const [count] = /\d+ of the 999/.exec((await run({ budget: 1000 })).notes.join()) ?? [];
    assert.match(trained.notes.join(), new RegExp(`is measured: ${count} other networks`));
  });

  it("tells its progress, each network once and in order", async () => {
    const told: SearchProgress[] = [];
    let clock = 0;
    const result = await run(
      { budget: 20_000 },
      { now: () => clock++, onProgress: (progress) => told.push(progress) },
    );
    assert.ok(told.length > 5);
    assert.deepEqual(
      told.flatMap(({ evaluated }) => evaluated),
      result.evaluated,
    );
    assert.deepEqual(told.at(-1)?.best, result.best);
    for (const [place, { elapsedMs }] of told.entries()) {
      const earlier = told[place - 1]?.elapsedMs ?? 0;
      if (place > 0 && place < told.length - 1) assert.ok(elapsedMs - earlier >= 50);
    }
  });

  it("pauses at least every 10 ms by its clock", async () => {
    let clock = 0;
    let paused = 0;
    let longest = 0;
    await run(
      { budget: 20_000 },
      {
        now: () => {
          clock += 0.5;
          return clock;
        },
        pause: async () => {
          longest = Math.max(longest, clock - paused);
          paused = clock;
        },
      },
    );
    assert.ok(longest > 0 && longest <= 10, `${longest} ms`);
  });

  it("keeps what it has found when it is cancelled", async () => {
    const signal = { aborted: false };
    let pauses = 0;
    let clock = 0;
    const result = await run(
      { budget: 91_125 },
      {
        signal,
        now: () => clock++,
        pause: async () => {
          pauses++;
          signal.aborted = pauses === 3;
        },
      },
    );
    assert.equal(result.outcome, "cancelled");
    assert.ok(result.evaluations > 0 && result.evaluations < 91_125);
    assert.equal(result.evaluated.length, result.evaluations);
    const whole = await run({ budget: 91_125 });
    assert.deepEqual(result.evaluated, whole.evaluated.slice(0, result.evaluations));
    assert.equal(result.best.length, 20);
  });

  for (const algorithm of ["random", "regularized-evolution", "exhaustive"]) {
    it(`${algorithm}: chooses among the blocks that it may alone`, async () => {
      const choices = [[3, 17], [8], [0, 1, 2, 44]];
      const { evaluated } = await run({ algorithm, choices, budget: 8 });
      const expected = [3, 17].flatMap((one) =>
        [0, 1, 2, 44].map((three) => one + 45 * 8 + 2025 * three),
      );
      assert.deepEqual(Uint32Array.from(evaluated).sort(), Uint32Array.from(expected).sort());
    });
  }

  it("ends with the network whose training uses the gpu-hours up", async () => {
    const metric = { name: "train_time", title: "Training", unit: "ms", better: "lower" } as const;
    const hours = Float64Array.from(all, (index) => 0.5 + (index % 7) / 4);
    const column = {
      metric,
      provenance: "measured",
      source: "invented for a test",
      values: hours.map((value) => value * 3.6e6),
    } as const;
    const { evaluated, outcome } = await runSearch(
      { ...exampleBenchmark, columns: [...exampleBenchmark.columns, column] },
      exampleSpec({ gpuHours: 40, budget: 91_125 }),
      { now: () => 0, pause: () => Promise.resolve(), signal: { aborted: false } },
    );
    assert.equal(outcome, "finished");
    const spent = (networks: readonly number[]) =>
      networks.reduce((sum, index) => sum + (hours[index] ?? 0), 0);
    assert.ok(spent(evaluated) >= 40);
    assert.ok(spent(evaluated.slice(0, -1)) < 40);
  });

  it("answers a refused specification with the reason", async () => {
    const { outcome, notes, evaluated } = await run({ budget: 0 });
    assert.equal(outcome, "refused");
    assert.match(notes.join(), /budget/);
    assert.deepEqual(evaluated, []);
  });

  it("takes no network for good whose value is not known", async () => {
    const [column] = exampleBenchmark.columns;
    assert.ok(column);
    const values = column.values.map((value, index) => (index % 2 === 0 ? Number.NaN : value));
    const result = await runSearch(
      { ...exampleBenchmark, columns: [{ ...column, values }] },
      exampleSpec({ budget: 100 }),
      { now: () => 0, pause: () => Promise.resolve(), signal: { aborted: false } },
    );
    assert.ok(result.best.every(({ index }) => index % 2 === 1));
    const unknown = result.evaluated.filter((index) => index % 2 === 0).length;
    assert.match(result.notes.join(), new RegExp(`^${unknown} of the evaluated networks lack`));
  });

  it("ends when its algorithm proposes nothing new any more", async () => {
    const { outcome, evaluations, notes } = await run({
      algorithm: "regularized-evolution",
      parameters: { population: 100, sample: 50 },
      objectives: [minimize("params")],
      budget: 91_125,
    });
    assert.equal(outcome, "finished");
    assert.ok(evaluations < 91_125);
    assert.match(notes.join(), /Ended before its budget: the last 10,000 networks/);
  });
});
