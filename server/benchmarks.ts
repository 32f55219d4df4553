import initSqlJs from "sql.js";
import type { Benchmark } from "../data/benchmark";
import { bloxSpace } from "../data/built-in-spaces";
import { exactBenchmark } from "../data/exact-benchmark";
import type { Space } from "../data/space";
import { loadBenchmark } from "../data/sqlite-benchmark";
import type { Platform } from "./platform";

/** The benchmark of a space. */
export type Benchmarks = (space: Space) => Benchmark;

/**
 * Loads the embedded benchmark. Never fails: what could not be read is among the benchmark's
 * problems, and what follows from the architecture alone is there in any case.
 */
export async function loadBenchmarks(platform: Platform): Promise<Benchmarks> {
  const wasm = await platform.readAsset("sql-wasm.wasm");
  const sql = await initSqlJs(wasm && { wasmBinary: wasm.slice().buffer });
  const embedded = await platform.readAsset("data/blox.sqlite");
  const loaded = new WeakMap<Space, Benchmark>();
  return (space) => {
    const known = loaded.get(space);
    if (known) return known;
    // The file is of one space; of every other one what follows from its layers is known.
    const benchmark =
      space === bloxSpace ? loadBenchmark(space, embedded, sql) : exactBenchmark(space);
    loaded.set(space, benchmark);
    return benchmark;
  };
}
