import { onnxTimingRuntime } from "./onnxruntime";
import { installOnnxRuntime } from "./onnxruntime-node";
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
