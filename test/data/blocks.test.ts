import assert from "node:assert/strict";
import { blocksOf } from "../../data/blocks";
import { bloxSpace, findSpace } from "../../data/built-in-spaces";

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
