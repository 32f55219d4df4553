import { onnxTimingRuntime } from "./onnxruntime";
import { installOnnxRuntime } from "./onnxruntime-node";
import { webRuntime } from "./onnxruntime-web-node";
import type { RuntimeName, TimingRuntime } from "./timing-runtime";

/**
 * Loads a runtime; that of the processor is installed first where it is not there yet. `webFolder` has the
 * files of that for WebAssembly, which come with the product. Rejects where the runtime cannot be had.
 */
export async function loadRuntime(name: RuntimeName, webFolder?: string): Promise<TimingRuntime> {
  const runtime = name === "ort-cpu" ? await installOnnxRuntime() : webRuntime(webFolder);
  return onnxTimingRuntime(name, runtime);
}
