import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { architectureAt, indexOf, networkCount } from "../../data/architecture";
import { blocksOf } from "../../data/blocks";
import { bloxSpace, builtInSpaceText, digitsSpace, findSpace } from "../../data/built-in-spaces";
import { networkCost, stageShapes } from "../../data/costs";
import { exactColumns } from "../../data/exact-columns";
import { pytorchModule } from "../../data/pytorch/pytorch-module";
import type { Shape } from "../../data/space";
import { shared } from "../shared";
import { pythonWithTorch } from "./pytorch/python-with-torch";

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

describe("the built-in space blox-digits", () => {
  it("has 2,025 networks: two stages, each with one of the blocks of blox", () => {
    assert.equal(findSpace("blox-digits"), digitsSpace);
    assert.equal(networkCount(digitsSpace), 2025);
    const expressions = blocksOf(bloxSpace, 0).map(({ expression }) => expression);
    assert.equal(expressions.length, 45);
    for (const stage of [0, 1]) {
      assert.deepEqual(
        blocksOf(digitsSpace, stage).map(({ expression }) => expression),
        expressions,
      );
    }
    const { input, classes, dataset } = digitsSpace;
    assert.deepEqual(
      [input.channels, input.height, input.width, classes, dataset],
      [1, 8, 8, 10, "UCI optical digits"],
    );
  });

  it("halves and doubles behind each stage", () => {
    assert.deepEqual(
      stageShapes(digitsSpace).map(({ input, output }) => [shapeOf(input), shapeOf(output)]),
      [
        ["8×8×8", "16×4×4"],
        ["16×4×4", "32×2×2"],
      ],
    );
  });

  it("has the parameters and FLOPs that are counted by hand", () => {
    const conv = (kernel: number, from: number, to: number) => kernel ** 2 * from * to + to;
    const bn = (channels: number) => 2 * channels;
    const reduction = (c: number) =>
      conv(3, c, 2 * c) + conv(3, 2 * c, 2 * c) + conv(2, c, 2 * c) + 3 * bn(2 * c);
    const fixed = conv(3, 1, 8) + bn(8) + reduction(8) + reduction(16) + conv(1, 32, 10);
    const block = (c: number) => 4 * (conv(3, c, c) + bn(c));
    const convolutions = networkCost(digitsSpace, architectureOf("conv", "conv"));
    assert.equal(convolutions.params, fixed + block(8) + block(16));
    // Another four convolutions in the first stage.
    const longer = networkCost(digitsSpace, architectureOf("conv -> conv", "conv"));
    assert.equal(longer.params - convolutions.params, block(8));

    // A multiply-accumulate for each weight and an addition for each bias, at each pixel; two operations
    // of the batch norm and one of the ReLU for each element.
    const unit = (kernel: number, from: number, to: number, pixels: number) =>
      pixels * (conv(kernel, from, to) + 2 * to + to);
    const reduced = (c: number, pixels: number) =>
      unit(3, c, 2 * c, pixels) + unit(3, 2 * c, 2 * c, pixels) + unit(2, c, 2 * c, pixels);
    assert.equal(
      convolutions.flops,
      unit(3, 1, 8, 64) +
        4 * unit(3, 8, 8, 64) +
        reduced(8, 16) +
        4 * unit(3, 16, 16, 16) +
        reduced(16, 4) +
        // The global pool sees every element once.
        32 * 4 +
        conv(1, 32, 10),
    );
  });

  it("has the parameters that torch counts, where that is installed", function () {
    this.timeout(60_000);
    const python = pythonWithTorch();
    if (!python) return this.skip();
    const folder = mkdtempSync(join(tmpdir(), "blox-digits-"));
    after(() => rmSync(folder, { recursive: true, force: true }));
    const networks = [0, 404, 1012, 1500, 2024];
    for (const index of networks) {
      const name = `network_${index}`;
      const { text } = pytorchModule(digitsSpace, architectureAt(digitsSpace, index), name);
      writeFileSync(join(folder, `${name}.py`), text);
    }
    const counts = execFileSync(
      python,
      [
        "-c",
        `import importlib
for index in ${JSON.stringify(networks)}:
    module = importlib.import_module(f"network_{index}")
    network = getattr(module, f"Network{index}")()
    print(sum(p.numel() for p in network.parameters()))`,
      ],
      { cwd: folder, encoding: "utf8" },
    );
    const { params } = exactColumns(digitsSpace);
    assert.deepEqual(
      counts.trimEnd().split("\n").map(Number),
      networks.map((index) => params[index]),
    );
  });

  it("extends blox in its text", () => {
    assert.match(builtInSpaceText("blox-digits") ?? "", /^space blox-digits extends blox \{$/m);
  });
});

function architectureOf(...expressions: readonly string[]): readonly number[] {
  return expressions.map((wanted, stage) =>
    blocksOf(digitsSpace, stage).findIndex(({ expression }) => expression === wanted),
  );
}

function shapeOf({ channels, height, width }: Shape): string {
  return `${channels}×${height}×${width}`;
}
