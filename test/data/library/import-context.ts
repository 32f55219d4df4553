import { readFileSync } from "node:fs";
import initSqlJs from "sql.js";
import type { BenchmarkFolder } from "../../../data/library/benchmark-folder";
import { hashIndex } from "../../../data/library/hash-index";
import type { ImportContext } from "../../../data/library/import-files";
import { publishedHashes, readEmbedded } from "../../../data/sqlite-benchmark";

/** What an import into a folder needs, as the product has it. */
export async function importContext(
  folder: BenchmarkFolder,
  signal = new AbortController().signal,
): Promise<ImportContext> {
  const sql = await initSqlJs();
  hashes ??= hashIndex(await embeddedHashes(sql));
  return {
    folder,
    sql,
    hashes,
    signal,
    onProgress: () => {},
    now: () => new Date("2026-01-02T03:04:05Z"),
  };
}

let hashes: ImportContext["hashes"] | undefined;

async function embeddedHashes(sql: ImportContext["sql"]): Promise<string> {
  const content = await readEmbedded(readFileSync("data/blox.sqlite"), sql);
  if ("problem" in content) throw new Error(content.problem);
  return publishedHashes(content);
}
