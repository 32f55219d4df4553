import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { indexOf, networkCount } from "../../data/architecture";
import { blocksOf } from "../../data/blocks";
import { builtInSpaceText, findSpace } from "../../data/built-in-spaces";
import { networkCost, stageShapes } from "../../data/costs";
import { exactColumns } from "../../data/exact-columns";
import { shared } from "../shared";

describe("the built-in space nas-bench-macro", () => {
  const space = findSpace("nas-bench-macro");
  assert.ok(space);

  it("has 6,561 networks: chains of 2, 3 and 3 of three operations", () => {
    assert.equal(networkCount(space), 6561);
    assert.deepEqual(
      space.stages.map((_, stage) => blocksOf(space, stage).length),
      [9, 27, 27],
    );
    assert.equal(blocksOf(space, 1)[5]?.expression, "mb6_k5 -> mb3_k3 -> identity");
  });

  it("halves and doubles in the first layer of each stage", () => {
    assert.deepEqual(
      stageShapes(space).map(({ output }) => [output.channels, output.height]),
      [
        [64, 16],
        [128, 8],
        [256, 4],
      ],
    );
  });

  it("has the parameters and FLOPs of all entries of the published table", function () {
    const file = shared("nas-bench-macro", "nas-bench-macro_cifar10.json");
    if (!file) return this.skip();
    const table: Record<string, { params: number; flops: number }> = JSON.parse(
      readFileSync(file, "utf8"),
    );
    const { params, flops } = exactColumns(space);
    const digits = (text: string) =>
      [...text].reduceRight((value, digit) => 3 * value + Number(digit), 0);
    for (const [key, entry] of Object.entries(table)) {
      const architecture = [key.slice(0, 2), key.slice(2, 5), key.slice(5, 8)].map(digits);
      const index = indexOf(space, architecture);
      assert.deepEqual([key, params[index], flops[index]], [key, entry.params, entry.flops]);
      assert.equal(networkCost(space, architecture).params, entry.params);
    }
    assert.equal(Object.keys(table).length, 6561);
  });

  it("is a text that anyone can read", () => {
    assert.match(builtInSpaceText("nas-bench-macro") ?? "", /op mb3_k3/);
    assert.equal(builtInSpaceText("no such space"), undefined);
  });
});
