import type { Database, SqlJsStatic, SqlValue } from "sql.js";
import { type AccuracyFit, estimateAccuracy } from "./accuracy-estimate";
import type { Metric, Provenance } from "./benchmark";
import { blocksOf } from "./blocks";
import { type Campaign, type CampaignRun, campaignColumns } from "./campaign";
import { contentChecksum } from "./content-checksum";
import { deviceLatency } from "./device-latency";
import { exactColumns } from "./exact-columns";
import { accuracy, flops, latency, params } from "./metrics";
import { schema, schemaVersion } from "./schema";
import { accuracySource, exactSource, flopsSources } from "./sources";
import type { Space } from "./space";
import type { LatencyColumn } from "./timing/composition";

/** What the embedded file holds of a space. */
export interface SpaceToEmbed {
  readonly space: Space;
  /** The model hashes of all networks, by index. */
  readonly hashes: readonly string[];
  readonly latencies: readonly LatencyColumn[];
  /** Of accuracies that nobody has measured here. */
  readonly fit?: AccuracyFit;
  /** What has been measured here. */
  readonly campaign?: Campaign;
}

/** The bytes of the embedded SQLite file, the same ones for the same content. */
export function buildDatabase(spaces: readonly SpaceToEmbed[], sql: SqlJsStatic): Uint8Array {
  const database = new sql.Database();
  try {
    database.run("PRAGMA page_size = 4096");
    database.run("BEGIN");
    database.run(schema);
    const checksums = spaces.map((each, place) => fill(database, each, place + 1));
    insert(database, "meta", [
      ["schema_version", `${schemaVersion}`],
      ["made_by", "npm run data"],
      ["checksum", checksums.join(" ")],
    ]);
    database.run("COMMIT");
    database.run("VACUUM");
    return database.export();
  } finally {
    database.close();
  }
}

/** Gives the checksum over the content. */
function fill(database: Database, content: SpaceToEmbed, id: number): string {
  const { space, hashes, latencies, fit, campaign } = content;
  const exact = exactColumns(space);
  const estimate = fit && estimateAccuracy(space, fit);
  const devices = latencies.map(deviceLatency);

  insert(database, "space", [[id, space.name, space.dataset ?? null, hashes.length]]);
  const metrics = [
    ...(campaign ? [measuredRow(campaign)] : []),
    ...(fit ? [estimatedRow(fit)] : []),
    ...exactRows(space),
    ...latencies.map(latencyRow),
  ];
  insert(
    database,
    "metric",
    metrics.map((row) => [id, ...row]),
  );
  insert(
    database,
    "block",
    blocksOf(space, 0).map(({ index, topology, expression }) => [
      id,
      index,
      topology.name,
      expression,
    ]),
  );
  insert(
    database,
    "network",
    hashes.map((hash, network) => [
      id,
      network,
      bytesOf(hash),
      exact.params[network] ?? null,
      exact.flops[network] ?? null,
    ]),
  );
  if (estimate) {
    const { percent, standardErrorPercent } = estimate;
    insert(
      database,
      "accuracy_estimate",
      Array.from(percent, (value, network) => [
        id,
        network,
        value,
        standardErrorPercent[network] ?? null,
      ]),
    );
  }
  if (campaign) {
    const { title, licence, citation, recipe, machine, begun } = campaign.about;
    insert(database, "campaign", [[id, title, licence, citation, recipe, machine, begun]]);
    for (const run of campaign.runs) insertRun(database, id, run);
  }
  for (const column of latencies) insertDevice(database, id, column);
  return contentChecksum({
    hashes: hashes.join(""),
    estimate,
    devices,
    runs: campaign?.runs ?? [],
  });
}

function insertRun(database: Database, space: number, run: CampaignRun): void {
  const { networks, columns, byEpoch } = run;
  const id = nextId(database, "run");
  insert(database, "run", [[id, space, run.seed, run.epochs]]);
  insert(
    database,
    "training",
    Array.from(networks, (network, row) => [
      id,
      network,
      ...campaignColumns.map((column) => columns[column][row] ?? null),
      JSON.stringify(byEpoch[row]),
    ]),
  );
}

function insertDevice(database: Database, space: number, column: LatencyColumn): void {
  const latencies = deviceLatency(column);
  const { device, source, latencyMs, measured, standardErrorPercent, ...errors } = latencies;
  const { composedError, noiseFloor } = errors;
  const id = nextId(database, "device");
  insert(database, "device", [
    [
      id,
      space,
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
    ],
  ]);
  insert(
    database,
    "timing",
    Array.from(latencyMs, (ms, network) => [
      id,
      network,
      Math.round(1000 * ms),
      measured.has(network) ? 1 : 0,
    ]),
  );
}

function nextId(database: Database, table: "run" | "device"): number {
  const [result] = database.exec(`SELECT count(*) + 1 FROM ${table}`);
  return Number(result?.values[0]?.[0]);
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

function latencyRow(column: LatencyColumn): SqlValue[] {
  const { device, measured, mape, tau, noiseFloor, judgedOn, msByIndex } = column;
  const floor =
    `two sets of measurements of the same networks differ by ${noiseFloor.mape.toFixed(2)} %, ` +
    `tau ${noiseFloor.tau.toFixed(2)}.`;
  if (measured.size === msByIndex.length) {
    const note = `Every network was timed whole; ${floor}`;
    return metricRow(latency(device), "measured", deviceLatency(column).source, note);
  }
  const note =
    `Measured for ${measured.size} networks timed whole, composed for the others by a linear model of ` +
    `those; on ${judgedOn} networks held out its mean error was ${mape.toFixed(2)} %, Kendall's tau ` +
    `${tau.toFixed(2)}; ${floor} latency.provenance tells which is which.`;
  return metricRow(latency(device), "composed", deviceLatency(column).source, note);
}

function measuredRow({ about }: Campaign): SqlValue[] {
  const note = `Of the test set, after the last epoch. ${about.recipe}. ${about.machine}.`;
  return metricRow(accuracy, "measured", about.title, note);
}

function estimatedRow(fit: AccuracyFit): SqlValue[] {
  const note =
    `Additive in the operations of each stage, fitted to ${fit.columns} columns of the published ` +
    `accuracy figure (Chau et al., NeurIPS 2022); cross-validated error of a column's mean ` +
    `${fit.crossValidatedErrorPercent.toFixed(2)} %. One network's standard error is 0.5 %, 0.9 % where ` +
    "all stages have the same block; the low tail is heavier. The rank correlation with measured " +
    "accuracies can be expected to be only about 0.5, and the figure may predate the published tables.";
  return metricRow(accuracy, "estimated", accuracySource, note);
}

function exactRows({ flopsConvention }: Space): SqlValue[][] {
  return [
    metricRow(
      params,
      "exact",
      exactSource,
      "Weights and biases of all layers, batch norm's included.",
    ),
    metricRow(
      flops,
      "exact",
      flopsSources[flopsConvention],
      "As ptflops 0.6 to 0.7 counts, which the publication used.",
    ),
  ];
}

function insert(database: Database, table: string, rows: readonly SqlValue[][]): void {
  const places = rows[0]?.map(() => "?").join(", ");
  if (places === undefined) return;
  const statement = database.prepare(`INSERT INTO ${table} VALUES (${places})`);
  try {
    for (const row of rows) statement.run(row);
  } finally {
    statement.free();
  }
}
