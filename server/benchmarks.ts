import initSqlJs, { type SqlJsStatic } from "sql.js";
import type { Benchmark } from "../data/benchmark";
import { layeredBenchmark } from "../data/layered-benchmark";
import type { BenchmarkFolder } from "../data/library/benchmark-folder";
import { type Library, type LibraryEntry, loadLibrary } from "../data/library/library";
import type { Measurements } from "../data/library/measurements";
import { spaceIdentity } from "../data/library/space-identity";
import type { Space } from "../data/space";
import {
  type EmbeddedContent,
  embeddedBenchmark,
  embeddedName,
  embeddedOf,
  readEmbedded,
} from "../data/sqlite-benchmark";
import type { Platform } from "./platform";

/** The benchmark of a space. */
export type Benchmarks = (space: Space) => Benchmark;

/** What there is to make benchmarks of: the embedded file's content, and the user's imports. */
export interface BenchmarkSources {
  readonly embedded: EmbeddedContent;
  readonly library: Library;
}

/** The name of the benchmark to use of a space, by the space's name. */
export type InUse = Readonly<Record<string, string>>;

export const emptyLibrary: Library = { entries: [], problems: [] };

/**
 * The benchmarks that these sources give. Those of one space lie over one another, the one in use on top;
 * `embedded` in use leaves all imports out. Each is made when it is first asked for.
 */
export function benchmarksOf({ embedded, library }: BenchmarkSources, inUse: InUse): Benchmarks {
  const made = new WeakMap<Space, Benchmark>();
  return (space) => {
    const known = made.get(space);
    if (known) return known;
    const benchmark = layered(space, embedded, library, inUse[space.name]);
    made.set(space, benchmark);
    return benchmark;
  };
}

function layered(
  space: Space,
  embedded: EmbeddedContent,
  library: Library,
  inUse: string | undefined,
): Benchmark {
  const base = embeddedBenchmark(space, embedded);
  const { matching, others } = entriesOf(space, library);
  const problems = [...base.problems, ...others.map((entry) => otherDefinition(space, entry))];
  const imported = inUse === embeddedName ? [] : inOrder(matching, inUse);
  const measured = measuredForFile(embedded, space);
  // What was measured for the file itself lies beneath imports, but not beneath those without trainings.
  const comesFirst = (entry: LibraryEntry) => isInUse(entry, inUse) || hasTrainings(entry);
  const used: readonly NamedMeasurements[] = [
    ...imported.filter(comesFirst).map(named),
    ...(measured ? [{ name: base.name, measurements: measured }] : []),
    ...imported.filter((entry) => !comesFirst(entry)).map(named),
  ];
  const layers = used.map(({ measurements }) => measurements);
  return { ...layeredBenchmark(base, layers), name: used[0]?.name ?? base.name, problems };
}

/** With the name by which a benchmark is used. */
interface NamedMeasurements {
  readonly name: string;
  readonly measurements: Measurements;
}

function named({ measurements }: LibraryEntry): NamedMeasurements {
  return { name: measurements.benchmark.name, measurements };
}

/** What was measured for the embedded file of the networks of a space. */
function measuredForFile(embedded: EmbeddedContent, space: Space): Measurements | undefined {
  return embeddedOf(embedded, space)?.measured?.measurements;
}

/** What the benchmark of a space has measured itself, not those beneath it. */
export function measurementsUsed(
  space: Space,
  { name }: Benchmark,
  { embedded, library }: BenchmarkSources,
): Measurements | undefined {
  if (name === embeddedName) return measuredForFile(embedded, space);
  const { matching } = entriesOf(space, library);
  return matching.find(({ measurements }) => measurements.benchmark.name === name)?.measurements;
}

/** The imports that are of this space, and those of another one of its name. */
export function entriesOf(space: Space, { entries }: Library) {
  const named = entries.filter(({ measurements }) => measurements.space.name === space.name);
  const isOfSpace = ({ measurements }: LibraryEntry) =>
    measurements.space.fingerprint === spaceIdentity(space).fingerprint;
  return {
    matching: named.filter(isOfSpace),
    others: named.filter((entry) => !isOfSpace(entry)),
  };
}

function otherDefinition(space: Space, { database }: LibraryEntry): string {
  return `The measurements in ${database} are of another definition of the space ${space.name} and are not used.`;
}

/** The one in use first; without one, what has accuracies, and of those the latest import. */
function inOrder(entries: readonly LibraryEntry[], inUse: string | undefined): LibraryEntry[] {
  return [...entries].sort(
    (a, b) =>
      Number(isInUse(b, inUse)) - Number(isInUse(a, inUse)) ||
      Number(hasTrainings(b)) - Number(hasTrainings(a)) ||
      importedAt(b).localeCompare(importedAt(a)) ||
      a.database.localeCompare(b.database),
  );
}

function isInUse({ measurements }: LibraryEntry, inUse: string | undefined): boolean {
  return measurements.benchmark.name === inUse;
}

function hasTrainings({ measurements }: LibraryEntry): boolean {
  return measurements.trainings.length > 0;
}

/** Of the last file that went in: ISO 8601. */
export function importedAt({ measurements }: LibraryEntry): string {
  return measurements.files.reduce(
    (latest, file) => (file.importedAt > latest ? file.importedAt : latest),
    "",
  );
}

/**
 * Reads the embedded file and, where a folder is given, the user's imports in it. Never fails: what could
 * not be read is among the problems, and what follows from the architecture alone is there in any case.
 */
export async function readSources(
  platform: Platform,
  folder?: BenchmarkFolder,
): Promise<BenchmarkSources> {
  const sql = await loadSql(platform);
  const embedded = await readEmbedded(await platform.readAsset("data/blox.sqlite"), sql);
  return { embedded, library: folder ? await loadLibrary(folder, sql) : emptyLibrary };
}

export async function loadSql(platform: Pick<Platform, "readAsset">): Promise<SqlJsStatic> {
  const wasm = await platform.readAsset("sql-wasm.wasm");
  return initSqlJs(wasm && { wasmBinary: wasm.slice().buffer });
}

/** What is known without any import. */
export async function loadBenchmarks(platform: Platform): Promise<Benchmarks> {
  return benchmarksOf(await readSources(platform), {});
}
