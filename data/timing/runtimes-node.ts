import { onnxTimingRuntime } from "./onnxruntime";
import { installedOnnxRuntime, installOnnxRuntime } from "./onnxruntime-node";
import { webRuntime } from "./onnxruntime-web-node";
import type { RuntimeName, TimingRuntime } from "./timing-runtime";

/**
 * Loads a runtime; that of the processor is installed first where it is not there yet. That for
 * WebAssembly comes with the program, whose folder this is. Rejects where the runtime cannot be had.
 */
export async function loadRuntime(
  name: RuntimeName,
  programFolder: string,
): Promise<TimingRuntime> {
  const runtime = name === "ort-cpu" ? await installOnnxRuntime() : webRuntime(programFolder);
  return onnxTimingRuntime(name, runtime);
}

/** Loads that of the processor where it is installed and works, and otherwise that for WebAssembly. */
export async function loadPresentRuntime(programFolder: string): Promise<TimingRuntime> {
  const native = workingOnnxRuntime();
  return native
    ? onnxTimingRuntime("ort-cpu", native)
    : onnxTimingRuntime("ort-wasm", webRuntime(programFolder));
}

function workingOnnxRuntime() {
  try {
    return installedOnnxRuntime();
  } catch {
    return undefined;
  }
}
