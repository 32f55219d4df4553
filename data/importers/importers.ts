import { blockSignatures } from "./block-signatures";
import type { Importer } from "./importer";
import { measurementsCsv } from "./measurements-csv";
import { nasBenchMacro } from "./nas-bench-macro";

/** In the order in which they are asked whether a file is theirs. */
export const importers: readonly Importer[] = [nasBenchMacro, measurementsCsv, blockSignatures];
