import type {
  BenchmarkInfo,
  BlockSignature,
  CurveColumn,
  Device,
  NetworkTable,
  StaticColumn,
  TimingColumn,
  TrainingColumn,
  TrainingRun,
} from "../library/measurements";
import type { Space } from "../space";

/** A kind of file that can be brought in. A new one is a file beside this one and a line in the registry. */
export interface Importer {
  /** For people: `the published BLOX release`. */
  readonly title: string;
  /** What its files look like, for the message about a file that nothing recognises: a phrase. */
  readonly looks: string;
  /** Whether a file that begins like this is of this kind; `head` is its first 4,096 bytes or all of it. */
  recognises(head: Uint8Array): boolean;
  /**
   * Reads a file to its end. Throws a `FileProblem` at the first thing that is wrong with it, and whatever
   * `surroundings.check` throws.
   */
  read(source: ImportSource, surroundings: ImportSurroundings): Promise<Findings>;
}

/** A file to import. */
export interface ImportSource {
  /** Without its folder. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** Its bytes from the beginning, in pieces of any length; each call begins anew. */
  open(): AsyncIterable<Uint8Array>;
}

export interface ImportSurroundings {
  /** The space that measurements are of, where the file does not say. */
  readonly space: Space;
  readonly hashes: HashIndex;
  /** To be called every few thousand rows: throws once the import has been cancelled. */
  check(readBytes: number): void;
  /**
   * Begins a file of curves; `rows` of it are written as they are read, so that none is held. Values are
   * counts of so many `examples`, or millionths where that is 0.
   */
  curves(column: CurveColumn, epochs: number, examples: number): CurveWriter;
}

/** Finds networks of `blox` by their model hash. */
export interface HashIndex {
  /** 32 hexadecimal digits, either case; undefined for a hash of no network. */
  indexOf(hash: string): number | undefined;
  /** The same for the 16 bytes at `offset`, in the order in which the digits are written. */
  indexAt(bytes: Uint8Array, offset: number): number | undefined;
}

export interface CurveWriter {
  /**
   * One network's values: counts of correct examples, or millionths of percent or of a loss, one an epoch.
   * `values` is not kept.
   */
  write(network: number, values: Uint32Array): void;
}

/** What one file says. Tables are in the file's order. */
export interface Findings {
  readonly benchmark: BenchmarkInfo;
  readonly space: Space;
  /** What the file is, for people and to tell files apart: `base, seed 0`. */
  readonly content: string;
  /** `csv`, `pickle`, `custom`, `json` */
  readonly format: string;
  readonly rows: number;
  readonly trainings: readonly FoundTraining[];
  readonly latencies: readonly FoundTimings[];
  readonly statics: readonly NetworkTable<StaticColumn>[];
  readonly environments: readonly FoundEnvironment[];
  readonly signatures: readonly BlockSignature[];
  /** What was noticed and taken nevertheless, a sentence each. */
  readonly notes: readonly string[];
}

export interface FoundTraining extends NetworkTable<TrainingColumn> {
  readonly run: TrainingRun;
  /** The columns whose curves were written. */
  readonly curves: readonly { readonly column: CurveColumn; readonly writer: CurveWriter }[];
}

export interface FoundTimings extends NetworkTable<TimingColumn> {
  readonly device: Device;
}

export interface FoundEnvironment {
  readonly seed: number | null;
  readonly versions: Readonly<Record<string, string>>;
  readonly networks: Float64Array;
}

/** Where in a file something is wrong. Rows count from 1, without a header. */
export interface FilePlace {
  readonly row?: number;
  readonly column?: string;
}

/**
 * A file that cannot be taken: what is wrong, what was expected and what to do, in one message that
 * names the file, and the row and the column where there is one.
 */
export class FileProblem extends Error {
  constructor(source: Pick<ImportSource, "name">, place: FilePlace, what: string) {
    const where = [
      source.name,
      ...(place.row === undefined ? [] : [`row ${place.row}`]),
      ...(place.column === undefined ? [] : [`column ${place.column}`]),
    ];
    super(`${where.join(", ")}: ${what}`);
    this.name = "FileProblem";
  }
}
