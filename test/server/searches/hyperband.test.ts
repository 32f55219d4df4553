import assert from "node:assert/strict";
import { trainingTime } from "../../../data/metrics";
import { traceOf } from "../../../server/comparison/trace";
import type { SearchSpec } from "../../../server/messages";
import { isPartial, networkOf } from "../../../server/searches/algorithm";
import { brackets, hyperband } from "../../../server/searches/hyperband";
import { seededRandom } from "../../../server/searches/random-source";
import { runSearch } from "../../../server/searches/run-search";
import { proposalsOf } from "../../../server/searches/scalarised";
import { checkSpec } from "../../../server/searches/search-spec";
import type { SearchedColumns } from "../../../server/searches/searched-columns";
import { exampleBenchmark, exampleSpec } from "./example-benchmark";
import { problemOf } from "./example-problem";

const epochs = 9;
const networks = 91_125;

/** Percent, in whole hundredths: they grow to what the network is worth, in some faster than in others. */
function grown(network: number, epoch: number): number {
  const whole = accuracies?.[network] ?? 0;
  const speed = 0.2 + (network % 7) / 7;
  return Math.round(100 * whole * (1 - Math.exp(-speed * epoch))) / 100;
}

const accuracies = exampleBenchmark.columns[0]?.values;
const hundredths = new Uint16Array(networks * epochs);
for (let network = 0; network < networks; network++)
  for (let epoch = 1; epoch <= epochs; epoch++)
    hundredths[network * epochs + epoch - 1] = Math.round(100 * grown(network, epoch));

const trainTimes = Float64Array.from({ length: networks }, (_, network) => 1000 + network);
const benchmark: SearchedColumns = {
  ...exampleBenchmark,
  columns: [
    ...exampleBenchmark.columns,
    { metric: trainingTime, provenance: "measured", source: "", values: trainTimes },
  ],
  curves: { epochs, hundredths },
};

const spec = (changes: Partial<SearchSpec> = {}) =>
  exampleSpec({ algorithm: "hyperband", budget: 40, ...changes });
const preset = () => 3;

/** What a proposal is: which network, by its choices, and how far it is to be trained. */
interface Proposed {
  readonly network: string;
  readonly choices: readonly number[];
  readonly epochs: number;
}

/** The first proposals, each of which is worth, the lower the better, what a function says. */
function proposed(
  count: number,
  worth: (choices: readonly number[], epochs: number) => number,
  choices = [45, 45, 45],
): Proposed[] {
  const run = hyperband.run({ ...problemOf(choices), epochs }, seededRandom(1), preset);
  const evaluation = { objectives: new Float64Array(1), breach: 0 };
  return Array.from({ length: count }, () => {
    const { value } = run.next(evaluation);
    assert.ok(value);
    const of = Array.from(networkOf(value));
    const until = isPartial(value) ? value.epochs : epochs;
    evaluation.objectives[0] = worth(of, until);
    return { network: of.join(), choices: of, epochs: until };
  });
}

describe("hyperband", () => {
  it("has the brackets of the source's algorithm 1, of whole epochs", () => {
    const shape = (epochs: number, eta: number) =>
      brackets(epochs, eta).map((rungs) =>
        rungs.map(({ networks, epochs }) => `${networks}×${epochs}`).join(" "),
      );
    // As mlr3hyperband documents them for 8 and 2.
    assert.deepEqual(shape(8, 2), ["8×1 4×2 2×4 1×8", "6×2 3×4 1×8", "4×4 2×8", "4×8"]);
    assert.deepEqual(shape(81, 3), [
      "81×1 27×3 9×9 3×27 1×81",
      "34×3 11×9 3×27 1×81",
      "15×9 5×27 1×81",
      "8×27 2×81",
      "5×81",
    ]);
    assert.equal(shape(200, 3)[0], "81×2 27×7 9×22 3×66 1×200");
    assert.deepEqual(shape(1, 3), ["1×1"]);
  });

  it("trains on the best third of each rung, by what they show there", () => {
    // Who is ahead changes from epoch to epoch.
    const worth = (choices: readonly number[], epochs: number) =>
      Math.sin(choices.reduce((sum, choice) => sum * 45 + choice, epochs));
    // 9 × 1, 3 × 3, 1 × 9; 5 × 3, 1 × 9; 3 × 9; and again.
    const all = proposed(22, worth);
    assert.deepEqual(
      all.map(({ epochs }) => epochs),
      [...Array(9).fill(1), 3, 3, 3, 9, ...Array(5).fill(3), 9, 9, 9, 9],
    );
    const best = (some: readonly Proposed[], count: number) =>
      [...some]
        .sort((a, b) => worth(a.choices, a.epochs) - worth(b.choices, b.epochs))
        .slice(0, count)
        .map(({ network }) => network);
    const names = (some: readonly Proposed[]) => some.map(({ network }) => network);
    assert.deepEqual(names(all.slice(9, 12)), best(all.slice(0, 9), 3));
    assert.deepEqual(names(all.slice(12, 13)), best(all.slice(9, 12), 1));
    assert.deepEqual(names(all.slice(18, 19)), best(all.slice(13, 18), 1));
    assert.equal(new Set(names(all.slice(19))).size, 3);
  });

  /** The same run, counted by hand: what is charged, what is evaluated, how long it takes to train. */
  function counted(budget: number) {
    const reached = new Map<number, number>();
    const evaluated: number[] = [];
    let [charged, trainedMs] = [0, 0];
    const indexOf = (choices: readonly number[]) =>
      choices.reduce((sum, choice, stage) => sum + choice * 45 ** stage, 0);
    const worth = (choices: readonly number[], until: number) => {
      const network = indexOf(choices);
      return -(until < epochs ? grown(network, until) : (accuracies?.[network] ?? 0));
    };
    for (const { choices, epochs: until } of proposed(40 * budget, worth)) {
      const network = indexOf(choices);
      const added = Math.max(0, until - (reached.get(network) ?? 0));
      if (charged + added > budget * epochs) break;
      charged += added;
      trainedMs += ((trainTimes[network] ?? 0) * added) / epochs;
      if (added > 0 && until === epochs) evaluated.push(network);
      reached.set(network, Math.max(until, reached.get(network) ?? 0));
    }
    return { evaluations: charged / epochs, evaluated, trainedMs, partial: reached.size };
  }

  it("is charged for the epochs that it adds, and shows only networks trained to the end", async () => {
    const expected = counted(40);
    const result = await runSearch(benchmark, spec(), {
      now: () => 0,
      pause: () => Promise.resolve(),
      signal: { aborted: false },
    });
    assert.equal(result.outcome, "finished");
    assert.equal(result.evaluations, Number(expected.evaluations.toFixed(2)));
    assert.ok(result.evaluations <= 40 && result.evaluations > 39);
    assert.deepEqual(result.evaluated, expected.evaluated);
    assert.ok(expected.partial > 2 * result.evaluated.length);
    for (const { index } of result.best) assert.ok(result.evaluated.includes(index));
    assert.match(result.notes.join(), /networks were trained to the end, which together cost/);

    // Half of the training time of 40 evaluations ends it earlier.
    const hours = expected.trainedMs / 2 / 3.6e6;
    const cut = await runSearch(benchmark, spec({ gpuHours: hours }), {
      now: () => 0,
      pause: () => Promise.resolve(),
      signal: { aborted: false },
    });
    assert.ok(cut.evaluations < result.evaluations * 0.75, `${cut.evaluations}`);
    assert.deepEqual(cut.evaluated, expected.evaluated.slice(0, cut.evaluated.length));
  });

  it("is charged so in a comparison", () => {
    const search = checkSpec(benchmark, spec());
    assert.ok(!("refusal" in search));
    const expected = counted(40);
    const trace = traceOf(benchmark, search, false);
    assert.equal(trace.evaluations, expected.evaluations);
    assert.ok(Math.abs((trace.trainedMs ?? 0) - expected.trainedMs) < 1e-6);
    const best = expected.evaluated.reduce((a, b) =>
      (accuracies?.[b] ?? 0) > (accuracies?.[a] ?? 0) ? b : a,
    );
    assert.equal(trace.incumbents.at(-1)?.[1], best);
    assert.ok(trace.incumbents.every(([, network]) => expected.evaluated.includes(network)));
  });

  it("comes to whole trainings where several objectives are joined", () => {
    // Of 200 epochs: its first bracket has more proposals than others get under the same weights.
    const problem = { ...problemOf([45, 45, 45], 2), epochs: 200 };
    const run = proposalsOf(hyperband, problem, seededRandom(1), preset);
    const evaluation = { objectives: new Float64Array(2), breach: 0 };
    const all = Array.from({ length: 20 + 121 }, () => run.next(evaluation).value ?? []);
    const isWhole = all.map((proposal) => !isPartial(proposal));
    // The random networks that show the ranges, and the end of the bracket.
    assert.deepEqual(isWhole, [...Array(20).fill(true), ...Array(120).fill(false), true]);
  });

  it("does not see through its curves how a constraint on accuracy ends", () => {
    const search = checkSpec(benchmark, spec({ subjectTo: "accuracy >= 72, params <= 3 M" }));
    assert.ok(!("refusal" in search));
    const candidate = { index: 0, objectives: new Float64Array(1), breach: 0 };
    const cheap = accuracies?.findIndex(
      (value, network) =>
        value < 72 && (exampleBenchmark.columns[1]?.values[network] ?? 0) <= 3_000_000,
    );
    search.lookUpPartial?.(cheap ?? -1, 2, candidate);
    assert.deepEqual([candidate.objectives[0], candidate.breach], [-grown(cheap ?? -1, 2), 0]);
  });

  it("says how many evaluations its first bracket takes", () => {
    const search = checkSpec(benchmark, spec({ budget: 2 }));
    assert.ok(!("refusal" in search));
    // 9 · 1 + 3 · 2 + 1 · 6 epochs of 9.
    assert.match(search.notes.join(), /`hyperband` needs 3 evaluations; with a budget of 2/);
  });

  it("says of how many networks there are curves, where it is not all", () => {
    const holed = hundredths.slice().fill(0xffff, 0, 5 * epochs);
    const notes = (of: Uint16Array<ArrayBuffer>) => {
      const search = checkSpec({ ...benchmark, curves: { epochs, hundredths: of } }, spec());
      assert.ok(!("refusal" in search));
      return search.notes.join();
    };
    assert.match(notes(holed), /curves are known for 91,120 of the 91,125 networks/);
    assert.doesNotMatch(notes(hundredths), /curves are known/);
  });

  it("is refused without curves, and where they say nothing of the objectives", () => {
    const refusals: [SearchedColumns, Partial<SearchSpec>, RegExp][] = [
      [exampleBenchmark, {}, /needs validation curves.*the example benchmark has none. Import/],
      [
        benchmark,
        { objectives: [{ direction: "minimize", metric: "flops" }] },
        /one objective must be `accuracy` or `val_accuracy`/,
      ],
    ];
    for (const [of, changes, message] of refusals) {
      const found = checkSpec(of, spec(changes));
      assert.ok("refusal" in found);
      assert.match(found.refusal, message);
    }
  });
});
