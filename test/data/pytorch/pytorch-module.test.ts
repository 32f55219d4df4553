import { deepEqual, equal, match, ok, throws } from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fromBinary, toBinary } from "@bufbuild/protobuf";
import { architectureAt, networkCount, networkText } from "../../../data/architecture";
import { bloxSpace, findSpace } from "../../../data/built-in-spaces";
import { networkCost } from "../../../data/costs";
import { onnxModel } from "../../../data/onnx/model";
import { ModelSchema, type TensorProto } from "../../../data/onnx/schema";
import { pytorchModule } from "../../../data/pytorch/pytorch-module";
import type { Space } from "../../../data/space";
import { installedOnnxRuntime } from "../../../data/timing/onnxruntime-node";
import { sampleNetworks } from "../../../data/timing/visit-plan";
import { declaredSpace } from "./declared-space";
import { pythonWithTorch } from "./python-with-torch";

/** Every kind of layer, kernels odd and even, padded or not, with all that it may take. */
const allLayers = declaredSpace(
  `
space all-layers {
  input 2 x 13 x 13
  classes 7
  op pools { max-pool 3x3  avg-pool 2x2 stride s  max-pool 4x4  avg-pool 3x3  conv 1x1 out o }
  op nothing { reshape { conv 2x2 out o stride s  bn  max-pool 2x2 } }
  op "mobile 3" {
    residual {
      repeat 3 { conv 1x1 out 3c no-bias  bn  relu }
      dwconv 4x4 stride s no-bias  bn
      squeeze-excite
      conv 1x1 out o
    }
    relu
  }
  op sums {
    sum { conv 2x2 } { dwconv 3x3  bn  relu  conv 1x1 } { repeat 2 { residual { conv 3x3  bn } } }
    reshape { conv 3x3 out o stride s }
    bn
  }
  stem { conv 4x4 out 6 stride 2  relu }
  stage 1 { chain of 3 ops  first out 2c stride 2  reduce { max-pool 2x2 stride 2  bn } }
  stage 2 { chain of 2 ops  first out 24 }
  head { avg-pool 2x2 valid  linear out 9  bn  relu  linear out classes }
}`.replaceAll('\\"', "'"),
);

/** Joined operations, one of which is not there but where it reshapes. */
const joined = declaredSpace(`
space "joined ops" {
  input 3 x 8 x 8
  classes 4
  op plain { residual { repeat 2 { conv 3x3 } } }
  op same { }
  stages 2 { block of 1..3 ops  reduce { sum { conv 2x2 out c stride 2 } { avg-pool 2x2 stride 2 } } }
  head { linear out classes }
}`);

/** What enters the head has the classes as channels; the head has no linear layer. */
const convolutional = declaredSpace(`
space convolutional {
  input 3 x 8 x 8
  classes 5
  op plain { conv 3x3  relu }
  stages 1 { block of 1 ops }
  head { conv 1x1 out classes  global-avg-pool }
}`);

const macro = findSpace("nas-bench-macro");

/** A network in all forms: text, and weights that leave nothing as it is at the start. */
interface Sample {
  readonly space: Space;
  readonly index: number;
}

function samples(space: Space | undefined, count: number, seed: number): readonly Sample[] {
  if (!space) return [];
  const { networks } = sampleNetworks(space, Math.min(count, networkCount(space)), seed);
  return networks.map((index) => ({ space, index }));
}

const all = [
  ...samples(bloxSpace, 12, 3),
  ...samples(macro, 6, 4),
  ...samples(allLayers, 8, 5),
  ...samples(joined, 6, 6),
  ...samples(convolutional, 1, 7),
];

describe("a network as a module of PyTorch", () => {
  const folder = mkdtempSync(join(tmpdir(), "blox-pytorch-"));
  after(() => rmSync(folder, { recursive: true, force: true }));

  it("has as many parameters, the names and, with the same weights, the output of its ONNX file, where torch and onnxruntime are installed", async function () {
    this.timeout(180_000);
    const runtime = installedOnnxRuntime();
    const python = pythonWithTorch();
    if (!runtime || !python) return this.skip();
    const models = all.map(weighted);
    const tasks = all.map(({ space, index }, number) => {
      const { text, className } = pytorchModule(
        space,
        architectureAt(space, index),
        `net ${index}`,
      );
      writeFileSync(join(folder, `sample${number}.py`), text);
      const tensors = models[number]?.initializers ?? [];
      writeFileSync(
        join(folder, `sample${number}.bin`),
        Buffer.concat(tensors.map(({ rawData }) => rawData)),
      );
      const { channels, height, width } = space.input;
      return {
        module: `sample${number}`,
        className,
        tensors: tensors.map(({ name, dims }) => [name, dims.map(Number)]),
        input: [1, channels, height, width],
      };
    });
    writeFileSync(join(folder, "tasks.json"), JSON.stringify(tasks));
    writeFileSync(join(folder, "run_tasks.py"), runTasks);
    const printed = execFileSync(python, ["run_tasks.py"], { cwd: folder, encoding: "utf8" });
    const results: { params: number; names: string[]; output: number[] }[] = JSON.parse(printed);
    equal(results.length, all.length);
    for (const [number, { space, index }] of all.entries()) {
      const about = `network ${index} of ${space.name}`;
      const { params, names, output } = results[number] ?? { params: 0, names: [], output: [] };
      const model = models[number];
      ok(model);
      equal(params, networkCost(space, architectureAt(space, index)).params, about);
      deepEqual(names.sort(), model.initializers.map(({ name }) => name).sort(), about);
      const session = await runtime.InferenceSession.create(model.bytes, {
        executionProviders: ["cpu"],
      });
      const { channels, height, width } = space.input;
      const image = Float32Array.from({ length: channels * height * width }, (_, i) => Math.sin(i));
      const input = new runtime.Tensor("float32", image, [1, channels, height, width]);
      const expected = Array.from((await session.run({ input })).output?.data ?? [], Number);
      await session.release();
      equal(output.length, space.classes, about);
      const scale = Math.max(1, ...expected.map(Math.abs));
      for (const [place, value] of expected.entries())
        ok(
          Math.abs(value - (output[place] ?? Number.NaN)) <= 1e-4 * scale,
          `${about}: ${value}, ${output[place]}`,
        );
    }
  });

  it("says what it is: the network in the language, its size and its number", () => {
    for (const { space, index } of all) {
      const architecture = architectureAt(space, index);
      const { text, className } = pytorchModule(space, architecture, "edge-v2");
      equal(className, "EdgeV2");
      ok(text.includes(`\n${networkText(space, architecture, "edge-v2")}`));
      const { params, flops } = networkCost(space, architecture);
      ok(text.includes(`\n${params.toLocaleString("en-US")} parameters. `));
      ok(text.replaceAll("\n", " ").includes(` ${flops.toLocaleString("en-US")} FLOPs `));
      ok(text.includes(`\n    index = ${index}\n`));
    }
  });

  it("shows how operations are joined, in the equations of the language", () => {
    // st5(bconv, bconv) in every stage.
    const { text } = pytorchModule(bloxSpace, [44, 44, 44], "n");
    const equations = ["a = self.a(x)", "b = self.b(x + a)", "out = b + a"].map((line) =>
      line.split(" = "),
    );
    for (const [name = "", value = ""] of equations) {
      const sorted = (sum: string) =>
        sum
          .replace(/[()]/g, " ")
          .split(/ \+ | /)
          .sort()
          .join();
      const found = text.matchAll(new RegExp(`^ {8}${name} = (.+)$`, "gm"));
      const values = Array.from(found, ([, right = ""]) => sorted(right));
      deepEqual(values, [value, value, value].map(sorted));
    }
  });

  it("defines nothing that the network does not use", () => {
    for (const { space, index } of all) {
      const { text, className } = pytorchModule(space, architectureAt(space, index), "n");
      for (const [, name = ""] of text.matchAll(/^(?:class|def) (\w+)/gm))
        ok(
          name === className || text.split(new RegExp(String.raw`\b${name}\b`)).length > 2,
          `${name} in network ${index} of ${space.name}`,
        );
      for (const [, name = ""] of text.matchAll(/^import (?:\w+$|.* as (\w+)$)/gm))
        ok(name === "" || text.includes(`${name}.`));
    }
  });

  it("has lines that formatters leave alone", () => {
    for (const { space, index } of all) {
      const { text } = pytorchModule(space, architectureAt(space, index), "n");
      for (const line of text.split("\n")) ok(line.length <= 88 && line === line.trimEnd(), line);
    }
  });

  it("takes other names where Python or the module has taken them", () => {
    const classOf = (name: string) => pytorchModule(bloxSpace, [0, 0, 0], name).className;
    equal(classOf("kiosk 2"), "Kiosk2");
    equal(classOf("2 kiosks"), "Net2Kiosks");
    equal(classOf("true"), "TrueNet");
    equal(classOf("residual"), "ResidualNet");
    equal(classOf("stage1"), "Stage1Net");
    equal(classOf("→"), "Net");
    equal(classOf("größe"), "Größe");
    // The operation gives way.
    const { text } = pytorchModule(bloxSpace, [0, 0, 0], "conv");
    match(text, /^class Conv\(nn\.Module\)/m);
    match(text, /^class ConvOp\(nn\.Sequential\)/m);
  });

  it("says so where the space has no head", () => {
    throws(() => pytorchModule({ ...bloxSpace, head: [] }, [0, 0, 0], "n"), {
      name: "ExportProblem",
      message: /has no head/,
    });
  });
});

/** The ONNX file with other biases and statistics, so that none is without effect. */
function weighted({ space, index }: Sample): {
  bytes: Uint8Array;
  initializers: readonly TensorProto[];
} {
  const model = fromBinary(ModelSchema, onnxModel(space, architectureAt(space, index), 1));
  const initializers = model.graph?.initializer ?? [];
  for (const [number, tensor] of initializers.entries()) {
    if (tensor.dims.length > 1) continue;
    const isPositive = tensor.name.endsWith("_var") || tensor.name.endsWith("weight");
    const values = Float32Array.from(
      { length: Number(tensor.dims[0]) },
      (_, place) => 0.3 * Math.sin(number + 5 * place) + (isPositive ? 1 : 0),
    );
    tensor.rawData = new Uint8Array(values.buffer);
  }
  return { bytes: toBinary(ModelSchema, model), initializers };
}

const runTasks = `
import importlib, json, sys
import numpy as np
import torch

sys.path.insert(0, ".")
results = []
for task in json.load(open("tasks.json")):
    module = task["module"]
    network = getattr(importlib.import_module(module), task["className"])()
    values = np.fromfile(module + ".bin", dtype="<f4")
    state, start = {}, 0
    for name, dims in task["tensors"]:
        count = int(np.prod(dims))
        state[name] = torch.from_numpy(values[start:start + count].reshape(dims).copy())
        start += count
    names = [name for name in network.state_dict() if not name.endswith("num_batches_tracked")]
    network.load_state_dict(state, strict=False)
    network.eval()
    image = torch.sin(torch.arange(int(np.prod(task["input"])), dtype=torch.float64)).float()
    with torch.no_grad():
        output = network(image.reshape(task["input"]))[0].tolist()
    params = sum(each.numel() for each in network.parameters())
    results.append({"params": params, "names": names, "output": output})
print(json.dumps(results))
`;
