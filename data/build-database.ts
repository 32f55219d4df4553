import type { Database, SqlJsStatic, SqlValue } from "sql.js";
import { type AccuracyFit, estimateAccuracy } from "./accuracy-estimate";
import type { Metric, Provenance } from "./benchmark";
import { blocksOf } from "./blocks";
import { contentChecksum } from "./content-checksum";
import { exactColumns } from "./exact-columns";
import { accuracy, flops, params } from "./metrics";
import { schema, schemaVersion } from "./schema";
import { accuracySource, exactSource } from "./sources";
import type { Space } from "./space";

/**
 * The bytes of the embedded SQLite file, the same ones for the same content. `hashes` are the model
 * hashes of all networks by index.
 */
export function buildDatabase(
  space: Space,
  hashes: readonly string[],
  fit: AccuracyFit,
  sql: SqlJsStatic,
): Uint8Array {
  const database = new sql.Database();
  try {
    database.run("PRAGMA page_size = 4096");
    database.run("BEGIN");
    database.run(schema);
    fill(database, space, hashes, fit);
    database.run("COMMIT");
    database.run("VACUUM");
    return database.export();
  } finally {
    database.close();
  }
}

function fill(database: Database, space: Space, hashes: readonly string[], fit: AccuracyFit): void {
  const exact = exactColumns(space);
  const estimate = estimateAccuracy(space, fit);

  insert(database, "meta", [
    ["schema_version", `${schemaVersion}`],
    ["space", space.name],
    ["networks", `${hashes.length}`],
    ["made_by", "npm run data"],
    ["checksum", contentChecksum(hashes.join(""), estimate)],
  ]);
  insert(database, "metric", metricRows(fit));
  insert(
    database,
    "block",
    blocksOf(space).map(({ index, topology, expression }) => [index, topology.name, expression]),
  );
  insert(
    database,
    "network",
    hashes.map((hash, id) => [
      id,
      bytesOf(hash),
      exact.params[id] ?? null,
      exact.flops[id] ?? null,
    ]),
  );
  insert(
    database,
    "accuracy_estimate",
    hashes.map((_, id) => [
      id,
      estimate.percent[id] ?? null,
      estimate.standardErrorPercent[id] ?? null,
    ]),
  );
}

function bytesOf(hash: string): Uint8Array {
  return Uint8Array.from({ length: hash.length / 2 }, (_, place) =>
    Number.parseInt(hash.slice(2 * place, 2 * place + 2), 16),
  );
}

function metricRows(fit: AccuracyFit): SqlValue[][] {
  const row = (metric: Metric, provenance: Provenance, source: string, note: string) => [
    metric.name,
    metric.title,
    metric.unit,
    metric.better,
    provenance,
    source,
    note,
  ];
  const estimateNote =
    `Additive in the operations of each stage, fitted to ${fit.columns} columns of the published ` +
    `accuracy figure (Chau et al., NeurIPS 2022); cross-validated error of a column's mean ` +
    `${fit.crossValidatedErrorPercent.toFixed(2)} %. One network's standard error is 0.5 %, 0.9 % where ` +
    "all stages have the same block; the low tail is heavier. The rank correlation with measured " +
    "accuracies can be expected to be only about 0.5, and the figure may predate the published tables.";
  return [
    row(accuracy, "estimated", accuracySource, estimateNote),
    row(params, "exact", exactSource, "Weights and biases of all layers, batch norm's included."),
    row(flops, "exact", exactSource, "As ptflops 0.6 to 0.7 counts, which the publication used."),
  ];
}

function insert(database: Database, table: string, rows: readonly SqlValue[][]): void {
  const places = rows[0]?.map(() => "?").join(", ");
  const statement = database.prepare(`INSERT INTO ${table} VALUES (${places})`);
  try {
    for (const row of rows) statement.run(row);
  } finally {
    statement.free();
  }
}
