import type { SearchSpec } from "../messages";
import type { SearchedColumns } from "../searches/searched-columns";
import type { Trace } from "./trace";

/** To a worker that runs searches for a comparison. */
export type ToComparisonWorker =
  /** Once, before the first run. */
  | ({ readonly type: "work" } & ComparisonWork)
  | ({ readonly type: "run"; readonly run: number } & SeededRun);

/** What the runs of a comparison have in common. */
export interface ComparisonWork {
  readonly columns: SearchedColumns;
  readonly countsRepeats: boolean;
  /** One an algorithm. */
  readonly specs: readonly SearchSpec[];
}

/** A run of one of the specifications. */
export interface SeededRun {
  readonly spec: number;
  readonly seed: number;
}

/** From the worker. */
export type FromComparisonWorker =
  | { readonly type: "trace"; readonly run: number; readonly trace: Trace }
  | { readonly type: "failed"; readonly message: string };
