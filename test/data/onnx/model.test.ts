import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { fromBinary } from "@bufbuild/protobuf";
import { architectureAt } from "../../../data/architecture";
import { bloxSpace } from "../../../data/built-in-spaces";
import { networkCost } from "../../../data/costs";
import { onnxModel } from "../../../data/onnx/model";
import { type GraphProto, ModelSchema } from "../../../data/onnx/schema";
import type { Layer, Space } from "../../../data/space";
import { sampleNetworks } from "../../../data/timing/visit-plan";

const { networks } = sampleNetworks(bloxSpace, 20, 7);

describe("a network as an ONNX file", () => {
  it("has as many parameters as the network", () => {
    for (const network of networks) {
      const architecture = architectureAt(bloxSpace, network);
      const learned = graphOf(network).initializer.filter(
        ({ name }) => !name.includes(".running_"),
      );
      const count = learned.reduce((sum, { dims }) => sum + dims.map(Number).reduce(product), 0);
      equal(count, networkCost(bloxSpace, architecture).params, `network ${network}`);
      for (const { name, dims, rawData } of learned)
        equal(rawData.length, 4 * dims.map(Number).reduce(product), name);
    }
  });

  it("reads only what was given before, and reads all of it", () => {
    for (const network of networks) {
      const { node, initializer, input, output } = graphOf(network);
      const given = new Set([...input, ...initializer].map(({ name }) => name));
      const read = new Set(output.map(({ name }) => name));
      for (const each of node) {
        for (const name of each.input) ok(given.has(name), `${each.name} reads ${name}`);
        for (const name of each.input) read.add(name);
        for (const name of each.output) {
          ok(!given.has(name), `${name} is given twice`);
          given.add(name);
        }
      }
      deepEqual(given, read);
    }
  });

  it("names weights by stage, node and layer, as torch does", () => {
    const names = graphOf(0).initializer.map(({ name }) => name);
    for (const name of [
      "stem.conv.weight",
      "stage1.a.0.conv.weight",
      "stage1.b.3.conv.bias",
      "stage3.b.3.bn.running_var",
      "stage2.reduction.0.1.conv.weight",
      "head.2.bias",
    ])
      ok(names.includes(name), `${name} in ${names.join(" ")}`);
    equal(new Set(names).size, names.length);
  });

  it("keeps batch norms and adds up what a block adds up", () => {
    // st5(bconv, bconv) in every stage.
    const { node } = graphOf(91_124);
    const count = (type: string) => node.filter(({ opType }) => opType === type).length;
    const convolutions = 1 + 3 * (2 * 18 + 3);
    equal(count("Conv"), convolutions);
    equal(count("BatchNormalization"), convolutions);
    // 12 residuals, the second node's input, the output, and the reduction, in each stage.
    equal(count("Add"), 3 * (12 + 1 + 1 + 1));
  });

  it("depends on the seed alone", () => {
    const architecture = architectureAt(bloxSpace, 45_562);
    deepEqual(onnxModel(bloxSpace, architecture, 3), onnxModel(bloxSpace, architecture, 3));
    const weight = (seed: number) =>
      Array.from(graphOf(45_562, seed).initializer[0]?.rawData ?? []);
    ok(weight(3).join() !== weight(4).join());
  });

  it("says so where the space has no head, or one that gives something else", () => {
    const headless: Space = { ...bloxSpace, head: [] };
    throws(() => onnxModel(headless, [0, 0, 0], 1), {
      name: "ExportProblem",
      message:
        /^the space `blox` has no head: its networks give 256×4×4, not one value for each of its 100 classes\. /,
    });
    const pooled: Space = { ...bloxSpace, head: [{ kind: "global-average-pool" }] };
    throws(() => onnxModel(pooled, [0, 0, 0], 1), {
      name: "ExportProblem",
      message: /^the head of the space `blox` gives 256×1×1, not one value/,
    });
  });

  it("says so where sizes do not fit", () => {
    const { stem } = bloxSpace;
    const tiny: Space = { ...bloxSpace, stem: [...stem, conv({ kernel: 33, padding: "valid" })] };
    throws(() => onnxModel(tiny, [0, 0, 0], 1), {
      name: "ExportProblem",
      message: /^the sizes of the space `blox` do not fit together: a conv on /,
    });
  });

  it("says so where a stage has no block", () => {
    throws(() => onnxModel(bloxSpace, [0, 0], 1), /a block for each of 3 stages/);
    throws(() => onnxModel(bloxSpace, [0, 0, 45], 1), /index of a block of blox: 45/);
  });
});

const graphs = new Map<string, GraphProto>();

function graphOf(network: number, seed = 1): GraphProto {
  const key = `${network}, ${seed}`;
  const known = graphs.get(key);
  if (known) return known;
  const model = onnxModel(bloxSpace, architectureAt(bloxSpace, network), seed);
  const { graph } = fromBinary(ModelSchema, model);
  if (!graph) throw new Error("the model has no graph");
  graphs.set(key, graph);
  return graph;
}

function conv(
  changes: Partial<Extract<Layer, { kind: "conv" }>>,
): Extract<Layer, { kind: "conv" }> {
  const plain = { kernel: 1, stride: 1, padding: "same", depthwise: false, bias: false } as const;
  return { kind: "conv", ...plain, ...changes };
}

function product(a: number, b: number): number {
  return a * b;
}
