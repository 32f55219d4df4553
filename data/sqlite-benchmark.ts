import type { Database, SqlJsStatic, SqlValue } from "sql.js";
import type { AccuracyEstimate } from "./accuracy-estimate";
import { networkCount } from "./architecture";
import type { Benchmark, MetricColumn } from "./benchmark";
import { contentChecksum } from "./content-checksum";
import { composedErrorText, type DeviceLatency } from "./device-latency";
import { exactBenchmark } from "./exact-benchmark";
import { accuracy, latency } from "./metrics";
import { schemaVersion } from "./schema";
import { accuracySource } from "./sources";
import type { Space } from "./space";

/** What the embedded file says; or what is wrong with it, in words for the user. All of it is data. */
export type EmbeddedContent = FileContent | { readonly problem: string };

interface FileContent {
  /** Thirty-two hexadecimal digits a network, one after the other: one text is far less to keep. */
  readonly hashes: string;
  readonly estimate: AccuracyEstimate;
  readonly devices: readonly DeviceLatency[];
}

/** Reads the embedded file of a space; `undefined` where it is missing. Never throws. `bytes` are not kept. */
export function readEmbedded(
  space: Space,
  bytes: Uint8Array | undefined,
  sql: SqlJsStatic,
): EmbeddedContent {
  if (!bytes) return { problem: problem(space, "missing") };
  try {
    return readContent(space, bytes, sql);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { problem: problem(space, `damaged (${reason})`) };
  }
}

/**
 * The embedded benchmark of a space. Parameters and FLOPs are computed and need no file, so that a file
 * that is missing or damaged costs only the estimates and the latencies: `problems` then says what is wrong.
 */
export function embeddedBenchmark(space: Space, content: EmbeddedContent): Benchmark {
  const exact = { ...exactBenchmark(space), name: embeddedName };
  return "problem" in content
    ? { ...exact, problems: [content.problem] }
    : withContent(exact, content);
}

/** The name of what is known without any import. */
export const embeddedName = "embedded";

function problem(space: Space, state: string): string {
  return (
    `The embedded benchmark data/${space.name}.sqlite is ${state}. ` +
    "Accuracy estimates and latencies are not available; reinstall the extension, or run `npm run data`."
  );
}

function withContent(exact: Benchmark, { hashes, estimate, devices }: FileContent): Benchmark {
  const accuracyColumn: MetricColumn = {
    metric: accuracy,
    provenance: "estimated",
    source: accuracySource,
    values: estimate.percent,
    standardErrors: estimate.standardErrorPercent,
  };
  let indices: ReadonlyMap<string, number> | undefined;
  return {
    ...exact,
    columns: [accuracyColumn, ...exact.columns, ...devices.map(latencyColumn)],
    hashOf: (index) => (index in estimate.percent ? hashAt(hashes, index) : undefined),
    listsHashes: true,
    indexOfHash(hash) {
      indices ??= new Map(
        Array.from(estimate.percent, (_, index) => [hashAt(hashes, index), index]),
      );
      return indices.get(hash.toLowerCase());
    },
  };
}

function latencyColumn({
  device,
  source,
  latencyMs,
  measured,
  standardErrorPercent,
  ...errors
}: DeviceLatency): MetricColumn {
  const errorPercent = (network: number) =>
    measured.has(network) ? standardErrorPercent.measured : standardErrorPercent.composed;
  return {
    metric: latency(device),
    provenance: "composed",
    measured,
    source,
    composedError: composedErrorText(errors),
    values: latencyMs,
    standardErrors: latencyMs.map((ms, network) => (ms * errorPercent(network)) / 100),
  };
}

/** Throws an error that says in a few words what is wrong with the file. */
function readContent(space: Space, bytes: Uint8Array, sql: SqlJsStatic): FileContent {
  if (bytes.length === 0) throw new Error("it is empty");
  const database = new sql.Database(bytes);
  try {
    const meta = new Map(rows(database, "SELECT key, value FROM meta").map(([k, v]) => [k, v]));
    expectEqual("schema version", meta.get("schema_version"), `${schemaVersion}`);
    expectEqual("space", meta.get("space"), space.name);

    const hashes = readHashes(database);
    expectEqual("number of networks", hashes.length / hashLength, networkCount(space));
    const estimate = readEstimate(database, networkCount(space));

    const devices = readDevices(database, networkCount(space));

    const checksum = contentChecksum(hashes, estimate, devices);
    if (checksum !== meta.get("checksum")) throw new Error("its checksum does not match");
    return { hashes, estimate, devices };
  } finally {
    database.close();
  }
}

const hashLength = 32;

function hashAt(hashes: string, index: number): string {
  return hashes.slice(hashLength * index, hashLength * (index + 1));
}

function readHashes(database: Database): string {
  const joined =
    "SELECT lower(group_concat(hex(hash), '')) FROM (SELECT hash FROM network ORDER BY id)";
  return String(rows(database, joined)[0]?.[0] ?? "");
}

function readEstimate(database: Database, networks: number): AccuracyEstimate {
  const from = "accuracy_estimate ORDER BY network";
  const percent = readNumbers(database, "percent", from);
  expectEqual("number of estimates", percent.length, networks);
  return { percent, standardErrorPercent: readNumbers(database, "standard_error", from) };
}

/** A column as one JSON text: far quicker than to step through its rows. */
function readNumbers(database: Database, column: string, from: string): Float64Array {
  const query = `SELECT json_group_array(${column}) FROM (SELECT ${column} FROM ${from})`;
  return Float64Array.from(JSON.parse(String(rows(database, query)[0]?.[0])));
}

function readDevices(database: Database, networks: number): DeviceLatency[] {
  const devices = rows(
    database,
    `SELECT id, name, source, measured_standard_error, composed_standard_error, composed_mean_error,
       composed_kendall_tau, noise_mean_error, noise_kendall_tau FROM device ORDER BY id`,
  );
  return devices.map(([id, device, source, ...figures]) => {
    const [measured = 0, composed = 0, mape = 0, tau = 0, noiseMape = 0, noiseTau = 0] =
      figures.map(Number);
    return {
      device: String(device),
      source: String(source),
      ...readLatencies(database, Number(id), networks),
      standardErrorPercent: { measured, composed },
      composedError: { mape, tau },
      noiseFloor: { mape: noiseMape, tau: noiseTau },
    };
  });
}

function readLatencies(database: Database, device: number, networks: number) {
  const from = (condition: string) =>
    `timing WHERE device = ${device} AND ${condition} ORDER BY network`;
  const latencyMs = readNumbers(database, "microseconds", from("true")).map((us) => us / 1000);
  expectEqual("number of latencies", latencyMs.length, networks);
  const measured = new Set(readNumbers(database, "network", from("is_measured")));
  return { latencyMs, measured };
}

function rows(database: Database, query: string): SqlValue[][] {
  return database.exec(query)[0]?.values ?? [];
}

function expectEqual(what: string, found: SqlValue | undefined, expected: SqlValue): void {
  if (found !== expected) throw new Error(`${what} ${expected} expected, ${found ?? "none"} found`);
}
