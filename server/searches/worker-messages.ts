import type { Observation, SearchProgress, SearchResult, SearchSpec } from "../messages";
import type { Trace } from "../traces/read-trace";
import type { SearchedColumns } from "./searched-columns";
import type { ValidationCurves } from "./validation-curves";

/** From the server to the worker that runs searches. */
export type ToSearchWorker =
  /** A benchmark, once, before the first search in it. */
  | { readonly type: "benchmark"; readonly benchmark: number; readonly columns: SearchedColumns }
  /** The binary of what solves integer programs, before a search that needs it; undefined where it is missing. */
  | { readonly type: "solver"; readonly wasm: Uint8Array | undefined }
  /** Of a benchmark's networks, as observed, before the first search that needs them. */
  | ({ readonly type: "curves"; readonly curves: ValidationCurves } & CurvesOf)
  | {
      readonly type: "search";
      readonly id: number;
      readonly benchmark: number;
      readonly spec: SearchSpec;
      /** Whether its trace is asked for, and where it goes on with one, what that has. */
      readonly trace?: "new" | Trace;
    }
  | { readonly type: "cancel"; readonly id: number };

export interface CurvesOf {
  readonly benchmark: number;
  readonly observation: Observation;
}

export function curvesKey({ benchmark, observation }: CurvesOf): string {
  return `${benchmark} ${observation}`;
}

/** From the worker, about the search with this id. */
export type FromSearchWorker =
  | { readonly type: "progress"; readonly id: number; readonly progress: SearchProgress }
  /** Before the result all lines of the trace have come, in order. */
  | { readonly type: "trace"; readonly id: number; readonly line: string }
  | { readonly type: "result"; readonly id: number; readonly result: SearchResult }
  | { readonly type: "failed"; readonly id: number; readonly message: string };
