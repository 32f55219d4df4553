/**
 * What one benchmark of the user's says of the networks of one space. All of it is data: it travels
 * between threads and is what a database of the library holds. Networks are addressed by their index.
 */
export interface Measurements {
  readonly benchmark: BenchmarkInfo;
  readonly space: SpaceIdentity;
  /** One a run: a seed with everything else that tells trainings apart. */
  readonly trainings: readonly Training[];
  readonly latencies: readonly Timings[];
  /** Parameters and FLOPs as a file states them, which may contradict the computed ones. */
  readonly statics: NetworkTable<StaticColumn>;
  readonly environments: readonly Environment[];
  readonly signatures: readonly BlockSignature[];
  /** The files that all this was read from, in the order of their import. */
  readonly files: readonly ImportedFile[];
}

export interface BenchmarkInfo {
  /** Names its database: lower case letters, digits, dashes. `blox-release` */
  readonly name: string;
  /** For people: `BLOX release`. */
  readonly title: string;
  /** `CC BY-NC 4.0`; empty where nothing is known of it. */
  readonly licence: string;
  readonly citation: string;
}

/** Two spaces of one name are told apart by what their blocks are and cost. */
export interface SpaceIdentity {
  readonly name: string;
  readonly fingerprint: string;
}

/** Rows of numbers; NaN where a value is missing. */
export interface NetworkTable<Column extends string> {
  /** Network indices, ascending, none twice. */
  readonly networks: Float64Array;
  /** One value a row each. */
  readonly columns: Readonly<Partial<Record<Column, Float64Array>>>;
}

/** Percent, losses as they are, seconds. `val_top1` is that of the last epoch. */
export type TrainingColumn =
  | "test_top1"
  | "test_top5"
  | "test_loss"
  | "val_top1"
  | "best_val_top1"
  | "val_top5"
  | "val_loss"
  | "train_top1"
  | "train_top5"
  | "train_loss"
  | "train_time_s";

export const trainingColumns: readonly TrainingColumn[] = [
  "test_top1",
  "test_top5",
  "test_loss",
  "val_top1",
  "best_val_top1",
  "val_top5",
  "val_loss",
  "train_top1",
  "train_top5",
  "train_loss",
  "train_time_s",
];

export interface Training extends NetworkTable<TrainingColumn> {
  readonly run: TrainingRun;
  readonly curves: readonly CurveReference[];
}

/** What tells one training of a network from another; null where the file does not say. */
export interface TrainingRun {
  readonly seed: number | null;
  readonly epochs: number | null;
  readonly dataset: string | null;
}

/** Where the values of each epoch are: in a file of their own, beside the database. */
export interface CurveReference {
  readonly column: CurveColumn;
  /** The name of the file in the library's folder. */
  readonly file: string;
}

/** What is known epoch by epoch. */
export type CurveColumn =
  | "val_top1"
  | "val_top5"
  | "val_loss"
  | "train_top1"
  | "train_top5"
  | "train_loss";

export const curveColumns: readonly CurveColumn[] = [
  "val_top1",
  "val_top5",
  "val_loss",
  "train_top1",
  "train_top5",
  "train_loss",
];

export type StaticColumn = "params" | "flops";

/** Milliseconds for one image: the value, and where it is known how it varied, its 10th and 90th percentile. */
export type TimingColumn = "ms" | "p10_ms" | "p90_ms";

export const timingColumns: readonly TimingColumn[] = ["ms", "p10_ms", "p90_ms"];

export interface Timings extends NetworkTable<TimingColumn> {
  readonly device: Device;
}

/** What latencies were timed on; null where the file does not say. */
export interface Device {
  /** As in the language: `latency("NAME")`. */
  readonly name: string;
  readonly runtime: string | null;
  readonly threads: number | null;
  readonly precision: string | null;
  readonly batchSize: number | null;
}

/** The software and hardware that some networks were trained with. */
export interface Environment {
  readonly seed: number | null;
  /** By the name of its part: `torch_version` → `1.10.0`. */
  readonly versions: Readonly<Record<string, string>>;
  /** Network indices, ascending. */
  readonly networks: Float64Array;
}

/** What the blockwise algorithms know of a block: of distilling it against a teacher's stage. */
export interface BlockSignature {
  /** From 0. */
  readonly stage: number;
  /** By its index among the blocks of its stage. */
  readonly block: number;
  readonly values: Float64Array;
}

export interface ImportedFile {
  readonly name: string;
  /** What it is, for people: `base, seed 0`. Several files may be, each of a part of the networks. */
  readonly content: string;
  readonly format: string;
  readonly bytes: number;
  readonly rows: number;
  /** ISO 8601, UTC. */
  readonly importedAt: string;
  /**
   * Over the values that it gave, `md5:` and 32 hexadecimal digits: tells files of one name apart. Unknown
   * of what was imported before there was one.
   */
  readonly checksum?: string;
}
