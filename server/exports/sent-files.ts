import type { Architecture } from "../../data/architecture";
import type { Space } from "../../data/space";
import { base64 } from "../base64";
import type { SentFile } from "../messages";
import type { Exporter, ExportOptions } from "./exporter";

/** The files of a network as they travel to the editor. Throws what the exporter does. */
export function sentFiles(
  exporter: Exporter,
  space: Space,
  architecture: Architecture,
  about: ExportOptions,
): readonly SentFile[] {
  return exporter
    .files(space, architecture, about)
    .map((file) => ("text" in file ? file : { path: file.path, base64: base64(file.bytes) }));
}
