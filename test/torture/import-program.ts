import { once } from "node:events";
import initSqlJs from "sql.js";
import { bloxSpace } from "../../data/built-in-spaces";
import { nodeFolder } from "../../data/library/folder-node";
import { sourcesAt } from "../../data/library/sources-node";
import { importInto } from "./imports";

/**
 * A process of its own that imports: `FOLDER FILE…`. It says that it is ready, waits for a byte on its
 * input and imports.
 */
async function main([path = "", ...files]: readonly string[]) {
  const sql = await initSqlJs();
  const sources = await sourcesAt(files);
  process.stdout.write("ready");
  await once(process.stdin, "data");
  await importInto(nodeFolder(path), { sources, space: bloxSpace }, sql);
}

main(process.argv.slice(2)).then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
