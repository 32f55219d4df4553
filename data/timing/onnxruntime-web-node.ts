import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { OnnxRuntime } from "./onnxruntime";

/** The files that the runtime for WebAssembly consists of. */
export const webRuntimeFiles = [
  "ort.wasm.min.js",
  "ort-wasm-simd-threaded.mjs",
  "ort-wasm-simd-threaded.wasm",
] as const;

/** Of the package that this is installed with: where there are only sources, that is the one. */
export function webRuntimeFolder(): string {
  return dirname(createRequire(import.meta.url).resolve("onnxruntime-web/wasm"));
}

/** Loads the runtime for WebAssembly, which runs on one thread, from the folder of its files. */
export function webRuntime(folder = webRuntimeFolder()): OnnxRuntime {
  const [script, module, binary] = webRuntimeFiles.map((file) => join(folder, file));
  if (!script || !module || !binary) throw new Error("the runtime has three files");
  const runtime: OnnxRuntime & WebSettings = createRequire(script)(script);
  runtime.env.wasm.numThreads = 1;
  runtime.env.wasm.wasmPaths = {
    mjs: pathToFileURL(module).href,
    wasm: pathToFileURL(binary).href,
  };
  return runtime;
}

interface WebSettings {
  readonly env: {
    readonly wasm: {
      numThreads: number;
      wasmPaths: { readonly mjs: string; readonly wasm: string };
    };
  };
}
