import { equal } from "node:assert/strict";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { SqlJsStatic } from "sql.js";
import { bloxSpace } from "../../data/built-in-spaces";
import { nodeFolder } from "../../data/library/folder-node";
import { sourcesAt } from "../../data/library/sources-node";
import { ImportingProcesses } from "./importing-process";
import { importInto } from "./imports";
import { contentOf, expectNothingElse } from "./library-content";
import { writeRelease } from "./release-files";

/**
 * Has four, three or two processes import a file each into one benchmark at once, over and over, and fails
 * where not everything is in it afterwards. Gives the number of imports.
 */
export async function importTogether(
  root: string,
  rounds: number,
  sql: SqlJsStatic,
): Promise<number> {
  const programs = join(root, "programs");
  mkdirSync(programs);
  const processes = await ImportingProcesses.bundledInto(programs);
  const files = await differentFiles(root);
  const expected = new Map<number, string>();
  let imports = 0;
  for (let round = 0; round < rounds; round++) {
    const count = 4 - (round % 3);
    const some = files.slice(0, count);
    const known = expected.get(count) ?? (await oneByOne(join(root, `${count}`), some, sql));
    expected.set(count, known);
    const path = join(root, "together");
    const importing = await Promise.all(some.map((file) => processes.ready(path, [file])));
    for (const each of importing) each.go();
    for (const { code, said } of await Promise.all(importing.map(({ ended }) => ended)))
      equal(code, 0, said);
    const folder = nodeFolder(path);
    equal(await contentOf(folder, sql), known, `round ${round}, ${count} imports at once`);
    await expectNothingElse(path, folder, sql);
    rmSync(path, { recursive: true });
    imports += count;
  }
  return imports;
}

/** What the files make that are imported one after the other. */
async function oneByOne(path: string, files: readonly string[], sql: SqlJsStatic): Promise<string> {
  const folder = nodeFolder(path);
  for (const file of files)
    await importInto(folder, { sources: await sourcesAt([file]), space: bloxSpace }, sql);
  return contentOf(folder, sql);
}

async function differentFiles(folder: string): Promise<string[]> {
  const training = { rows: 60, epochs: 20 } as const;
  return [
    await writeRelease(folder, "base-0.pickle", {
      ...training,
      kind: "base",
      format: "pickle",
      seed: 0,
    }),
    await writeRelease(folder, "ext-0.csv", { ...training, kind: "ext", format: "csv", seed: 0 }),
    await writeRelease(folder, "bench.blox", {
      kind: "bench",
      format: "custom",
      rows: 60,
      device: "device",
    }),
    await writeRelease(folder, "info.csv", { kind: "info", format: "csv", rows: 60 }),
  ];
}
