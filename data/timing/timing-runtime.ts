import type { Shape } from "../space";

/** What networks are timed with. As in a device's name: `x86-64 ort-cpu 1t`. */
export type RuntimeName = "ort-cpu" | "ort-wasm";

export const runtimeNames: readonly RuntimeName[] = ["ort-cpu", "ort-wasm"];

/** A runtime that has been loaded. */
export interface TimingRuntime {
  readonly name: RuntimeName;
  /** With its version: `onnxruntime-node 1.30.0 (CPU)`. */
  readonly version: string;
  /**
   * Networks that may be open at once in one process: each takes some 13 MB, and WebAssembly has only
   * 4 GB in all.
   */
  readonly mostSessions: number;
  /** Runs until a fresh process is as fast as it will be: code is compiled, memory touched. */
  readonly firstRuns: number;
  /**
   * How much of a run other processes may have had of the core, from 0 to 1: short runs are often left
   * alone altogether, long ones never.
   */
  mostInterrupted(threads: number): number;
  /** Loads a network, an ONNX file. Rejects where the runtime cannot, as when memory is used up. */
  open(model: Uint8Array, input: Shape, threads: number): Promise<TimingSession>;
}

export interface TimingSession {
  /** Runs the network on one image; always the same. */
  run(): Promise<unknown>;
  release(): Promise<void>;
}
