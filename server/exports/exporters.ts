import { dot } from "./dot";
import type { Exporter } from "./exporter";
import { json } from "./json";
import { mermaid } from "./mermaid";
import { pytorch } from "./pytorch";
import { slowExporters } from "./slow-exporters";
import { vector } from "./vector";

/** A new format is a file beside this one and a name here, or among the slow ones. */
export const exporters: readonly Exporter[] = [
  ...slowExporters,
  pytorch,
  dot,
  mermaid,
  json,
  vector,
];

export function findExporter(name: string): Exporter | undefined {
  return exporters.find((exporter) => exporter.name === name);
}
