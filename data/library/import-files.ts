import type { SqlJsStatic } from "sql.js";
import { bloxSpace } from "../built-in-spaces";
import { FileProblem, type Importer, type ImportSource } from "../importers/importer";
import { importers } from "../importers/importers";
import type { Space } from "../space";
import { type BenchmarkFolder, HalfReplaced, type HeldLock } from "./benchmark-folder";
import { contradictions } from "./contradictions";
import { newCurveFile } from "./curve-file";
import type { KnownHashes } from "./hash-index";
import {
  curveFiles,
  curvesSuffix,
  databaseSuffix,
  knownNetworks,
  libraryLock,
  readEntry,
  removeOrphans,
} from "./library";
import type { CurveColumn, Measurements, TrainingRun } from "./measurements";
import { Conflict, merged, type NewFindings } from "./merge";
import { type CurveStore, withKnownCurves } from "./merge-curves";
import { frontNotes } from "./published-front";
import { DamagedDatabase } from "./read-database";
import { spaceIdentity } from "./space-identity";
import { writeDatabase } from "./write-database";

export interface ImportRequest {
  readonly sources: readonly RequestedSource[];
  /** What files are of that do not say. */
  readonly space: Space;
  /** The database that all goes into; left out, each benchmark has one of its own name. */
  readonly database?: string;
}

export interface RequestedSource extends ImportSource {
  /** From a folder: passed over where nothing recognises it. */
  readonly isFromFolder: boolean;
}

export interface ImportContext {
  readonly folder: BenchmarkFolder;
  readonly sql: SqlJsStatic;
  /** Of the networks of `blox`; those of other spaces have none. */
  readonly hashes: KnownHashes;
  readonly signal: AbortSignal;
  onProgress(progress: ImportProgress): void;
  now(): Date;
}

export interface ImportProgress {
  /** The file that is being read, or what is being done after that. */
  readonly step: string;
  readonly readBytes: number;
  readonly totalBytes: number;
}

export interface ImportSummary {
  readonly benchmarks: readonly ImportedBenchmark[];
  /** Files of a folder that nothing recognised. */
  readonly skipped: readonly string[];
}

export interface ImportedBenchmark {
  readonly name: string;
  readonly title: string;
  readonly space: string;
  readonly database: string;
  /** Of which something is known now. */
  readonly networks: number;
  readonly files: readonly {
    readonly name: string;
    readonly content: string;
    readonly format: string;
    readonly rows: number;
  }[];
  /** What to know of it, a sentence each. */
  readonly notes: readonly string[];
}

/** The user has cancelled: nothing has changed. */
export class ImportCancelled extends Error {
  override readonly name = "ImportCancelled";
  override readonly message = "The import was cancelled. Nothing has changed.";
}

/**
 * Brings files into the library. All or nothing: at the first problem it throws an error whose message is
 * for the user, and the databases are what they were. Reading goes on while others work in the folder;
 * only the end has its lock.
 */
export async function importFiles(
  request: ImportRequest,
  context: ImportContext,
): Promise<ImportSummary> {
  const reading = new Reading(request, context);
  try {
    const { read, skipped } = await reading.all();
    const benchmarks = await context.folder.locked(
      libraryLock,
      async (lock) => {
        const written = await write(request, read, reading, context, lock);
        const known = new Map(written.map(({ database, curves }) => [database, curves]));
        await removeOrphans(context.folder, context.sql, known).catch(() => {});
        return written.map(({ summary }) => summary);
      },
      context.signal,
    );
    return { benchmarks, skipped };
  } catch (error) {
    // Databases that are in place, if only until they are put back, need their curves.
    if (!(error instanceof HalfReplaced)) await reading.discard();
    // While it waited for its turn.
    if (context.signal.aborted && error === context.signal.reason) throw new ImportCancelled();
    throw error;
  }
}

/** Reads files, the curves into files of their own that are not there before they are kept. */
class Reading {
  private curveFiles: OpenCurves[] = [];
  private readBytes = 0;
  private readonly totalBytes: number;

  constructor(
    private readonly request: ImportRequest,
    private readonly context: ImportContext,
  ) {
    this.totalBytes = request.sources.reduce((sum, { size }) => sum + size, 0);
  }

  async all(): Promise<{ readonly read: readonly NewFindings[]; readonly skipped: string[] }> {
    const read: NewFindings[] = [];
    const skipped: string[] = [];
    const recognised: { readonly source: RequestedSource; readonly importer: Importer }[] = [];
    // Before any is read, which may take long.
    for (const source of this.request.sources) {
      const importer = await this.importerOf(source);
      if (importer) recognised.push({ source, importer });
      else skipped.push(source.name);
    }
    for (const { source, importer } of recognised) read.push(await this.one(source, importer));
    if (read.length === 0) throw new Error(nothingFound(this.request.sources));
    refuseTwice(read);
    return { read, skipped };
  }

  async discard() {
    for (const { name, file } of this.curveFiles) {
      await file.discard().catch(() => {});
      await this.context.folder.remove(name).catch(() => {});
    }
  }

  report(step: string) {
    const { readBytes, totalBytes } = this;
    this.context.onProgress({ step, readBytes, totalBytes });
  }

  /** Puts the curves of all files in place. */
  async keepCurves() {
    for (const { file } of this.curveFiles) await file.finish();
  }

  /** Begins a file of curves, which is discarded where the import fails. */
  create(column: CurveColumn, epochs: number, examples: number): OpenCurves {
    const { folder } = this.context;
    const name = `${column}-${crypto.randomUUID().slice(0, 8)}${curvesSuffix}`;
    const curves = { name, file: newCurveFile(folder.create(name), column, epochs, examples) };
    this.curveFiles.push(curves);
    return curves;
  }

  /** Throws once the user has cancelled. */
  check() {
    if (this.context.signal.aborted) throw new ImportCancelled();
  }

  /**
   * These curves are those of databases from now on, and are not discarded any more. The others have come
   * to be in another file, or were known.
   */
  async handOver(used: ReadonlySet<string>) {
    const unused = this.curveFiles.filter(({ name }) => !used.has(name));
    this.curveFiles = [];
    for (const { name } of unused) await this.context.folder.remove(name).catch(() => {});
  }

  private async importerOf(source: RequestedSource): Promise<Importer | undefined> {
    const head = await headOf(source);
    const importer = importers.find((known) => known.recognises(head));
    if (importer || source.isFromFolder) return importer;
    const known = importers.map(({ title, looks }) => `${title} (${looks})`).join("; ");
    throw new FileProblem(source, {}, `is no file that can be imported. Those are: ${known}.`);
  }

  private async one(source: RequestedSource, importer: Importer): Promise<NewFindings> {
    const { context, request } = this;
    this.report(source.name);
    const before = this.readBytes;
    const mine: OpenCurves[] = [];
    const findings = await importer.read(source, {
      space: request.space,
      hashes: context.hashes,
      check: (readBytes) => {
        this.check();
        this.readBytes = before + readBytes;
        this.report(source.name);
      },
      curves: (column, epochs, examples) => {
        const one = this.create(column, epochs, examples);
        mine.push(one);
        return one.file;
      },
    });
    this.readBytes = before + source.size;
    const { content, format, rows } = findings;
    return {
      findings,
      curves: findings.trainings.flatMap(({ run, curves }) =>
        curves.flatMap((curve) => referenceOf(run, curve, mine)),
      ),
      file: {
        name: source.name,
        content,
        format,
        bytes: source.size,
        rows,
        importedAt: context.now().toISOString(),
      },
    };
  }
}

interface OpenCurves {
  readonly name: string;
  readonly file: ReturnType<typeof newCurveFile>;
}

function referenceOf(
  run: TrainingRun,
  { column, writer }: { readonly column: CurveColumn; readonly writer: object },
  files: readonly OpenCurves[],
) {
  const found = files.find(({ file }) => file === writer);
  return found ? [{ run, column, file: found.name }] : [];
}

/** What the importers look at. */
const headBytes = 4096;

async function headOf(source: ImportSource): Promise<Uint8Array> {
  const head = new Uint8Array(headBytes);
  let length = 0;
  for await (const piece of source.open()) {
    const part = piece.subarray(0, headBytes - length);
    head.set(part, length);
    length += part.length;
    if (length === headBytes) break;
  }
  return head.subarray(0, length);
}

function nothingFound(sources: readonly RequestedSource[]): string {
  const known = importers.map(({ title, looks }) => `${title} (${looks})`).join("; ");
  const what =
    sources.length === 0
      ? "There are no files there."
      : sources.length === 1
        ? "The one file there cannot be imported."
        : `None of the ${sources.length} files there can be imported.`;
  return `${what} What can be imported: ${known}.`;
}

/** All that are there more than once in one message: of a folder with two formats that is every file. */
function refuseTwice(read: readonly NewFindings[]) {
  const same = new Map<string, NewFindings[]>();
  for (const one of read) {
    const key = `${one.findings.benchmark.name}\n${one.findings.content}`;
    same.set(key, [...(same.get(key) ?? []), one]);
  }
  const twice = [...same.values()].filter(({ length }) => length > 1).map(sameText);
  if (twice.length === 0) return;
  const choice = twice.length === 1 ? "Import one of them" : "Import one of each";
  throw new Conflict(`${twice.join("; ")}. ${choice}.`);
}

function sameText(files: readonly NewFindings[]): string {
  const names = files.map(({ file }) => file.name);
  const { content, benchmark } = files[0]?.findings ?? {};
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1)} are ${files.length === 2 ? "both" : "all"} ${content} of ${benchmark?.title}`;
}

/** Merges what was read with what is there, and writes it; with the lock of the folder. */
async function write(
  request: ImportRequest,
  read: readonly NewFindings[],
  reading: Reading,
  context: ImportContext,
  lock: HeldLock,
): Promise<readonly WrittenBenchmark[]> {
  reading.report("merging");
  // Known curves are merged with what is in these files.
  await reading.keepCurves();
  const store: CurveStore = {
    folder: context.folder,
    create: (column, epochs, examples) => reading.create(column, epochs, examples),
    check: () => reading.check(),
  };
  const written: WrittenBenchmark[] = [];
  for (const [database, files] of byDatabase(request, read))
    written.push(await mergedInto(database, files, context, store));
  reading.report("writing");
  reading.check();
  // What a database refers to is there before it, and goes after it.
  const kept = await context.folder.replaceAll(
    written.map(({ database, bytes, damage }) => ({
      name: database,
      bytes,
      isDamaged: damage !== undefined,
    })),
    lock,
  );
  await reading.handOver(new Set(written.flatMap(({ curves }) => [...curves])));
  for (const file of written.flatMap(({ obsolete }) => obsolete))
    await context.folder.remove(file).catch(() => {});
  return written.map((one) => withDamage(one, kept.get(one.database)));
}

/** Says what has become of the damaged database whose place was taken. */
function withDamage(
  { summary, damage, ...written }: WrittenBenchmark,
  kept: string | undefined,
): WrittenBenchmark {
  if (kept === undefined) return { summary, ...written };
  const note = `The database that was there was damaged (${damage}); it is kept as ${kept}.`;
  return { ...written, summary: { ...summary, notes: [note, ...summary.notes] } };
}

interface WrittenBenchmark {
  readonly database: string;
  readonly bytes: Uint8Array;
  /** The files of its curves. */
  readonly curves: ReadonlySet<string>;
  /** Files of curves that newer ones have taken the place of. */
  readonly obsolete: readonly string[];
  /** What is wrong with the database whose place it takes. */
  readonly damage?: string;
  readonly summary: ImportedBenchmark;
}

function byDatabase(
  { database }: ImportRequest,
  read: readonly NewFindings[],
): ReadonlyMap<string, readonly NewFindings[]> {
  const targets = new Map<string, NewFindings[]>();
  for (const one of read) {
    const name = database ?? `${one.findings.benchmark.name}${databaseSuffix}`;
    targets.set(name, [...(targets.get(name) ?? []), one]);
  }
  return targets;
}

async function mergedInto(
  database: string,
  files: readonly NewFindings[],
  { folder, sql, hashes }: ImportContext,
  store: CurveStore,
): Promise<WrittenBenchmark> {
  const { present, damage } = await presentIn(folder, database, sql);
  let measurements = present;
  const complete: NewFindings[] = [];
  for (const added of files) {
    refuseOther(database, measurements, added);
    const one = await withKnownCurves(measurements, added, store);
    measurements = merged(measurements, one);
    complete.push(one);
  }
  const [first] = files;
  if (!measurements || !first) throw new Error("there is nothing to write");
  const { space } = first.findings;
  const used = new Set(curveFiles(measurements));
  return {
    database,
    bytes: await writeDatabase(measurements, space, sql, space === bloxSpace ? hashes.digits : ""),
    curves: used,
    obsolete: present ? curveFiles(present).filter((file) => !used.has(file)) : [],
    ...(damage !== undefined && { damage }),
    summary: summaryOf(database, measurements, complete, present, space),
  };
}

/** What a database holds already: nothing where it is damaged. */
async function presentIn(
  folder: BenchmarkFolder,
  database: string,
  sql: SqlJsStatic,
): Promise<{ readonly present?: Measurements | undefined; readonly damage?: string }> {
  try {
    return { present: (await readEntry(folder, database, sql))?.measurements };
  } catch (error) {
    if (error instanceof DamagedDatabase) return { damage: error.message };
    throw error;
  }
}

/** A database is of one benchmark. */
function refuseOther(database: string, present: Measurements | undefined, added: NewFindings) {
  const { findings, file } = added;
  if (!present) return;
  if (present.benchmark.name !== findings.benchmark.name) {
    throw new Conflict(
      `${file.name} is of ${findings.benchmark.title}, but ${database} is of ${present.benchmark.title}. Import it into another database.`,
    );
  }
  const { name, fingerprint } = spaceIdentity(findings.space);
  if (present.space.name !== name || present.space.fingerprint !== fingerprint) {
    throw new Conflict(
      `${file.name} is of the space ${name}, but what ${database} has is of ${present.space.name === name ? "another definition of it" : present.space.name}. Give the measurements another name, or remove the benchmark first.`,
    );
  }
}

/** Once what is true of all files; of which file, where it is not. */
function fileNotes(files: readonly NewFindings[]): string[] {
  const notes = new Set(files.flatMap(({ findings }) => findings.notes));
  return [...notes].flatMap((note) => {
    const noted = files.filter(({ findings }) => findings.notes.includes(note));
    return noted.length === files.length
      ? [note]
      : noted.map(({ findings }) => `${findings.content}: ${note}`);
  });
}

function summaryOf(
  database: string,
  measurements: Measurements,
  files: readonly NewFindings[],
  present: Measurements | undefined,
  space: Space,
): ImportedBenchmark {
  const { benchmark, statics } = measurements;
  return {
    name: benchmark.name,
    title: benchmark.title,
    space: space.name,
    database,
    networks: knownNetworks(measurements),
    files: files.map(({ file: { name, content, format, rows } }) => ({
      name,
      content,
      format,
      rows,
    })),
    notes: [
      // A file with other values would have an entry of its own.
      ...(present?.files.length === measurements.files.length
        ? ["Nothing new: the same values were in already."]
        : []),
      ...fileNotes(files),
      ...contradictions(statics, space),
      ...frontNotes(measurements, space),
    ],
  };
}
