import { readFile } from "node:fs/promises";
import type { Benchmark } from "../../data/benchmark";
import { codeOf, fileProblem } from "../../data/library/file-problem-node";
import { isRefusal } from "../searches/searched-columns";
import { readTrace, type Trace } from "../traces/read-trace";
import { type FileBefore, TraceFile } from "../traces/trace-file-node";
import type { WriteLine } from "../traces/trace-lines";
import { tracedSpace, wrongBenchmark } from "../traces/traced-benchmark";
import { Failure } from "./failure";
import { knownBenchmarks } from "./known-benchmarks";

export async function readTraceFile(path: string): Promise<Trace> {
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    if (codeOf(error) === "ENOENT") throw new Failure(`${path}: there is no such file`);
    throw new Failure(`${path}: ${fileProblem(error, "to read it")}`);
  });
  const trace = readTrace(text);
  if (isRefusal(trace)) throw new Failure(`${path}: ${trace.refusal}`);
  return trace;
}

/** The benchmark that a trace was recorded with. */
export async function benchmarkOfTrace(
  path: string,
  { header }: Trace,
  database: string | undefined,
): Promise<Benchmark> {
  const space = tracedSpace(header);
  if (isRefusal(space)) throw new Failure(`${path}: ${space.refusal}`);
  const benchmark = (await knownBenchmarks(database))(space);
  const problem = wrongBenchmark(header, benchmark);
  if (problem) throw new Failure(`${path}: ${problem.refusal} A database is named with --db.`);
  return benchmark;
}

/** Runs what writes a trace; fails where the file cannot be written, and keeps in it what could be. */
export async function writeTrace<Result>(
  path: string,
  before: FileBefore,
  run: (write: WriteLine) => Promise<Result>,
): Promise<Result> {
  const file = new TraceFile(path, before);
  const orFailure = (error: unknown): never => {
    throw new Failure(`${path}: ${problemOf(error)}`);
  };
  const write: WriteLine = (line) => {
    try {
      file.write(line);
    } catch (error) {
      orFailure(error);
    }
  };
  try {
    return await run(write);
  } finally {
    await file.close().catch(orFailure);
  }
}

function problemOf(error: unknown): string {
  const code = codeOf(error);
  if (code === "EEXIST")
    return "is there already; name another place with --trace, or write over it with --force";
  if (code === "ENOENT") return "there is no folder for it";
  return fileProblem(error, "to write the trace");
}
