import { equal, match, ok } from "node:assert/strict";
import { benchmarkPage } from "../../client/benchmark-page";
import type { BenchmarkEntry } from "../../server/messages";

const entry: BenchmarkEntry = {
  name: "my-lab",
  title: "My *own* lab",
  space: "blox",
  database: "my-lab.sqlite",
  bytes: 13_600_000,
  licence: "CC BY 4.0",
  citation: "A. Author. Some networks | a table. 2026.",
  checksum: `sha256:${"0".repeat(64)}`,
  importedAt: "2026-11-24T12:06:10.000Z",
  content: "2 networks",
  metrics: ["accuracy", 'latency("pixel3")'],
  hasCurves: false,
  files: [{ name: "<img>.csv", content: "base, seed 0", format: "csv", rows: 91_125 }],
};

describe("the page of a benchmark", () => {
  it("has what is known of it, and its files with their rows", () => {
    const page = benchmarkPage([entry]);
    match(page, /^\| Database \| my-lab\.sqlite, 13\.6 MB \|$/m);
    match(page, /^\| Imported \| 2026-11-24 12:06 UTC \|$/m);
    match(page, /^\| \\<img\\>\.csv \| base, seed 0 \| csv \| 91,125 \|$/m);
  });

  it("shows the text of files as text, not as markup", () => {
    const page = benchmarkPage([entry]);
    match(page, /^# My \\\*own\\\* lab$/m);
    match(page, /Some networks \\\| a table/);
  });

  it("says what the import said of it and passed over, each benchmark's own", () => {
    const other = { ...entry, database: "other.sqlite", title: "Other" };
    const notes = new Map([["other.sqlite", ["Its front is like the published one."]]]);
    const page = benchmarkPage([entry, other], notes, ["readme.txt"]);
    equal(page.split("What to know of it").length, 2);
    ok(page.indexOf("# Other") < page.indexOf("- Its front is like the published one."));
    match(page, /## Passed over\n\n- readme\.txt$/);
  });

  it("says nothing of notes where there are none", () => {
    ok(!/What to know of it|Passed over/.test(benchmarkPage([entry])));
  });
});
