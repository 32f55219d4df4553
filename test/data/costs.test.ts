import assert from "node:assert/strict";
import { architectureAt } from "../../data/architecture";
import { bloxSpace } from "../../data/built-in-spaces";
import { costOfLayers, networkCost, ShapeError, stageCosts, stageShapes } from "../../data/costs";
import { exactColumns } from "../../data/exact-columns";
import type { Layer, Space } from "../../data/space";
import { referenceSpace } from "./reference";

describe("costs of blox", () => {
  const conv = 9;
  const mbconv = 10;
  const bconv = 11;
  const [first] = stageCosts(bloxSpace).stages;

  it("are those of its layers, counted by hand", () => {
    const pixels = 32 * 32;
    assert.deepEqual(first?.blocks[conv], {
      params: 4 * (3 * 3 * 32 * 32 + 32 + 2 * 32),
      // Multiply-accumulates; then bias, batch norm (two) and ReLU on every output.
      flops: 4 * (3 * 3 * 32 * 32 * pixels + (1 + 2 + 1) * 32 * pixels),
      // What a layer reads and what it writes.
      peakActivations: 2 * 32 * pixels,
    });
    assert.deepEqual(first?.blocks[mbconv], {
      params: 2 * (9 * 32 * 64 + 3 * 64 + 2 * (64 * 64 + 64) + 64 * 32 + 3 * 32),
      flops:
        2 *
        ((9 * 32 * 64 + 4 * 64) * pixels +
          (64 * pixels + 2 * (64 * 64 + 64) + 64) +
          (64 * 32 + 4 * 32) * pixels),
      // What the residual adds, and what squeeze-and-excitation reads, multiplies by and writes.
      peakActivations: 32 * pixels + 2 * 64 * pixels + 64,
    });
    const bottleneck = (w: number) => 32 * w + 3 * w + (25 * w + 3 * w) + (w * 32 + 3 * 32);
    assert.equal(
      first?.blocks[bconv]?.params,
      2 * (bottleneck(16) + bottleneck(32) + bottleneck(64)),
    );
  });

  it("span the published range", () => {
    const { params, flops } = exactColumns(bloxSpace);
    const range = (values: Float64Array) => [
      values.reduce((a, b) => Math.min(a, b)),
      values.reduce((a, b) => Math.max(a, b)),
    ];
    assert.deepEqual(range(flops), [108_811_364, 305_711_460]);
    assert.deepEqual(range(params), [1_717_636, 3_784_036]);
  });

  it("halve the size and double the channels from stage to stage", () => {
    const size = (channels: number, side: number) => ({ channels, height: side, width: side });
    assert.deepEqual(
      stageShapes(bloxSpace).map(({ input, blockOutput, output }) => [input, blockOutput, output]),
      [
        [size(32, 32), size(32, 32), size(64, 16)],
        [size(64, 16), size(64, 16), size(128, 8)],
        [size(128, 8), size(128, 8), size(256, 4)],
      ],
    );
  });

  it("are a network's the same as its row of the columns", () => {
    const { params, flops, peakActivations } = exactColumns(bloxSpace);
    for (const index of [0, 44, 45, 2025, 50_000, 91_124])
      assert.deepEqual(networkCost(bloxSpace, architectureAt(bloxSpace, index)), {
        params: params[index],
        flops: flops[index],
        peakActivations: peakActivations[index],
      });
  });

  it("equal the reference for all networks", function () {
    const reference = referenceSpace();
    if (!reference) return this.skip();
    const { params, flops } = exactColumns(bloxSpace);
    assert.equal(params.length, reference.length);
    for (const [index, network] of reference.entries())
      if (params[index] !== network.params || flops[index] !== network.flops)
        assert.fail(`network ${index}: ${params[index]} parameters, ${flops[index]} FLOPs`);
  });

  it("refuse a block that is not there", () => {
    assert.throws(() => networkCost(bloxSpace, [0, 45, 0]), /index of a block, 0 to 44: 45/);
  });
});

describe("costs of layers", () => {
  const input = { channels: 4, height: 8, width: 8 };
  const conv: Layer = {
    kind: "conv",
    kernel: 3,
    out: { timesInput: 2 },
    stride: 2,
    padding: "same",
    depthwise: false,
    bias: false,
  };

  it("count multiply-accumulates alone where the space says so", () => {
    const macs: Space = { ...bloxSpace, flopsConvention: "macs" };
    const cost = costOfLayers([conv, { kind: "batch-norm" }, { kind: "relu" }], input, macs);
    assert.deepEqual(cost.output, { channels: 8, height: 4, width: 4 });
    assert.equal(cost.flops, 9 * 4 * 8 * 4 * 4);
    assert.equal(cost.params, 9 * 4 * 8 + 2 * 8);
  });

  it("are listed in order of execution, repetitions written out", () => {
    const layers: Layer[] = [{ kind: "repeat", times: 2, layers: [{ kind: "relu" }] }, conv];
    assert.deepEqual(
      costOfLayers(layers, input, bloxSpace).layers.map(({ layer }) => layer.kind),
      ["relu", "relu", "conv"],
    );
  });

  it("say which shapes do not fit", () => {
    const residual: Layer = { kind: "residual", layers: [conv] };
    assert.throws(() => costOfLayers([residual], input, bloxSpace), {
      name: ShapeError.name,
      message: "a residual cannot add 4×8×8 and 8×4×4",
    });
    const valid: Layer = { ...conv, kernel: 9, padding: "valid", stride: 1 };
    assert.throws(() => costOfLayers([valid], input, bloxSpace), ShapeError);
  });
});
