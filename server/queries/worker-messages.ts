import type { QueryRows } from "./run-query";

/** From the server to the worker that runs queries, one after the other. */
export interface ToQueryWorker {
  /** The bytes of sql.js's WebAssembly module; undefined, and it looks for them itself. */
  readonly wasm: Uint8Array | undefined;
  /** The bytes of the database. */
  readonly bytes: Uint8Array;
  readonly sql: string;
  readonly mostRows: number;
}

/** From the worker, about the query that it was asked. */
export type FromQueryWorker =
  /** All is ready: from here on, time is the query's own. */
  | { readonly type: "started" }
  | { readonly type: "rows"; readonly result: QueryRows }
  | { readonly type: "problem"; readonly message: string };
