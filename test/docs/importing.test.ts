import { deepEqual, equal, ok } from "node:assert/strict";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { findSpace } from "../../data/built-in-spaces";
import { importers } from "../../data/importers/importers";
import { measuredMetrics } from "../../data/importers/measurement-metrics";
import type { Space } from "../../data/space";
import { readSpace } from "../../data/space-reader";
import { parse } from "../../grammar/parser";
import { read, recognised, sourceOf, surroundings } from "../data/importers/text-source";

const page = readFileSync(resolve(import.meta.dirname, "../../docs/importing.md"), "utf8");

/** Files stand between fences; ```` ```csv SPACE ```` says the space that they are imported into. */
const files = Array.from(
  page.matchAll(/^```csv (\S+)\n([\s\S]*?)^```$/gm),
  ([, space = "", text = ""]) => ({ space, text }),
);

describe("the examples of docs/importing.md", () => {
  it("are there", () => equal(files.length, 4));

  for (const { space, text } of files) {
    it(`${text.split("\n")[0]}: every row can be imported`, async () => {
      const [importer, ...others] = importers.filter((each) => recognised(each, text));
      ok(importer);
      deepEqual(others, []);
      const into = findSpace(space) ?? spaceOfPage(space);
      const found = await read(importer, sourceOf("example.csv", text), surroundings(into));
      const rows = text
        .trim()
        .split("\n")
        .filter((line) => !/^# |network|stage/.test(line));
      equal(found.rows, rows.length);
      ok(found.trainings.length + found.signatures.length > 0);
    });
  }

  it("name every metric with its units", () => {
    const rows = page.matchAll(/^\| (`.+`) \| [^|]+ \| (`.+`|none) \|$/gm);
    const named = Array.from(rows, ([, metrics = "", units = ""]) =>
      quoted(metrics).map((metric): [string, string[]] => [metric, quoted(units)]),
    );
    const known = Object.entries(measuredMetrics).map(
      ([name, { quantity }]): [string, string[]] => [name, Object.keys(quantity.units)],
    );
    deepEqual(new Map(named.flat()), new Map(known));
  });
});

function quoted(text: string): string[] {
  return Array.from(text.matchAll(/`(.+?)`/g), ([, name = ""]) => name);
}

/** One that is declared on the page. */
function spaceOfPage(name: string): Space {
  const [, text = ""] = /^```blox\n([\s\S]*?)^```$/m.exec(page) ?? [];
  const [declaration] = parse(text).declarations;
  const space = declaration?.kind === "space" ? readSpace(declaration, undefined, []) : undefined;
  ok(space?.name === name, `the page declares no space ${name}`);
  return space;
}
