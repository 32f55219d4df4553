import type { SqlJsStatic } from "sql.js";
import type { BenchmarkFolder } from "./benchmark-folder";
import type { Measurements } from "./measurements";
import { DamagedDatabase, readDatabase } from "./read-database";
import { verifySeal } from "./seal";

/** What the user has imported: a database a benchmark, all in one folder. */
export interface Library {
  readonly entries: readonly LibraryEntry[];
  /** What could not be read and what has become of it, a sentence each. */
  readonly problems: readonly string[];
}

export interface LibraryEntry {
  /** The name of its file in the folder: `blox-release.sqlite`. */
  readonly database: string;
  /** Its curves included. */
  readonly bytes: number;
  /** `sha256:` and 64 hexadecimal digits over the database. */
  readonly checksum: string;
  /** Of which something is known. */
  readonly networks: number;
  readonly measurements: Measurements;
}

/** Whoever changes a folder has this lock of it. */
export const libraryLock = "library";

export const databaseSuffix = ".sqlite";
export const curvesSuffix = ".curves";

/** Everything in a folder. A damaged database is set aside, so that the others serve on. Never rejects. */
export async function loadLibrary(folder: BenchmarkFolder, sql: SqlJsStatic): Promise<Library> {
  const entries: LibraryEntry[] = [];
  const problems: string[] = [];
  // Where an import was killed amidst its last step; even if that fails, each database is a whole one.
  await folder.settle(libraryLock).catch(() => {});
  try {
    for (const { name } of await folder.list()) {
      if (!name.endsWith(databaseSuffix)) continue;
      const read = await readOrSetAside(folder, name, sql);
      if (read === undefined) continue;
      if ("problem" in read) problems.push(read.problem);
      else entries.push(read);
    }
  } catch (error) {
    problems.push(`The benchmarks in ${folder.place} cannot be read: ${messageOf(error)}`);
  }
  return { entries, problems };
}

/** Undefined where it is gone. */
async function readOrSetAside(
  folder: BenchmarkFolder,
  name: string,
  sql: SqlJsStatic,
): Promise<LibraryEntry | { readonly problem: string } | undefined> {
  try {
    return await readEntry(folder, name, sql);
  } catch (error) {
    const isDamaged = error instanceof DamagedDatabase;
    const reason = messageOf(error);
    return {
      problem: isDamaged ? await setAside(folder, name, sql, reason) : `${name}: ${reason}`,
    };
  }
}

async function setAside(
  folder: BenchmarkFolder,
  name: string,
  sql: SqlJsStatic,
  reason: string,
): Promise<string> {
  const damage = `The benchmark database ${name} in ${folder.place} is damaged (${reason})`;
  try {
    return await folder.locked(libraryLock, async () => {
      // Meanwhile another window may have put it right.
      const isStillDamaged = await readEntry(folder, name, sql).then(
        (entry) => entry === undefined,
        () => true,
      );
      const kept = isStillDamaged ? await folder.setAside(name) : undefined;
      return kept === undefined
        ? `${damage} and is left out.`
        : `${damage}. It was set aside as ${kept}; what is embedded serves on. Import the benchmark again.`;
    });
  } catch {
    return `${damage} and is left out. Import the benchmark again.`;
  }
}

/**
 * One database; undefined where there is none. Throws an error that says in a few words what is wrong
 * with it.
 */
export async function readEntry(
  folder: BenchmarkFolder,
  database: string,
  sql: SqlJsStatic,
): Promise<LibraryEntry | undefined> {
  const bytes = await folder.read(database);
  if (!bytes) return undefined;
  const checksum = await verifySeal(bytes);
  if (checksum === undefined) throw new DamagedDatabase("its checksum does not match");
  const measurements = readDatabase(bytes, sql);
  const curves = new Set(curveFiles(measurements));
  const sizes = (await folder.list())
    .filter(({ name }) => curves.has(name))
    .map((entry) => entry.bytes);
  return {
    database,
    bytes: sizes.reduce((sum, size) => sum + size, bytes.length),
    checksum,
    networks: knownNetworks(measurements),
    measurements,
  };
}

/** How many networks something is known of. */
export function knownNetworks({ trainings, latencies, statics }: Measurements): number {
  const tables = [...trainings, ...latencies, statics].map(({ networks }) => networks);
  const [largest = new Float64Array()] = [...tables].sort((a, b) => b.length - a.length);
  // Most tables have the networks of the largest, in the same order.
  const others = tables.filter((networks) => networks !== largest && !isEqual(networks, largest));
  if (others.length === 0) return largest.length;
  const known = new Set(largest);
  for (const networks of others) for (const network of networks) known.add(network);
  return known.size;
}

function isEqual(one: Float64Array, other: Float64Array): boolean {
  return one.length === other.length && one.every((network, row) => network === other[row]);
}

/** The files beside the database that hold its curves. */
export function curveFiles({ trainings }: Measurements): string[] {
  return trainings.flatMap(({ curves }) => curves.map(({ file }) => file));
}

/**
 * Removes a benchmark with its curves; also one that cannot be read, whose curves then stay. Nothing
 * happens where there is none.
 */
export async function removeBenchmark(
  folder: BenchmarkFolder,
  database: string,
  sql: SqlJsStatic,
): Promise<void> {
  await folder.locked(libraryLock, async () => {
    const entry = await readEntry(folder, database, sql).catch(() => undefined);
    // The database first: without it, nothing refers to the curves.
    await folder.remove(database);
    for (const file of entry ? curveFiles(entry.measurements) : []) await folder.remove(file);
  });
}

/**
 * Removes curves that no database refers to, left by an import that was killed. To be called with the
 * lock. Does nothing while a database cannot be read, since they may be its; `known` are the curves of
 * databases, by name, which therefore need not be read.
 */
export async function removeOrphans(
  folder: BenchmarkFolder,
  sql: SqlJsStatic,
  known: ReadonlyMap<string, Iterable<string>>,
): Promise<void> {
  const names = (await folder.list()).map(({ name }) => name);
  const isKnown = (name: string) => name.endsWith(databaseSuffix) || name.endsWith(curvesSuffix);
  if (!names.every(isKnown)) return;
  const used = new Set<string>();
  for (const name of names.filter((name) => name.endsWith(databaseSuffix))) {
    const curves = known.get(name) ?? (await curvesIn(folder, name, sql));
    if (!curves) return;
    for (const file of curves) used.add(file);
  }
  for (const name of names) {
    if (name.endsWith(curvesSuffix) && !used.has(name)) await folder.remove(name);
  }
}

/** Undefined where it cannot be read. */
async function curvesIn(
  folder: BenchmarkFolder,
  database: string,
  sql: SqlJsStatic,
): Promise<string[] | undefined> {
  const entry = await readEntry(folder, database, sql).catch(() => undefined);
  return entry && curveFiles(entry.measurements);
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
