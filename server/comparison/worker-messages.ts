import type { SearchSpec } from "../messages";
import type { SearchedColumns } from "../searches/searched-columns";
import type { Trace } from "./trace";

/** To a worker that runs searches for a comparison. */
export type ToComparisonWorker =
  /** Once, before the first run. */
  | {
      readonly type: "observed";
      readonly columns: SearchedColumns;
      readonly countsRepeats: boolean;
    }
  | { readonly type: "run"; readonly run: number; readonly spec: SearchSpec };

/** From the worker. */
export type FromComparisonWorker =
  | { readonly type: "trace"; readonly run: number; readonly trace: Trace }
  | { readonly type: "failed"; readonly message: string };
