import { deepEqual, match, ok } from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { bloxSpace } from "../../data/built-in-spaces";
import { onnxRuntimeVersion } from "../../data/timing/onnxruntime";
import { installedOnnxRuntime } from "../../data/timing/onnxruntime-node";
import { ownMachine } from "../../data/timing/own-machine-node";
import { MeasureService } from "../../server/measure-service";
import { nodePlatform } from "../../server/platform-node";
import { emptyFolder } from "./cli/run-blox";

describe("measuring in a worker", () => {
  const { machine } = ownMachine();
  const cacheBefore = process.env.XDG_CACHE_HOME;
  afterEach(() => {
    if (cacheBefore === undefined) delete process.env.XDG_CACHE_HOME;
    else process.env.XDG_CACHE_HOME = cacheBefore;
  });

  /** The name of the device, of a measurement that is as short as one can be. */
  async function measured() {
    const service = new MeasureService(nodePlatform(import.meta.dirname));
    const never = { isCancellationRequested: false, onCancellationRequested: () => quiet };
    try {
      return await service.measure(bloxSpace, [5], never, () => {});
    } finally {
      service.close();
    }
  }

  it("takes the processor's own runtime where it is installed", async function () {
    if (!installedOnnxRuntime()) this.skip();
    const { device, latencies } = await measured();
    deepEqual([device.name, device.threads], [`${machine} ort-cpu 1t`, 1]);
    match(device.runtime ?? "", /^onnxruntime-node 1\.30\.0 \(CPU\)/);
    ok(latencies[0] && latencies[0].visits >= 10);
  }).timeout(120_000);

  it("takes WebAssembly where nothing is installed, or what is there is damaged", async () => {
    process.env.XDG_CACHE_HOME = emptyFolder();
    mkdirSync(join(process.env.XDG_CACHE_HOME, "blox", `onnxruntime-node-${onnxRuntimeVersion}`), {
      recursive: true,
    });
    const { device } = await measured();
    deepEqual(device.name, `${machine} ort-wasm`);
    match(device.runtime ?? "", /^onnxruntime-web 1\.30\.0 \(WebAssembly\)/);
  }).timeout(120_000);
});

const quiet = { dispose: () => {} };
