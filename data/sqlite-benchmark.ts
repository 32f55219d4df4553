import type { Database, SqlJsStatic, SqlValue } from "sql.js";
import type { AccuracyEstimate } from "./accuracy-estimate";
import { networkCount } from "./architecture";
import type { Benchmark, MetricColumn } from "./benchmark";
import { bloxSpace, digitsSpace } from "./built-in-spaces";
import { type CampaignColumn, type CampaignRun, campaignColumns } from "./campaign";
import { type CampaignMeasurements, campaignMeasurements } from "./campaign-measurements";
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
  /** By the names of their spaces. */
  readonly spaces: Readonly<Record<string, SpaceContent>>;
}

interface SpaceContent {
  /** Thirty-two hexadecimal digits a network, one after the other: one text is far less to keep. */
  readonly hashes: string;
  readonly devices: readonly DeviceLatency[];
  /** Of accuracies that nobody has measured for this file. */
  readonly estimate?: AccuracyEstimate;
  /** What has been measured for this file. */
  readonly measured?: CampaignMeasurements;
}

/** Those that the file is of. */
const embeddedSpaces: readonly Space[] = [digitsSpace, bloxSpace];

/** Reads the embedded file; `undefined` where it is missing. Never throws. `bytes` are not kept. */
export async function readEmbedded(
  bytes: Uint8Array | undefined,
  sql: SqlJsStatic,
): Promise<EmbeddedContent> {
  if (!bytes) return { problem: problem("missing") };
  try {
    return await readContent(bytes, sql);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { problem: problem(`damaged (${reason})`) };
  }
}

/** What the file says of a space; undefined where it says nothing, or cannot be read. */
export function embeddedOf(content: EmbeddedContent, space: Space): SpaceContent | undefined {
  if ("problem" in content || !embeddedSpaces.includes(space)) return undefined;
  return content.spaces[space.name];
}

/**
 * The embedded benchmark of a space. Parameters and FLOPs are computed and need no file, so that a file
 * that is missing or damaged costs only what was measured and estimated: `problems` then says what is wrong.
 */
export function embeddedBenchmark(space: Space, content: EmbeddedContent): Benchmark {
  const exact = exactBenchmark(space);
  if (!embeddedSpaces.includes(space)) return exact;
  const own = embeddedOf(content, space);
  const problems = "problem" in content ? [content.problem] : [];
  const named = { ...exact, name: embeddedName, problems };
  return own ? withContent(named, own) : named;
}

/** The model hashes of `blox`, which published files name networks by, joined; none where the file has none. */
export function publishedHashes(content: EmbeddedContent): string {
  return embeddedOf(content, bloxSpace)?.hashes ?? "";
}

/** The name of what is known without any import. */
export const embeddedName = "embedded";

function problem(state: string): string {
  return (
    `The embedded benchmark data/blox.sqlite is ${state}. ` +
    "Accuracies and latencies are not available; reinstall the extension, or run `npm run data`."
  );
}

function withContent(
  exact: Benchmark,
  { hashes, estimate, devices, measured }: SpaceContent,
): Benchmark {
  const accuracyColumns: MetricColumn[] = estimate
    ? [
        {
          metric: accuracy,
          provenance: "estimated",
          source: accuracySource,
          values: estimate.percent,
          standardErrors: estimate.standardErrorPercent,
        },
      ]
    : [];
  const count = networkCount(exact.space);
  let indices: ReadonlyMap<string, number> | undefined;
  return {
    ...exact,
    ...(measured && { campaign: measured.about }),
    columns: [...accuracyColumns, ...exact.columns, ...devices.map(latencyColumn)],
    hashOf: (index) => (index >= 0 && index < count ? hashAt(hashes, index) : undefined),
    listsHashes: true,
    indexOfHash(hash) {
      indices ??= new Map(
        Array.from({ length: count }, (_, index) => [hashAt(hashes, index), index]),
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
  const isWhole = measured.size === latencyMs.length;
  return {
    metric: latency(device),
    source,
    ...(isWhole
      ? { provenance: "measured" }
      : { provenance: "composed", measured, composedError: composedErrorText(errors) }),
    values: latencyMs,
    standardErrors: latencyMs.map((ms, network) => (ms * errorPercent(network)) / 100),
  };
}

/** Throws an error that says in a few words what is wrong with the file. */
async function readContent(bytes: Uint8Array, sql: SqlJsStatic): Promise<FileContent> {
  if (bytes.length === 0) throw new Error("it is empty");
  const database = new sql.Database(bytes);
  try {
    const meta = new Map(rows(database, "SELECT key, value FROM meta").map(([k, v]) => [k, v]));
    expectEqual("schema version", meta.get("schema_version"), `${schemaVersion}`);
    const found = rows(database, "SELECT id, name FROM space ORDER BY id");
    const read = found.map(([id, name]) => readSpaceContent(database, Number(id), String(name)));
    if (read.map(({ checksum }) => checksum).join(" ") !== meta.get("checksum"))
      throw new Error("its checksum does not match");
    const spaces = await Promise.all(
      read.map(async ({ space, runs, about, content }) => [
        space.name,
        {
          ...content,
          ...(about && { measured: await campaignMeasurements(space, { about, runs }) }),
        },
      ]),
    );
    return { spaces: Object.fromEntries(spaces) };
  } finally {
    database.close();
  }
}

function readSpaceContent(database: Database, id: number, name: string) {
  const space = embeddedSpaces.find((each) => each.name === name);
  if (!space) throw new Error(`it is of a space ${name}`);
  const count = networkCount(space);
  const hashes = readHashes(database, id);
  expectEqual("number of networks", hashes.length / hashLength, count);
  const estimate = readEstimate(database, id, count);
  const devices = readDevices(database, id, count);
  const runs = readRuns(database, id);
  const [about] = readAbout(database, id);
  return {
    space,
    runs,
    about,
    content: { hashes, devices, ...(estimate && { estimate }) },
    checksum: contentChecksum({ hashes, estimate, devices, runs }),
  };
}

const hashLength = 32;

function hashAt(hashes: string, index: number): string {
  return hashes.slice(hashLength * index, hashLength * (index + 1));
}

function readHashes(database: Database, space: number): string {
  const joined = `SELECT lower(group_concat(hex(hash), ''))
     FROM (SELECT hash FROM network WHERE space = ${space} ORDER BY id)`;
  return String(rows(database, joined)[0]?.[0] ?? "");
}

function readEstimate(
  database: Database,
  space: number,
  networks: number,
): AccuracyEstimate | undefined {
  const from = `accuracy_estimate WHERE space = ${space} ORDER BY network`;
  const percent = readNumbers(database, "percent", from);
  if (percent.length === 0) return undefined;
  expectEqual("number of estimates", percent.length, networks);
  return { percent, standardErrorPercent: readNumbers(database, "standard_error", from) };
}

function readAbout(database: Database, space: number) {
  const columns = "title, licence, citation, recipe, machine, begun";
  return rows(database, `SELECT ${columns} FROM campaign WHERE space = ${space}`).map((row) => {
    const [title = "", licence = "", citation = "", recipe = "", machine = "", begun = ""] =
      row.map(String);
    return { title, licence, citation, recipe, machine, begun };
  });
}

function readRuns(database: Database, space: number): CampaignRun[] {
  const found = rows(
    database,
    `SELECT id, seed, epochs FROM run WHERE space = ${space} ORDER BY id`,
  );
  return found.map(([id, seed, epochs]) => {
    const from = `training WHERE run = ${id} ORDER BY network`;
    const columns = campaignColumns.map((column) => [column, readNumbers(database, column, from)]);
    const curves = `SELECT json_group_array(json(val_top1_by_epoch)) FROM (SELECT * FROM ${from})`;
    return {
      seed: Number(seed),
      epochs: Number(epochs),
      networks: readNumbers(database, "network", from),
      columns: Object.fromEntries(columns) as Record<CampaignColumn, Float64Array>,
      byEpoch: JSON.parse(String(rows(database, curves)[0]?.[0])),
    };
  });
}

/** A column as one JSON text: far quicker than to step through its rows. */
function readNumbers(database: Database, column: string, from: string): Float64Array {
  const query = `SELECT json_group_array(${column}) FROM (SELECT ${column} FROM ${from})`;
  return Float64Array.from(JSON.parse(String(rows(database, query)[0]?.[0])));
}

function readDevices(database: Database, space: number, networks: number): DeviceLatency[] {
  const devices = rows(
    database,
    `SELECT id, name, source, measured_standard_error, composed_standard_error, composed_mean_error,
       composed_kendall_tau, noise_mean_error, noise_kendall_tau
     FROM device WHERE space = ${space} ORDER BY id`,
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
