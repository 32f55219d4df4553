import type { Architecture } from "../data/architecture";
import type { ImportProgress, ImportSummary } from "../data/library/import-files";
import type { Library } from "../data/library/library";
import type { Device } from "../data/library/measurements";
import type { Space } from "../data/space";
import type { EmbeddedContent } from "../data/sqlite-benchmark";
import type { MeasuredLatency } from "../data/timing/measuring";
import type { ExportOptions } from "./exports/exporter";
import type { ImportedPath, Observation, Refusal, SentFile } from "./messages";
import type { ValidationCurves } from "./searches/validation-curves";
import type { ValidationCurveFile } from "./validation-curve-files";

/** From the server to the worker that keeps the user's benchmarks. */
export type ToBenchmarkWorker =
  /** First of all: the files of the product. */
  | {
      readonly type: "assets";
      readonly wasm: Uint8Array | undefined;
      readonly embedded: Uint8Array | undefined;
    }
  | ({ readonly id: number } & BenchmarkTask)
  | { readonly type: "cancel"; readonly id: number };

export type BenchmarkTask =
  | { readonly type: "embedded" }
  | { readonly type: "library"; readonly folder: string }
  | {
      readonly type: "import";
      readonly folder: string;
      readonly files: readonly ImportedPath[];
      readonly space: Space;
    }
  | { readonly type: "remove"; readonly folder: string; readonly database: string }
  | {
      readonly type: "curve";
      readonly folder: string;
      readonly file: string;
      readonly network: number;
    }
  | {
      readonly type: "validation curves";
      readonly folder: string;
      readonly files: readonly ValidationCurveFile[];
      readonly networks: number;
      readonly observation: Observation;
    }
  /** Puts timings into the database of what was measured here. */
  | {
      readonly type: "store";
      readonly folder: string;
      readonly space: Space;
      readonly device: Device;
      readonly latencies: readonly MeasuredLatency[];
    }
  /** A network in a slow format, by its name. */
  | {
      readonly type: "export";
      readonly format: string;
      readonly space: Space;
      readonly architecture: Architecture;
      readonly about: ExportOptions;
    }
  /** The bytes of a database. */
  | { readonly type: "bytes"; readonly folder: string; readonly database: string };

/** What each task is answered with. */
export interface TaskAnswers {
  readonly embedded: EmbeddedContent;
  readonly library: Library;
  readonly import: ImportSummary;
  readonly remove: null;
  readonly curve: Float64Array | undefined;
  readonly "validation curves": ValidationCurves | undefined;
  /** The name of the benchmark. */
  readonly store: string;
  readonly export: { readonly files: readonly SentFile[] } | Refusal;
  readonly bytes: Uint8Array | undefined;
}

/** From the worker, about the task with this id. */
export type FromBenchmarkWorker =
  | { readonly type: "progress"; readonly id: number; readonly progress: ImportProgress }
  | {
      readonly type: "done";
      readonly id: number;
      readonly answer: TaskAnswers[keyof TaskAnswers];
    }
  | { readonly type: "failed"; readonly id: number; readonly message: string };
