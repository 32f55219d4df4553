import type { Exporter } from "./exporter";
import { onnx } from "./onnx";

/** Formats that take longer than a keystroke may wait for: where there are keystrokes, a worker writes them. */
export const slowExporters: readonly Exporter[] = [onnx];
