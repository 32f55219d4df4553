import assert from "node:assert/strict";
import { architectureAt, indexOf, networkCount } from "../../data/architecture";
import { type MetricColumn, numberAt } from "../../data/benchmark";
import { networkCost } from "../../data/costs";
import { exactBenchmark } from "../../data/exact-benchmark";
import { accuracy } from "../../data/metrics";
import type { Benchmarks } from "../../server/benchmarks";
import { completionsOf } from "../../server/completions";
import { holeFillings } from "../../server/features/hole-fillings";
import { hover } from "../../server/features/hover";
import type { FoundNetwork, SearchSpec } from "../../server/messages";
import { problemsOf } from "../../server/requirements";
import { runSearch } from "../../server/searches/run-search";
import { presentNetwork } from "../../server/suggestions/present-network";
import { safePath } from "../../server/suggestions/safe-path";
import { twoBlocks } from "../../server/suggestions/two-blocks";
import { marked, modelOf } from "./marked-text";
import { largeSpace } from "./searches/large-space";

/** 4,096 chains in each of three stages: more networks than anyone can look at. */
const space = largeSpace;
const open = (requirement: string) => `${space}
network ‸open {
  space large
  stage 1: ?
  stage 2: ?
  stage 3: ?
  ${requirement}
}
`;

const benchmarks: Benchmarks = exactBenchmark;

const hoverText = (text: string) => {
  const { model, cursor } = marked(text);
  const { contents } = hover(model, cursor, benchmarks) ?? {};
  return String(Object(contents).value).replaceAll("\u00a0", " ");
};

describe("a space too large to look at each network", () => {
  const large = modelOf(space).spaces.named("large");
  assert.ok(large);

  it("says how many it has, and computes what it is asked for", () => {
    assert.equal(networkCount(large), 4096 ** 3);
    const architecture = [7, 4095, 1234];
    const index = indexOf(large, architecture);
    assert.deepEqual(architectureAt(large, index), architecture);
    const [params] = exactBenchmark(large).columns;
    assert.ok(params);
    assert.equal(numberAt(params, index), networkCost(large, architecture).params);
    assert.match(hoverText(space.replace("large", "lar‸ge")), /6\.9·10¹⁰ networks.*4,096 blocks/);
  });

  it("answers holes by a sample, and says so", () => {
    const shown = hoverText(open("require params <= 100 K"));
    assert.match(shown, /6\.9·10¹⁰ ways to fill its holes, too many to look at each/);
    assert.match(shown, /Of 10,000 drawn at random, of which [\d,]+ meet every requirement/);
    const { model } = marked(open(""));
    const [network] = model.networks;
    assert.ok(network);
    const [filling] = holeFillings(model, network, benchmarks);
    assert.match(filling?.title ?? "", /of 10,000 drawn at random/);
  });

  it("draws the same sample each time, within what the space can give", () => {
    const all = Array.from({ length: 3 }, () => Array.from({ length: 4096 }, (_, block) => block));
    const once = completionsOf(exactBenchmark(large), all, []);
    assert.deepEqual(completionsOf(exactBenchmark(large), all, []), once);
    const [params] = once.metrics;
    const extreme = (operation: number) =>
      networkCost(large, new Array(3).fill(operation * ((4 ** 6 - 1) / 3))).params;
    assert.ok(params && params.lowest >= extreme(0));
    assert.ok(params.highest <= Math.max(extreme(1), extreme(2), extreme(3)));
  });

  it("does not call a requirement broken that only a sample breaks", () => {
    const { model } = marked(open("require params <= 6 K"));
    assert.deepEqual(problemsOf(model, benchmarks), []);
  });

  const spec: SearchSpec = {
    space: "large",
    algorithm: "regularized-evolution",
    parameters: {},
    objectives: [{ metric: "flops", direction: "minimize" }],
    subjectTo: "params >= 200 K",
    budget: 2000,
    seed: 1,
  };
  const world = { now: () => 0, pause: async () => {}, signal: { aborted: false } };

  it("is searched operation by operation", async () => {
    const result = await runSearch(exactBenchmark(large), spec, world);
    assert.equal(result.outcome, "finished", result.notes.join(" "));
    assert.equal(result.evaluations, 2000);
    const [best] = result.best;
    assert.ok(best?.feasible);
    const random = await runSearch(exactBenchmark(large), { ...spec, algorithm: "random" }, world);
    const flopsOf = (found: FoundNetwork | undefined) =>
      found?.values.find(({ metric }) => metric === "flops")?.value ?? Number.NaN;
    assert.ok(flopsOf(best) < flopsOf(random.best[0]));
  });

  it("has replacements of two blocks, but no path through all of it", () => {
    const exact = exactBenchmark(large);
    const invented: MetricColumn = {
      metric: accuracy,
      provenance: "estimated",
      source: "invented for a test",
      values: new Float64Array(),
      compute: (index) => index % 7,
    };
    const benchmark = { ...exact, columns: [invented, ...exact.columns] };
    const present = presentNetwork("far", [7, 4095, 1234], benchmark, []);
    const pairs = twoBlocks(present);
    assert.ok("best" in pairs);
    assert.equal(pairs.best.length, 20);
    // Of its 18 operations any two, each by one of the 3 others.
    assert.match(pairs.sentence, /20 most accurate of the 1,377 replacements/);
    assert.deepEqual(safePath(present), {
      refusal:
        "`large` has 68,719,476,736 networks, more than the 1,048,576 among which a path is looked for: replace one block or two, or run a search.",
    });
    const unknown = twoBlocks({ ...present, benchmark: exact });
    assert.match(
      "refusal" in unknown ? unknown.refusal : "",
      /^No accuracy is known of any network/,
    );
  });

  it("is not gone through one by one", async () => {
    const result = await runSearch(
      exactBenchmark(large),
      { ...spec, algorithm: "exhaustive" },
      world,
    );
    assert.match(result.notes.join(" "), /needs 68,719,476,736 evaluations/);
  });
});
