import type { Database, SqlJsStatic, SqlValue } from "sql.js";
import {
  type BlockSignature,
  type CurveReference,
  curveColumns,
  type Environment,
  type ImportedFile,
  type Measurements,
  type NetworkTable,
  type Timings,
  type Training,
  timingColumns,
  trainingColumns,
} from "./measurements";
import { libraryVersion, migrate } from "./migrations";
import { isInBounds, type ValueColumn } from "./value-bounds";

/** A database that cannot be read; the message says in a few words what is wrong with it. */
export class DamagedDatabase extends Error {
  override readonly name = "DamagedDatabase";
}

/** A database of a schema that came after this build; the message says what to do. */
export class NewerDatabase extends Error {
  override readonly name = "NewerDatabase";
}

/**
 * What the SQLite file of an imported benchmark holds. An older one is brought up to date first, in memory
 * alone. `verifySeal` tells before whether the file is whole; what is read is checked nevertheless. Throws
 * `DamagedDatabase` or `NewerDatabase`. `bytes` are not kept.
 */
export function readDatabase(bytes: Uint8Array, sql: SqlJsStatic): Measurements {
  if (bytes.length === 0) throw new DamagedDatabase("it is empty");
  const database = new sql.Database(bytes);
  try {
    const version = versionOf(database);
    if (version < libraryVersion) migrate(database, version);
    return measurementsIn(database);
  } catch (error) {
    if (error instanceof DamagedDatabase || error instanceof NewerDatabase) throw error;
    throw new DamagedDatabase(error instanceof Error ? error.message : String(error));
  } finally {
    database.close();
  }
}

function versionOf(database: Database): number {
  const version = Number(metaIn(database)("schema_version"));
  if (!Number.isSafeInteger(version) || version < 1)
    throw new DamagedDatabase("it does not say the version of its schema");
  if (version > libraryVersion) {
    throw new NewerDatabase(
      `it was written by a newer version of Blox (schema ${version}; this one reads up to ${libraryVersion}). Update Blox to use it`,
    );
  }
  return version;
}

function measurementsIn(database: Database): Measurements {
  const meta = metaIn(database);
  const networks = integer(Number(meta("networks")), "the number of networks");
  return {
    benchmark: {
      name: meta("name"),
      title: meta("title"),
      licence: meta("licence"),
      citation: meta("citation"),
    },
    space: { name: meta("space"), fingerprint: meta("fingerprint") },
    trainings: readTrainings(database, networks),
    latencies: readLatencies(database, networks),
    statics: readTable(
      database,
      ["params", "flops"],
      "id",
      "network WHERE params IS NOT NULL OR flops IS NOT NULL",
      networks,
    ),
    environments: readEnvironments(database, networks),
    signatures: readSignatures(database),
    files: readFiles(database),
  };
}

function metaIn(database: Database): (key: string) => string {
  const meta = new Map(rows(database, "SELECT key, value FROM meta").map(([k, v]) => [k, v]));
  return (key) => text(meta.get(key), key);
}

function readTrainings(database: Database, networks: number): Training[] {
  const curves = curvesByRun(database);
  return rows(database, "SELECT id, seed, epochs, dataset FROM run ORDER BY id").map(
    ([id, seed, epochs, dataset]) => ({
      run: {
        seed: nullOr(anyInteger, seed, "a seed"),
        epochs: nullOr(integer, epochs, "a number of epochs"),
        dataset: nullOr(text, dataset, "a dataset"),
      },
      ...readTable(database, trainingColumns, "network", `training WHERE run = ${id}`, networks),
      curves: curves.get(id) ?? [],
    }),
  );
}

function curvesByRun(database: Database): ReadonlyMap<SqlValue | undefined, CurveReference[]> {
  const byRun = new Map<SqlValue | undefined, CurveReference[]>();
  const all = rows(database, "SELECT run, column, file FROM curve_file ORDER BY run, column");
  for (const [run, name, file] of all) {
    const column = curveColumns.find((known) => known === name);
    if (column === undefined) throw new DamagedDatabase(`${name} is no column of curves`);
    byRun.set(run, [...(byRun.get(run) ?? []), { column, file: fileName(file) }]);
  }
  return byRun;
}

/** It is opened in the folder of the database: nothing else may be reached by it. */
function fileName(value: SqlValue | undefined): CurveReference["file"] {
  const name = text(value, "a file of curves");
  if (/[/\\]|^\./.test(name)) throw new DamagedDatabase("a file of curves has no possible name");
  return name;
}

function readLatencies(database: Database, networks: number): Timings[] {
  const query = "SELECT id, name, runtime, threads, precision, batch_size FROM device ORDER BY id";
  return rows(database, query).map(([id, name, runtime, threads, precision, batchSize]) => ({
    device: {
      name: text(name, "a device"),
      runtime: nullOr(text, runtime, "a runtime"),
      threads: nullOr(integer, threads, "a number of threads"),
      precision: nullOr(text, precision, "a precision"),
      batchSize: nullOr(integer, batchSize, "a batch size"),
    },
    ...readTable(database, timingColumns, "network", `latency WHERE device = ${id}`, networks),
  }));
}

function readEnvironments(database: Database, networks: number): Environment[] {
  return rows(database, "SELECT id, seed FROM environment ORDER BY id").map(([id, seed]) => {
    const parts = rows(
      database,
      `SELECT part, version FROM environment_part WHERE environment = ${id} ORDER BY part`,
    );
    return {
      seed: nullOr(anyInteger, seed, "a seed"),
      versions: Object.fromEntries(
        parts.map(([part, version]) => [text(part, "a part"), text(version, "a version")]),
      ),
      networks: readTable(database, [], "network", `trained_in WHERE environment = ${id}`, networks)
        .networks,
    };
  });
}

function readSignatures(database: Database): BlockSignature[] {
  const signatures: { stage: number; block: number; values: number[] }[] = [];
  const query = "SELECT stage, block, value FROM block_signature ORDER BY stage, block, place";
  for (const [stageNumber, blockNumber, value] of rows(database, query)) {
    const stage = integer(stageNumber, "a stage") - 1;
    const block = integer(blockNumber, "a block");
    const last = signatures.at(-1);
    const number = nullOr(real, value, "a signature") ?? Number.NaN;
    if (last?.stage === stage && last.block === block) last.values.push(number);
    else signatures.push({ stage, block, values: [number] });
  }
  return signatures.map(({ values, ...place }) => ({ ...place, values: new Float64Array(values) }));
}

function readFiles(database: Database): ImportedFile[] {
  const query =
    "SELECT name, content, format, bytes, rows, imported_at, checksum FROM imported_file ORDER BY id";
  return rows(database, query).map(([name, content, format, bytes, rowCount, importedAt, sum]) => ({
    name: text(name, "a file"),
    content: text(content, "what a file is"),
    format: text(format, "a format"),
    bytes: integer(bytes, "a number of bytes"),
    rows: integer(rowCount, "a number of rows"),
    importedAt: text(importedAt, "a time"),
    ...(sum === null ? {} : { checksum: text(sum, "a checksum") }),
  }));
}

/** Columns of which nothing is known are left out. `from` is a table and what rows of it. */
function readTable<Column extends ValueColumn>(
  database: Database,
  columns: readonly Column[],
  key: string,
  from: string,
  networkCount: number,
): NetworkTable<Column> {
  const counts = ["*", ...columns].map((column) => `count(${column})`).join(", ");
  const [count, ...known] = rows(database, `SELECT ${counts} FROM ${from}`)[0] ?? [];
  const names = columns.filter((_, place) => known[place] !== 0);
  const networks = new Float64Array(Number(count));
  const values = names.map((name) => ({ name, column: new Float64Array(networks.length) }));
  let row = 0;
  let before = -1;
  step(database, `SELECT ${[key, ...names].join(", ")} FROM ${from} ORDER BY ${key}`, (found) => {
    const network = integer(found[0], "a network");
    if (network >= networkCount || network <= before)
      throw new DamagedDatabase(`${network} is no network of its space`);
    before = network;
    networks[row] = network;
    for (let place = 0; place < values.length; place++) {
      const { name, column } = values[place] ?? noColumn;
      column[row] = valueIn(name, found[place + 1]);
    }
    row++;
  });
  const kept: Partial<Record<Column, Float64Array>> = {};
  for (const { name, column } of values) kept[name] = column;
  return { networks, columns: kept };
}

const noColumn = { name: "ms", column: new Float64Array() } as const;

function valueIn(column: ValueColumn, value: SqlValue | undefined): number {
  if (value === null) return Number.NaN;
  if (typeof value !== "number" || !isInBounds(column, value))
    throw new DamagedDatabase(`${value} is no value of ${column}`);
  return value;
}

function text(value: SqlValue | undefined, what: string): string {
  if (typeof value !== "string" || value.length > longestText)
    throw new DamagedDatabase(`${what} is not as expected`);
  return value;
}

/** Characters; licences and citations are the longest that there is. */
const longestText = 100_000;

function integer(value: SqlValue | undefined, what: string): number {
  const number = anyInteger(value, what);
  if (number < 0) throw new DamagedDatabase(`${what} is not as expected`);
  return number;
}

function anyInteger(value: SqlValue | undefined, what: string): number {
  if (typeof value !== "number" || !Number.isSafeInteger(value))
    throw new DamagedDatabase(`${what} is not as expected`);
  return value;
}

function real(value: SqlValue | undefined, what: string): number {
  if (typeof value !== "number" || !Number.isFinite(value))
    throw new DamagedDatabase(`${what} is not as expected`);
  return value;
}

function nullOr<Type>(
  read: (value: SqlValue | undefined, what: string) => Type,
  value: SqlValue | undefined,
  what: string,
): Type | null {
  return value === null ? null : read(value, what);
}

function rows(database: Database, query: string): SqlValue[][] {
  return database.exec(query)[0]?.values ?? [];
}

/** Row by row: nothing is made of all of them. */
function step(database: Database, query: string, take: (row: readonly SqlValue[]) => void): void {
  const statement = database.prepare(query);
  try {
    while (statement.step()) take(statement.get());
  } finally {
    statement.free();
  }
}
