import { deepEqual, equal, ok } from "node:assert/strict";
import { fromBinary } from "@bufbuild/protobuf";
import { type Architecture, architectureAt } from "../../../data/architecture";
import { blocksOf } from "../../../data/blocks";
import { bloxSpace, findSpace } from "../../../data/built-in-spaces";
import { networkCost } from "../../../data/costs";
import { onnxModel } from "../../../data/onnx/model";
import { ModelSchema } from "../../../data/onnx/schema";
import type { Space } from "../../../data/space";
import type { SessionOptions } from "../../../data/timing/onnxruntime";
import { installedOnnxRuntime } from "../../../data/timing/onnxruntime-node";
import { webRuntime } from "../../../data/timing/onnxruntime-web-node";
import { sampleNetworks } from "../../../data/timing/visit-plan";
import { modelOf } from "../../server/marked-text";

// That of the processor is faster where it has been installed; the other one is always there.
const native = installedOnnxRuntime();
const runtime = native ?? webRuntime(import.meta.dirname);
// What the runtime would make faster is run but twice.
const quickly = { graphOptimizationLevel: "disabled" } as const;
const options: SessionOptions = native
  ? { executionProviders: ["cpu"], intraOpNumThreads: 1, interOpNumThreads: 1, ...quickly }
  : { executionProviders: ["wasm"], ...quickly };

/** Layers that the built-in spaces do not have, or not in such places. */
const ownSpaces = `
space joined {
  input 2 x 9 x 7
  classes 5
  op wide { conv 4x4  bn  relu  max-pool 2x2 }
  op branches { sum { conv 1x1 out 3c  relu  conv 1x1 out c } { avg-pool 3x3 } { dwconv 5x5 no-bias } }
  op excited { squeeze-excite }
  op twice { repeat 2 { residual { residual { conv 3x3  bn }  relu } } }
  stem { conv 3x3 out 6 stride 2 valid  max-pool 2x2 stride 2 }
  stages 2 { block of 1..3 ops }
  head { linear out 32  relu  bn  linear out classes }
}
space chained {
  input 3 x 16 x 12
  classes 4
  op skip { reshape { avg-pool 2x2 stride s  conv 1x1 out o no-bias  bn } }
  op bottleneck { residual { conv 1x1 out 3c  relu  dwconv 3x3 stride s  conv 1x1 out o  bn } }
  op excited { conv 3x3 out o stride s  squeeze-excite }
  stage 1 { chain of 3 ops  first out 2c stride 2 }
  stage 2 { chain of 2 ops  first out 10 stride 1 }
  head { conv 1x1 out classes  global-avg-pool }
}
`;

describe("networks as ONNX files in onnxruntime", () => {
  // A thousand milliseconds for each network are plenty, also on a busy machine.
  for (const [name, count] of [
    ["blox", 300],
    ["nas-bench-macro", 100],
  ] as const) {
    it(`run: ${count} random networks of ${name}, with exactly their parameters`, async function () {
      this.timeout(count * 1000);
      const space = findSpace(name) ?? bloxSpace;
      equal(space.name, name);
      for (const network of sampleNetworks(space, count, 7).networks)
        await expectToRun(space, architectureAt(space, network));
    });
  }

  for (const name of ["joined", "chained"]) {
    it(`run: networks of a space of one's own with other layers, ${name}`, async () => {
      const { spaces, problems } = modelOf(ownSpaces);
      deepEqual(problems, []);
      const space = spaces.named(name);
      ok(space);
      // Some fifty blocks of each stage, with the second one in the others.
      for (const stage of space.stages.keys()) {
        const { length } = blocksOf(space, stage);
        for (let block = 0; block < length; block += Math.ceil(length / 50))
          await expectToRun(
            space,
            space.stages.map((_, other) => (other === stage ? block : 1)),
          );
      }
    });
  }
});

/** Two images through the network: finite values, one a class, that depend on the image. */
async function expectToRun(space: Space, architecture: Architecture): Promise<void> {
  const what = `${space.name} ${architecture}`;
  const model = onnxModel(space, architecture, 1);
  equal(parameterCount(model), networkCost(space, architecture).params, what);
  const session = await runtime.InferenceSession.create(model, options);
  const [values = [], others = []] = await Promise.all(
    [Math.sin, Math.cos].map(async (wave) => {
      const { output } = await session.run({ input: image(space, wave) });
      deepEqual(output?.dims, [1, space.classes], what);
      return Array.from(output?.data ?? []);
    }),
  );
  await session.release();
  equal(values.length, space.classes, what);
  const largest = Math.max(...values.map(Math.abs));
  // Neither vanished nor exploded: a network that computes something else would mostly do one of them.
  ok(largest > 1e-3 && largest < 1e4, `${what}: outputs up to ${largest}`);
  ok(
    values.some((value, i) => Math.abs(value - (others[i] ?? 0)) > 1e-3 * largest),
    what,
  );
}

function image({ input }: Space, wave: (x: number) => number) {
  const { channels, height, width } = input;
  const values = Float32Array.from({ length: channels * height * width }, (_, i) =>
    wave(12.9898 * i),
  );
  return new runtime.Tensor("float32", values, [1, channels, height, width]);
}

/** Weights, biases, and what batch norms learn, but not the means and variances that they have seen. */
function parameterCount(model: Uint8Array): number {
  const learned = fromBinary(ModelSchema, model).graph?.initializer.filter(
    ({ name }) => !/\.running_(mean|var)$/.test(name),
  );
  const sizes = learned?.map(({ dims }) =>
    dims.reduce((product, size) => product * Number(size), 1),
  );
  return sizes?.reduce((sum, size) => sum + size, 0) ?? 0;
}
