import { readFile, writeFile } from "node:fs/promises";
import { readComparison } from "../comparison/comparison-file";
import { algorithms } from "../searches/algorithms";
import { algorithmFigure } from "./algorithm-figure";
import { algorithmPage, figureName } from "./algorithm-page";
import { withAlgorithmTable } from "./algorithm-table";

/**
 * `npm run docs`: the pages that are made from the algorithms; `npm run docs -- FILE…` their figures too, of
 * the algorithms that are compared in files that `blox compare --out` wrote.
 */
const overview = "docs/searches.md";
await writeFile(overview, withAlgorithmTable(await readFile(overview, "utf8"), algorithms));
for (const algorithm of algorithms)
  await writeFile(`docs/searches/${algorithm.name}.md`, algorithmPage(algorithm));
for (const path of process.argv.slice(2)) {
  const comparison = readComparison(await readFile(path, "utf8"));
  if ("refusal" in comparison) throw new Error(`${path}: ${comparison.refusal}`);
  for (const { name } of comparison.algorithms)
    await writeFile(`docs/searches/${figureName({ name })}`, algorithmFigure(comparison, name));
}
