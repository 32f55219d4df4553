import { readFile, writeFile } from "node:fs/promises";
import { algorithms } from "../searches/algorithms";
import { algorithmPage } from "./algorithm-page";
import { withAlgorithmTable } from "./algorithm-table";

/** `npm run docs`: the pages that are made from the algorithms. */
const overview = "docs/searches.md";
await writeFile(overview, withAlgorithmTable(await readFile(overview, "utf8"), algorithms));
for (const algorithm of algorithms)
  await writeFile(`docs/searches/${algorithm.name}.md`, algorithmPage(algorithm));
