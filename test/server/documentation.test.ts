import { deepEqual, equal } from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { algorithmPage } from "../../server/documentation/algorithm-page";
import { withAlgorithmTable } from "../../server/documentation/algorithm-table";
import { algorithms } from "../../server/searches/algorithms";

describe("the pages of the searches", () => {
  it("are made from the algorithms; npm run docs makes them again", () => {
    const overview = readFileSync("docs/searches.md", "utf8");
    equal(withAlgorithmTable(overview, algorithms), overview);
    for (const algorithm of algorithms) {
      const page = readFileSync(`docs/searches/${algorithm.name}.md`, "utf8");
      equal(algorithmPage(algorithm), page);
    }
  });

  it("are of every algorithm, and of no other", () => {
    const pages = readdirSync("docs/searches").filter((name) => name.endsWith(".md"));
    const expected = [...algorithms.map(({ name }) => `${name}.md`), "numerics.md"];
    deepEqual(pages.sort(), expected.sort());
  });
});
