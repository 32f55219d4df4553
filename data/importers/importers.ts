import { blockSignatures } from "./block-signatures";
import type { Importer } from "./importer";
import { measurementsCsv } from "./measurements-csv";
import { nasBenchMacro } from "./nas-bench-macro";
import { releaseFile } from "./release/release-file";

/** In the order in which they are asked whether a file is theirs. */
export const importers: readonly Importer[] = [
  releaseFile,
  nasBenchMacro,
  measurementsCsv,
  blockSignatures,
];
