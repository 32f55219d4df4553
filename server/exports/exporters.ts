import type { Exporter } from "./exporter";
import { onnx } from "./onnx";

/** A new format is a file beside this one and a line here. */
export const exporters: readonly Exporter[] = [onnx];

export function findExporter(name: string): Exporter | undefined {
  return exporters.find((exporter) => exporter.name === name);
}
