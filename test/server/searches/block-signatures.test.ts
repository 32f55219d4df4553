import assert from "node:assert/strict";
import type { Benchmark } from "../../../data/benchmark";
import { blocksOf } from "../../../data/blocks";
import { findSpace } from "../../../data/built-in-spaces";
import { exactBenchmark } from "../../../data/exact-benchmark";
import type { BlockSignature } from "../../../data/library/measurements";
import type { Space } from "../../../data/space";
import type { SearchSpec } from "../../../server/messages";
import { runSearch } from "../../../server/searches/run-search";
import { exampleBenchmark, exampleSpec } from "./example-benchmark";

function search(benchmark: Benchmark, changes: Partial<SearchSpec>) {
  return runSearch(benchmark, exampleSpec(changes), {
    now: () => 0,
    pause: () => Promise.resolve(),
    signal: { aborted: false },
  });
}

/** Every block with a loss that falls from the first to the last, and a number that says nothing. */
function signaturesOf(space: Space): BlockSignature[] {
  return space.stages.flatMap((_, stage) => {
    const blocks = blocksOf(space, stage);
    return blocks.map(({ index }) => ({
      stage,
      block: index,
      values: Float64Array.of(blocks.length - index, 1),
    }));
  });
}

const signed: Benchmark = {
  ...exampleBenchmark,
  signatures: signaturesOf(exampleBenchmark.space),
};

describe("block signatures in a search", () => {
  it("are all that dna needs: its first network has the least loss", async () => {
    const { evaluated, notes } = await search(signed, { algorithm: "dna", budget: 5 });
    assert.equal(evaluated[0], 45 ** 3 - 1);
    assert.doesNotMatch(notes.join(), /tabular proxy/);
  });

  it("are of the blocks that it may choose among", async () => {
    const choices = [[3, 8], [44, 0], [1]];
    const { evaluated } = await search(signed, { algorithm: "dna", budget: 1, choices });
    assert.deepEqual(evaluated, [8 + 44 * 45 + 1 * 45 ** 2]);
  });

  it("are of whole chains, too, whose operations other searches choose one by one", async () => {
    const space = findSpace("nas-bench-macro");
    assert.ok(space);
    const benchmark = { ...exactBenchmark(space), signatures: signaturesOf(space) };
    const { evaluated, notes } = await search(benchmark, {
      space: space.name,
      algorithm: "dna",
      objectives: [{ direction: "minimize", metric: "flops" }],
      budget: 3,
    });
    assert.equal(evaluated[0], 6560, notes.join(" "));
  });

  it("are what donna fits, with no evaluation beside the networks that it fits them on", async () => {
    const budget = 31;
    const { notes, evaluations } = await search(signed, { algorithm: "donna", budget });
    assert.equal(evaluations, budget);
    assert.doesNotMatch(notes.join(), /needs|tabular proxy/);
  });

  for (const algorithm of ["dna", "donna"]) {
    it(`are missed by ${algorithm}, which says that it ran on a tabular proxy`, async () => {
      const { notes, evaluations } = await search(exampleBenchmark, { algorithm, budget: 200 });
      assert.equal(evaluations, 200);
      assert.match(notes.join(), new RegExp(`\`${algorithm}\` ran on a tabular proxy`));
    });
  }
});

describe("the base network of lana", () => {
  it("is the one of the most FLOPs where it is told so", async () => {
    const space = findSpace("nas-bench-macro");
    assert.ok(space);
    const { evaluated } = await search(exactBenchmark(space), {
      space: space.name,
      algorithm: "lana",
      parameters: { base: 1 },
      objectives: [{ direction: "minimize", metric: "flops" }],
      budget: 1,
    });
    const { columns } = exactBenchmark(space);
    const flops = columns.find(({ metric }) => metric.name === "flops")?.values;
    assert.equal(
      flops?.[evaluated[0] ?? -1],
      flops?.reduce((a, b) => Math.max(a, b)),
    );
  });

  it("has the middle block of each stage", async () => {
    const { evaluated } = await search(exampleBenchmark, { algorithm: "lana", budget: 1 });
    const [base = Number.NaN] = evaluated;
    const flops = exampleBenchmark.columns.find(({ metric }) => metric.name === "flops")?.values;
    for (const stride of [1, 45, 45 ** 2]) {
      const first = base - (Math.floor(base / stride) % 45) * stride;
      const others = Array.from({ length: 45 }, (_, block) => flops?.[first + block * stride] ?? 0);
      const own = flops?.[base] ?? Number.NaN;
      assert.ok(others.filter((value) => value < own).length <= 22);
      assert.ok(others.filter((value) => value > own).length <= 22);
    }
  });
});
