import { deepEqual } from "node:assert/strict";
import { ownDevice } from "../../../data/timing/own-device";
import { fakeRuntime } from "./fake-runtime";

describe("the device that networks are timed on here", () => {
  it("is named by the machine, the runtime and its threads, and says the processor", () => {
    deepEqual(ownDevice({ machine: "kiosk", processor: "A CPU" }, fakeRuntime(), 2), {
      name: "kiosk ort-cpu 2t",
      runtime: "a runtime 1.0, A CPU",
      threads: 2,
      precision: "float32",
      batchSize: 1,
    });
  });

  it("has no processor where nothing tells it, and no number of threads in WebAssembly", () => {
    const { name, runtime } = ownDevice(
      { machine: "this browser" },
      { name: "ort-wasm", version: "a runtime 2.0" },
      1,
    );
    deepEqual([name, runtime], ["this browser ort-wasm", "a runtime 2.0"]);
  });
});
