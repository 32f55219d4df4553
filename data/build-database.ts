import type { Database, SqlJsStatic, SqlValue } from "sql.js";
import { type AccuracyFit, estimateAccuracy } from "./accuracy-estimate";
import type { Metric, Provenance } from "./benchmark";
import { blocksOf } from "./blocks";
import { contentChecksum } from "./content-checksum";
import { deviceLatency } from "./device-latency";
import { exactColumns } from "./exact-columns";
import { accuracy, flops, latency, params } from "./metrics";
import { schema, schemaVersion } from "./schema";
import { accuracySource, exactSource, flopsSources } from "./sources";
import type { Space } from "./space";
import type { LatencyColumn } from "./timing/composition";

/**
 * The bytes of the embedded SQLite file, the same ones for the same content. `hashes` are the model
 * hashes of all networks by index.
 */
export function buildDatabase(
  space: Space,
  hashes: readonly string[],
  fit: AccuracyFit,
  latencies: readonly LatencyColumn[],
  sql: SqlJsStatic,
): Uint8Array {
  const database = new sql.Database();
  try {
    database.run("PRAGMA page_size = 4096");
    database.run("BEGIN");
    database.run(schema);
    fill(database, space, hashes, fit, latencies);
    database.run("COMMIT");
    database.run("VACUUM");
    return database.export();
  } finally {
    database.close();
  }
}

function fill(
  database: Database,
  space: Space,
  hashes: readonly string[],
  fit: AccuracyFit,
  latencies: readonly LatencyColumn[],
): void {
  const exact = exactColumns(space);
  const estimate = estimateAccuracy(space, fit);
  const devices = latencies.map(deviceLatency);

  insert(database, "meta", [
    ["schema_version", `${schemaVersion}`],
    ["space", space.name],
    ["networks", `${hashes.length}`],
    ["made_by", "npm run data"],
    ["checksum", contentChecksum(hashes.join(""), estimate, devices)],
  ]);
  insert(database, "metric", [...metricRows(fit), ...latencies.map(latencyMetricRow)]);
  insert(
    database,
    "block",
    blocksOf(space, 0).map(({ index, topology, expression }) => [index, topology.name, expression]),
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
  for (const [place, column] of latencies.entries()) {
    insert(database, "device", [deviceRow(place + 1, column)]);
  }
  for (const [place, { latencyMs, measured }] of devices.entries()) {
    insert(
      database,
      "timing",
      Array.from(latencyMs, (ms, network) => [
        place + 1,
        network,
        Math.round(1000 * ms),
        measured.has(network) ? 1 : 0,
      ]),
    );
  }
}

function deviceRow(id: number, column: LatencyColumn): SqlValue[] {
  const { device, source, measured, standardErrorPercent, composedError, noiseFloor } =
    deviceLatency(column);
  return [
    id,
    device,
    source,
    column.machine.date,
    column.machine.protocol,
    measured.size,
    standardErrorPercent.measured,
    standardErrorPercent.composed,
    composedError.mape,
    composedError.tau,
    noiseFloor.mape,
    noiseFloor.tau,
  ];
}

function bytesOf(hash: string): Uint8Array {
  return Uint8Array.from({ length: hash.length / 2 }, (_, place) =>
    Number.parseInt(hash.slice(2 * place, 2 * place + 2), 16),
  );
}

function metricRow(
  metric: Metric,
  provenance: Provenance,
  source: string,
  note: string,
): SqlValue[] {
  return [metric.name, metric.title, metric.unit, metric.better, provenance, source, note];
}

function latencyMetricRow(column: LatencyColumn): SqlValue[] {
  const { device, measured, mape, tau, noiseFloor, judgedOn } = column;
  const note =
    `Measured for ${measured.size} networks timed whole, composed for the others by a linear model of ` +
    `those; on ${judgedOn} networks held out its mean error was ${mape.toFixed(2)} %, Kendall's tau ` +
    `${tau.toFixed(2)}; two sets of measurements of the same networks differ by ${noiseFloor.mape.toFixed(2)} %, ` +
    `tau ${noiseFloor.tau.toFixed(2)}. latency.provenance tells which is which.`;
  return metricRow(latency(device), "composed", deviceLatency(column).source, note);
}

function metricRows(fit: AccuracyFit): SqlValue[][] {
  const estimateNote =
    `Additive in the operations of each stage, fitted to ${fit.columns} columns of the published ` +
    `accuracy figure (Chau et al., NeurIPS 2022); cross-validated error of a column's mean ` +
    `${fit.crossValidatedErrorPercent.toFixed(2)} %. One network's standard error is 0.5 %, 0.9 % where ` +
    "all stages have the same block; the low tail is heavier. The rank correlation with measured " +
    "accuracies can be expected to be only about 0.5, and the figure may predate the published tables.";
  return [
    metricRow(accuracy, "estimated", accuracySource, estimateNote),
    metricRow(
      params,
      "exact",
      exactSource,
      "Weights and biases of all layers, batch norm's included.",
    ),
    metricRow(
      flops,
      "exact",
      flopsSources.ptflops,
      "As ptflops 0.6 to 0.7 counts, which the publication used.",
    ),
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
