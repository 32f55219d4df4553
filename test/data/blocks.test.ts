import assert from "node:assert/strict";
import { matchBlock } from "../../data/block-graph";
import { blockCount, blocksOf } from "../../data/blocks";
import { bloxSpace, findSpace } from "../../data/built-in-spaces";
import { canonicalForm } from "../../data/graph-canonical-form";
import type { Space } from "../../data/space";
import { topologies } from "../../data/topologies";

describe("blocks of blox", () => {
  const blocks = blocksOf(bloxSpace, 0);

  it("are 45, in the order of the published index", () => {
    const counts = new Map<string, number>();
    for (const { topology } of blocks)
      counts.set(topology.name, (counts.get(topology.name) ?? 0) + 1);
    assert.deepEqual(
      [...counts],
      [
        ["ST2", 9],
        ["ST1", 3],
        ["ST3", 9],
        ["ST4", 9],
        ["ST6", 6],
        ["ST5", 9],
      ],
    );
    assert.deepEqual(
      blocks.map(({ index }) => index),
      [...blocks.keys()],
    );
  });

  it("count the first operation fastest", () => {
    assert.deepEqual(
      blocks.slice(0, 13).map(({ expression }) => expression),
      [
        "conv -> conv",
        "mbconv -> conv",
        "bconv -> conv",
        "conv -> mbconv",
        "mbconv -> mbconv",
        "bconv -> mbconv",
        "conv -> bconv",
        "mbconv -> bconv",
        "bconv -> bconv",
        "conv",
        "mbconv",
        "bconv",
        "st3(conv, conv)",
      ],
    );
  });

  it("hold one order of the two operations of ST6", () => {
    assert.deepEqual(
      blocks.filter(({ topology }) => topology.name === "ST6").map(({ expression }) => expression),
      [
        "conv | conv",
        "conv | mbconv",
        "conv | bconv",
        "mbconv | mbconv",
        "mbconv | bconv",
        "bconv | bconv",
      ],
    );
  });

  it("are computed once", () => assert.equal(blocksOf(bloxSpace, 0), blocks));
});

describe("built-in spaces", () => {
  it("are found by name", () => {
    assert.equal(findSpace("blox"), bloxSpace);
    assert.equal(findSpace("blocks"), undefined);
  });
});

describe("blocks of up to three operations", () => {
  const [stage] = bloxSpace.stages;
  assert.ok(stage);
  const joined = { kind: "joined", topologies: topologies(1, 3) } as const;
  const space: Space = { ...bloxSpace, stages: [{ ...stage, block: joined }] };
  const blocks = blocksOf(space, 0);

  it("are counted without being listed", () => {
    for (const definition of [stage, ...space.stages])
      assert.equal(
        blockCount(space, definition),
        blocksOf({ ...space, stages: [definition] }, 0).length,
      );
    // A chain of `n` operations has `n` cubed orders, a sum of three as many as there are multisets.
    const counted = (operations: number, name: string) => {
      const topology = topologies(1, 3).find((each) => each.name === name);
      const many = Array.from({ length: operations }, (_, place) => ({
        name: `op${place}`,
        documentation: "",
        layers: [],
      }));
      const only = topology ? [topology] : [];
      return blockCount(
        { operations: many },
        { ...stage, block: { kind: "joined", topologies: only } },
      );
    };
    const chain = blocks.find(({ expression }) => expression === "conv -> conv -> conv");
    const sum = blocks.find(({ expression }) => expression === "conv | conv | conv");
    assert.equal(counted(16, chain?.topology.name ?? ""), 16 ** 3);
    assert.equal(counted(16, sum?.topology.name ?? ""), (16 * 17 * 18) / 6);
  });

  it("are each found by their own graph, and by that with its nodes in another order", () => {
    for (const block of blocks) {
      assert.equal(matchBlock(space, 0, block.graph), block, block.expression);
    }
    const written = blocks.find(({ expression }) => expression === "conv | mbconv | bconv");
    const [a, b, c] = written?.graph.nodes ?? [];
    assert.ok(written && a && b && c);
    assert.equal(matchBlock(space, 0, { nodes: [c, a, b], output: [1, 0, 2] }), written);
  });

  it("are the ways to join that are different graphs", () => {
    // A second way of telling graphs apart: their canonical texts.
    const forms = blocks.map(({ graph }) => canonicalForm(graph));
    assert.equal(new Set(forms).size, forms.length);
  });
});
