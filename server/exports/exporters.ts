import { dot } from "./dot";
import type { Exporter } from "./exporter";
import { json } from "./json";
import { mermaid } from "./mermaid";
import { onnx } from "./onnx";
import { pytorch } from "./pytorch";
import { vector } from "./vector";

/** A new format is a file beside this one and a line here. */
export const exporters: readonly Exporter[] = [onnx, pytorch, dot, mermaid, json, vector];

export function findExporter(name: string): Exporter | undefined {
  return exporters.find((exporter) => exporter.name === name);
}
