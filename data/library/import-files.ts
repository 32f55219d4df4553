import type { SqlJsStatic } from "sql.js";
import { bloxSpace } from "../built-in-spaces";
import { FileProblem, type Importer, type ImportSource } from "../importers/importer";
import { importers } from "../importers/importers";
import type { Space } from "../space";
import type { BenchmarkFolder, HeldLock } from "./benchmark-folder";
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
  readonly signal: { readonly aborted: boolean };
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
    const benchmarks = await context.folder.locked(libraryLock, async (lock) => {
      const written = await write(request, read, reading, context, lock);
      const known = new Map(written.map(({ database, curves }) => [database, curves]));
      await removeOrphans(context.folder, context.sql, known).catch(() => {});
      return written.map(({ summary }) => summary);
    });
    return { benchmarks, skipped };
  } catch (error) {
    await reading.discard();
    throw error;
  }
}

/** Reads files, the curves into files of their own that are not there before they are kept. */
class Reading {
  private readonly curveFiles: OpenCurves[] = [];
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
    for (const source of this.request.sources) {
      const importer = await this.importerOf(source);
      if (importer) read.push(await this.one(source, importer));
      else skipped.push(source.name);
    }
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
        if (context.signal.aborted) throw new ImportCancelled();
        this.readBytes = before + readBytes;
        this.report(source.name);
      },
      curves: (column, epochs) => {
        const name = `${column}-${crypto.randomUUID().slice(0, 8)}${curvesSuffix}`;
        const file = newCurveFile(context.folder.create(name), column, epochs);
        this.curveFiles.push({ name, file });
        mine.push({ name, file });
        return file;
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

function refuseTwice(read: readonly NewFindings[]) {
  const seen = new Map<string, string>();
  for (const { findings, file } of read) {
    const key = `${findings.benchmark.name}\n${findings.content}`;
    const earlier = seen.get(key);
    if (earlier !== undefined) {
      throw new Conflict(
        `${earlier} and ${file.name} are both ${findings.content} of ${findings.benchmark.title}. Import one of them.`,
      );
    }
    seen.set(key, file.name);
  }
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
  const written: WrittenBenchmark[] = [];
  for (const [database, files] of byDatabase(request, read))
    written.push(await mergedInto(database, files, context));
  reading.report("writing");
  if (context.signal.aborted) throw new ImportCancelled();
  await reading.keepCurves();
  // What a database refers to is there before it, and goes after it.
  for (const { database, bytes } of written) await context.folder.replace(database, bytes, lock);
  for (const file of written.flatMap(({ obsolete }) => obsolete))
    await context.folder.remove(file).catch(() => {});
  return written;
}

interface WrittenBenchmark {
  readonly database: string;
  readonly bytes: Uint8Array;
  /** The files of its curves. */
  readonly curves: ReadonlySet<string>;
  /** Files of curves that newer ones have taken the place of. */
  readonly obsolete: readonly string[];
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
): Promise<WrittenBenchmark> {
  const present = await presentIn(folder, database, sql);
  let measurements = present;
  for (const added of files) {
    refuseOther(database, measurements, added);
    measurements = merged(measurements, added);
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
    summary: summaryOf(database, measurements, files, space),
  };
}

/** What a database holds already; one that is damaged is set aside and counts as none. */
async function presentIn(
  folder: BenchmarkFolder,
  database: string,
  sql: SqlJsStatic,
): Promise<Measurements | undefined> {
  try {
    return (await readEntry(folder, database, sql))?.measurements;
  } catch (error) {
    if (error instanceof DamagedDatabase && (await folder.setAside(database)) !== undefined)
      return undefined;
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
      ...fileNotes(files),
      ...contradictions(statics, space),
      ...frontNotes(measurements, space),
    ],
  };
}
