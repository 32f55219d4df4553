import type { TraceStore } from "./traces/trace-store";

/**
 * Where the server runs: what Node and the browser do differently. The entry points choose which; no
 * other code asks.
 */
export interface Platform {
  /**
   * A file that comes with the product, by its path in the package: `data/blox.sqlite`,
   * `sql-wasm.wasm`, `highs.wasm`. Undefined where it is missing or cannot be read.
   */
  readAsset(name: string): Promise<Uint8Array | undefined>;
  /** Starts a worker of the product, by the name of its bundle: `search-worker`. */
  startWorker(name: string): Port;
  /** How many workers can work at the same time, one at least. */
  readonly parallelism: number;
  /** The traces of searches in a folder; in a browser, as long as the server runs. */
  traces(folder: string): TraceStore;
}

/** The way to a worker, and its way back. Messages are structured clones. */
export interface Port {
  /** `moved` goes over without a copy, and is gone from here. */
  post(message: unknown, moved?: readonly ArrayBuffer[]): void;
  onMessage(listener: (message: unknown) => void): void;
  /** The other side has died or cannot be understood; it will not answer any more. */
  onError(listener: (reason: string) => void): void;
  /** Ends the other side at once. */
  close(): void;
}
