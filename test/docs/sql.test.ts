import { deepEqual, equal, ok } from "node:assert/strict";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import initSqlJs, { type SqlJsStatic } from "sql.js";
import { bloxSpace } from "../../data/built-in-spaces";
import type { Measurements } from "../../data/library/measurements";
import { spaceIdentity } from "../../data/library/space-identity";
import { writeDatabase } from "../../data/library/write-database";
import { schema } from "../../data/schema";
import { runQuery } from "../../server/queries/run-query";

const page = readFileSync(resolve(import.meta.dirname, "../../docs/sql.md"), "utf8");
const queries = Array.from(page.matchAll(/^```sql\n([\s\S]*?)^```$/gm), ([, sql = ""]) => sql);
const networks = Float64Array.of(0, 7);

/** Invented. */
const measurements: Measurements = {
  benchmark: { name: "sample", title: "Sample", licence: "", citation: "" },
  space: spaceIdentity(bloxSpace),
  trainings: [0, 1].map((seed) => ({
    run: { seed, epochs: 10, dataset: "invented" },
    networks,
    columns: { test_top1: Float64Array.of(50 + seed, 60 + 2 * seed) },
    curves: [],
  })),
  latencies: [
    {
      device: { name: "pixel3", runtime: null, threads: null, precision: null, batchSize: null },
      networks,
      columns: { ms: Float64Array.of(2.5, 2.25) },
    },
  ],
  statics: { networks, columns: { params: Float64Array.of(2e6, 2.5e6) } },
  environments: [],
  signatures: [],
  files: [],
};

describe("docs/sql.md", () => {
  let sqlJs: SqlJsStatic;
  let imported: Uint8Array;
  before(async () => {
    sqlJs = await initSqlJs();
    imported = await writeDatabase(measurements, bloxSpace, sqlJs);
  });

  const tablesOf = (bytes: Uint8Array) =>
    runQuery(bytes, "SELECT name FROM sqlite_schema WHERE sql IS NOT NULL", sqlJs, 100).rows.map(
      ([name]) => `${name}`,
    );

  it("has queries that give what they say", () => {
    equal(queries.length, 3);
    const [best, spread, devices] = queries.map((sql) => runQuery(imported, sql, sqlJs, 100));
    deepEqual(
      best?.rows.map((row) => [row[0], row[4], row[5]]),
      [
        [7, 2.5e6, 61],
        [0, 2e6, 50.5],
      ],
    );
    deepEqual(spread?.rows, [
      [7, 2, 61, 2],
      [0, 2, 50.5, 1],
    ]);
    deepEqual(devices?.rows, [[2, 7, 60]]);
  });

  it("has one that the embedded benchmark answers with what its trainings reached", () => {
    const [, sql = ""] = /^```sql embedded\n([\s\S]*?)^```$/m.exec(page) ?? [];
    const embedded = readFileSync(resolve(import.meta.dirname, "../../data/blox.sqlite"));
    const { rows } = runQuery(embedded, sql, sqlJs, 100);
    const last =
      "SELECT max(epochs), avg(val_top1) FROM training JOIN run ON run.id = training.run";
    const [[epochs, accuracy] = []] = runQuery(embedded, last, sqlJs, 1).rows;
    equal(rows.length, epochs);
    ok(Math.abs(Number(rows.at(-1)?.[1]) - Number(accuracy)) < 1e-3);
  });

  it("names the tables that there are", () => {
    const database = new sqlJs.Database();
    database.run(schema);
    const embedded = tablesOf(database.export());
    database.close();
    const named = (text: string) =>
      Array.from(text.matchAll(/`([a-z_]+)`/g), ([, name = ""]) => name);
    const [head = "", tail = ""] = page.split("## What comes with Blox");
    const listedIn = (text: string) =>
      text
        .split("\n")
        .filter((line) => /^\| `/.test(line))
        .flatMap((row) => named(row.split("|")[1] ?? ""));
    const listed = listedIn(head);
    const unlisted = tablesOf(imported).filter((table) => !listed.includes(table));
    // What only the program itself reads.
    deepEqual(unlisted, ["seal", "curve_file"]);
    deepEqual(
      listed.filter((table) => !tablesOf(imported).includes(table)),
      [],
    );
    deepEqual(
      listedIn(tail).sort(),
      embedded.filter((table) => !["meta", "timing"].includes(table)).sort(),
    );
  });
});
