import type { SqlJsStatic } from "sql.js";
import { architectureAt } from "../../data/architecture";
import { bloxSpace } from "../../data/built-in-spaces";
import type { BenchmarkFolder } from "../../data/library/benchmark-folder";
import type { KnownHashes } from "../../data/library/hash-index";
import {
  type ImportRequest,
  type ImportSummary,
  importFiles,
} from "../../data/library/import-files";
import { modelHash } from "../../data/model-hash";
import type { ReleaseNetworks } from "../bench/generated-release";

/** The networks that the files are of: so few that a process can hash them itself before it imports. */
export const networks: ReleaseNetworks & { readonly indices: readonly number[] } = {
  indices: Array.from({ length: 60 }, (_, place) => (place * 31_337) % 91_125),
  hashOf: (network) => modelHash(bloxSpace, architectureAt(bloxSpace, network)),
};

const byHash = new Map(networks.indices.map((network) => [networks.hashOf(network), network]));

const hashes: KnownHashes = {
  digits: "",
  indexOf: (hash) => byHash.get(hash.toLowerCase()),
  indexAt: (bytes, offset) =>
    byHash.get(Buffer.from(bytes.subarray(offset, offset + 16)).toString("hex")),
};

/** Imports as the product does, but always at one moment: the same files make the same database. */
export function importInto(
  folder: BenchmarkFolder,
  request: ImportRequest,
  sql: SqlJsStatic,
): Promise<ImportSummary> {
  return importFiles(request, {
    folder,
    sql,
    hashes,
    signal: new AbortController().signal,
    onProgress: () => {},
    now: () => new Date("2026-01-02T03:04:05Z"),
  });
}
