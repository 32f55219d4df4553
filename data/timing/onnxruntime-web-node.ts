import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { OnnxRuntime } from "./onnxruntime";

/** The files that the runtime for WebAssembly consists of. */
export const webRuntimeFiles = [
  "ort.wasm.min.js",
  "ort-wasm-simd-threaded.mjs",
  "ort-wasm-simd-threaded.wasm",
] as const;

/** Beside the bundles, whose folder this is; for sources, in the package that they are developed with. */
function webRuntimeFolder(programFolder: string): string {
  const shipped = join(programFolder, "ort");
  if (existsSync(shipped)) return shipped;
  return dirname(createRequire(resolve(programFolder, "any.js")).resolve("onnxruntime-web/wasm"));
}

/** Loads the runtime for WebAssembly, which runs on one thread; `programFolder` is that of the program. */
export function webRuntime(programFolder: string): OnnxRuntime {
  const folder = webRuntimeFolder(programFolder);
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
