import { env, InferenceSession, Tensor } from "onnxruntime-web/wasm";
import { onnxTimingRuntime } from "../data/timing/onnxruntime";
import { serveMeasuring } from "./measure-worker";

/** Entry point of the worker in the browser, which is given the runtime's binary. */
const scope = self as unknown as DedicatedWorkerGlobalScope;
serveMeasuring(
  {
    post: (message) => scope.postMessage(message),
    onMessage: (listener) => scope.addEventListener("message", ({ data }) => listener(data)),
  },
  {
    machine: { machine: "this browser" },
    async runtime(wasm) {
      if (!wasm)
        throw new Error("The runtime is missing from the package; reinstall the extension.");
      env.wasm.numThreads = 1;
      env.wasm.wasmBinary = wasm.slice().buffer;
      return onnxTimingRuntime("ort-wasm", {
        InferenceSession: {
          create: (model) =>
            InferenceSession.create(model, { executionProviders: ["wasm"] }) as never,
        },
        Tensor: Tensor as never,
      });
    },
  },
);
