import type { Importer } from "./importer";

/** In the order in which they are asked whether a file is theirs. */
export const importers: readonly Importer[] = [];
