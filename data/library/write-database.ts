import type { Database, SqlJsStatic, SqlValue } from "sql.js";
import { indexStrides, networkCount } from "../architecture";
import { type Block, blocksOf } from "../blocks";
import type { Space } from "../space";
import { bytesOfDigits, hashBytesEach } from "./hash-bytes";
import { librarySchema } from "./library-schema";
import type { Measurements, NetworkTable } from "./measurements";
import { libraryVersion } from "./migrations";
import { seal, unsealed } from "./seal";
import { isInBounds, type ValueColumn } from "./value-bounds";

/**
 * The bytes of the SQLite file of an imported benchmark, sealed, the same ones for the same content.
 * `hashes` are the model hashes of all networks of the space by index, 32 hexadecimal digits each, joined;
 * empty where there are none. Throws a `RangeError` where a value is out of its bounds: it could not be
 * read again.
 */
export async function writeDatabase(
  measurements: Measurements,
  space: Space,
  sql: SqlJsStatic,
  hashes = "",
): Promise<Uint8Array> {
  const database = new sql.Database();
  try {
    // The file is in memory: there is nothing to go back to, and it is kept when it is whole.
    database.run("PRAGMA page_size = 16384; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF");
    database.run(`PRAGMA cache_size = ${-keptKibibytes}`);
    database.run("BEGIN");
    database.run(librarySchema(space));
    database.run("INSERT INTO seal VALUES (?)", [unsealed]);
    fill(database, measurements, space, hashes);
    database.run("COMMIT");
    return await seal(database.export());
  } finally {
    database.close();
  }
}

/** Pages that do not fit are written before the others, which makes the file grow unevenly. */
const keptKibibytes = 200_000;

function fill(database: Database, measurements: Measurements, space: Space, hashes: string): void {
  const { files, statics, trainings, latencies, environments } = measurements;
  const networks = networksOf(measurements);
  insertAll(database, "meta", metaRows(measurements, space));
  insertAll(
    database,
    "imported_file",
    files.map((file, place) => [
      place + 1,
      file.name,
      file.content,
      file.format,
      file.bytes,
      file.rows,
      file.importedAt,
      file.checksum ?? null,
    ]),
  );
  insertAll(database, "block", blockRows(space, networks));
  insertNetworks(database, networks, statics, bytesOfDigits(hashes) ?? new Uint8Array());
  for (const [place, { run, curves, ...table }] of trainings.entries()) {
    const id = place + 1;
    insertAll(database, "run", [[id, run.seed, run.epochs, run.dataset]]);
    insertTable(database, "training", ["run", id], table);
    insertAll(
      database,
      "curve_file",
      curves.map(({ column, file }) => [id, column, file]),
    );
  }
  for (const [place, { device, ...table }] of latencies.entries()) {
    const id = place + 1;
    const { name, runtime, threads, precision, batchSize } = device;
    insertAll(database, "device", [[id, name, runtime, threads, precision, batchSize]]);
    insertTable(database, "latency", ["device", id], table);
  }
  for (const [place, { seed, versions, networks }] of environments.entries()) {
    const id = place + 1;
    insertAll(database, "environment", [[id, seed]]);
    const parts = Object.entries(versions);
    insertAll(
      database,
      "environment_part",
      parts.map(([part, version]) => [id, part, version]),
    );
    insertTable(database, "trained_in", ["environment", id], { networks, columns: {} });
  }
  insertAll(database, "block_signature", signatureRows(measurements));
}

function metaRows({ benchmark, space: identity }: Measurements, space: Space): SqlValue[][] {
  return [
    ["schema_version", `${libraryVersion}`],
    ["name", benchmark.name],
    ["title", benchmark.title],
    ["licence", benchmark.licence],
    ["citation", benchmark.citation],
    ["space", identity.name],
    ["fingerprint", identity.fingerprint],
    ["networks", `${networkCount(space)}`],
  ];
}

/** The blocks that the networks are made of. */
function blockRows(space: Space, networks: Float64Array): SqlValue[][] {
  return indexStrides(space).flatMap((stride, stage) => {
    const blocks = blocksOf(space, stage);
    const used = new Uint8Array(blocks.length);
    for (const network of networks) used[Math.floor(network / stride) % blocks.length] = 1;
    const isUsed = ({ index }: Block) => used[index] === 1;
    return blocks
      .filter(isUsed)
      .map(({ index, expression }): SqlValue[] => [stage + 1, index, expression]);
  });
}

function signatureRows({ signatures }: Measurements): SqlValue[][] {
  return signatures.flatMap(({ stage, block, values }) =>
    Array.from(values, (value, place): SqlValue[] => [stage + 1, block, place, value]),
  );
}

/** Every network that something is said of, ascending. */
function networksOf({ trainings, latencies, statics, environments }: Measurements): Float64Array {
  return [...trainings, ...latencies, statics, ...environments]
    .map(({ networks }) => networks)
    .reduce(union, new Float64Array());
}

/** Of two lists in ascending order. */
function union(one: Float64Array, other: Float64Array): Float64Array {
  const all = new Float64Array(one.length + other.length);
  let filled = 0;
  for (let a = 0, b = 0; a < one.length || b < other.length; filled++) {
    const first = one[a] ?? Number.POSITIVE_INFINITY;
    const second = other[b] ?? Number.POSITIVE_INFINITY;
    all[filled] = Math.min(first, second);
    if (first <= second) a++;
    if (second <= first) b++;
  }
  return all.slice(0, filled);
}

function insertNetworks(
  database: Database,
  networks: Float64Array,
  statics: Measurements["statics"],
  hashes: Uint8Array,
): void {
  const { params, flops } = statics.columns;
  expectInBounds("params", params);
  expectInBounds("flops", flops);
  const hasHashes = hashes.length > 0;
  let place = 0;
  insertRows(
    database,
    hasHashes
      ? "INSERT INTO network (id, params, flops, hash)"
      : "INSERT INTO network (id, params, flops)",
    hasHashes ? "(?, ?, ?, ?)" : "(?, ?, ?)",
    networks.length,
    (row, values) => {
      const network = networks[row] ?? Number.NaN;
      const isStated = statics.networks[place] === network;
      values.push(
        network,
        isStated ? (params?.[place] ?? null) : null,
        isStated ? (flops?.[place] ?? null) : null,
      );
      if (isStated) place++;
      const start = network * hashBytesEach;
      if (hasHashes) values.push(hashes.subarray(start, start + hashBytesEach));
    },
  );
}

/** Rows of a table whose key is `owner`, a column with its value, and the network. */
function insertTable<Column extends ValueColumn>(
  database: Database,
  table: string,
  [owner, id]: readonly [string, number],
  { networks, columns }: NetworkTable<Column>,
): void {
  const names: Column[] = [];
  const given: Float64Array[] = [];
  for (const name in columns) {
    const values: Float64Array | undefined = columns[name];
    if (!values) continue;
    expectInBounds(name, values);
    names.push(name);
    given.push(values);
  }
  insertRows(
    database,
    `INSERT INTO ${table} (${[owner, "network", ...names].join(", ")})`,
    `(${[id, "?", ...names.map(() => "?")].join(", ")})`,
    networks.length,
    (row, values) => {
      values.push(networks[row] ?? null);
      for (const column of given) values.push(column[row] ?? null);
    },
  );
}

function expectInBounds(column: ValueColumn, values: Float64Array | undefined): void {
  const wrong = values?.find((value) => !isInBounds(column, value));
  if (wrong !== undefined) throw new RangeError(`${wrong} is no value of ${column}`);
}

/** So many rows to a statement are several times as fast as one. */
const rowsAtOnce = 50;

/** `fill` adds a row's values to those of the rows before it. SQLite keeps NaN as NULL. */
function insertRows(
  database: Database,
  into: string,
  places: string,
  count: number,
  fill: (row: number, values: SqlValue[]) => void,
): void {
  let row = 0;
  const insert = (rows: number) => {
    const statement = database.prepare(`${into} VALUES ${Array(rows).fill(places).join(", ")}`);
    try {
      while (row + rows <= count) {
        const values: SqlValue[] = [];
        for (let end = row + rows; row < end; row++) fill(row, values);
        statement.run(values);
      }
    } finally {
      statement.free();
    }
  };
  insert(rowsAtOnce);
  insert(1);
}

function insertAll(database: Database, table: string, rows: readonly SqlValue[][]): void {
  const places = `(${rows[0]?.map(() => "?").join(", ")})`;
  if (rows.length > 0)
    insertRows(database, `INSERT INTO ${table}`, places, rows.length, (row, values) => {
      values.push(...(rows[row] ?? []));
    });
}
