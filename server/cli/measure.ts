import { availableParallelism, cpus, hostname } from "node:os";
import { join } from "node:path";
import { type Command, Option } from "commander";
import { indexOf, indexStrides, networkCount } from "../../data/architecture";
import { blocksOf } from "../../data/blocks";
import { bloxSpace } from "../../data/built-in-spaces";
import { messageOf } from "../../data/library/library";
import type { Device } from "../../data/library/measurements";
import { spaceIdentity } from "../../data/library/space-identity";
import { expectRoom, measuredHere, storeTimings } from "../../data/library/store-timings";
import type { Space } from "../../data/space";
import {
  type Measured,
  type MeasuredLatency,
  measureNetworks,
  measuringProtocolText,
} from "../../data/timing/measuring";
import type { TimingHeader } from "../../data/timing/raw-visits";
import { loadRuntime } from "../../data/timing/runtimes-node";
import {
  type RuntimeName,
  runtimeNames,
  type TimingRuntime,
} from "../../data/timing/timing-runtime";
import { sampleNetworks } from "../../data/timing/visit-plan";
import { readSources } from "../benchmarks";
import { alignedTable } from "./aligned-table";
import { type BenchmarkPlace, benchmarkPlace, databaseOption } from "./benchmark-place";
import { Failure } from "./failure";
import { KeptVisits } from "./kept-visits";
import { spaceNamed } from "./known-benchmarks";
import { printLines, reportFailure } from "./output";
import { complete, pickNetworks } from "./pick-network";
import { programFolder, programPlatform, programSql } from "./program-platform";
import { ProgressBar } from "./progress-bar";
import { readDocument } from "./read-document";
import { wholeNumber } from "./whole-number";

export function addMeasure(program: Command) {
  program
    .command("measure")
    .description("Time networks on this machine, and keep the latencies among your own benchmarks")
    .argument("[file]", "a .blox file; all its networks, or the one of --network")
    .option("--network <name>", "this network of the file only")
    .option("--all-blocks", "every block of every stage, the other stages having their first block")
    .option("--sample <count>", "so many random networks", wholeNumber)
    .option("--space <name>", "the space of --all-blocks and --sample", bloxSpace.name)
    .addOption(
      new Option("--runtime <name>", "what runs the networks")
        .choices(runtimeNames)
        .default("ort-cpu"),
    )
    .option("--threads <count>", "threads of ort-cpu", wholeNumber, 1)
    .option("--seconds <count>", "when to end, stable or not", wholeNumber, 120)
    .option("--device <name>", "how the device is called; left out, by machine and runtime")
    .option(...databaseOption)
    .option("--json", "print a JSON object")
    .addHelpText(
      "after",
      "\nA measurement that was cut short goes on where it was when the same command is run again.",
    )
    .action(measure);
}

interface Options {
  readonly network?: string;
  readonly allBlocks?: boolean;
  readonly sample?: number;
  readonly space: string;
  readonly runtime: RuntimeName;
  readonly threads: number;
  readonly seconds: number;
  readonly device?: string;
  readonly db?: string;
  readonly json?: boolean;
}

async function measure(file: string | undefined, options: Options) {
  refuseThreads(options);
  const { space, networks } = await chosen(file, options);
  const runtime = await loadRuntime(options.runtime, programFolder()).catch((error: unknown) => {
    throw new Failure(messageOf(error));
  });
  const device = deviceOf(runtime, options);
  const place = benchmarkPlace(options.db);
  await orFailure(async () => expectRoom({ space, device }, { ...place, sql: await programSql() }));
  const visits = new KeptVisits(
    headerOf(space, device),
    [device.name, runtime.version, space.name, spaceIdentity(space).fingerprint.slice(-8)].join(
      " ",
    ),
  );
  const { measured, isCancelled } = await measureInterruptibly(
    runtime,
    space,
    networks,
    visits,
    options,
  );
  if (!measured.isComplete) return reportUnfinished(measured, networks, visits, isCancelled);
  const database = await stored(space, device, measured.latencies, place);
  const raw = visits.finish(new Set(networks), new Date());
  await printLines(
    options.json
      ? [JSON.stringify(report(space, device, measured.latencies, database, raw))]
      : linesOf(space, device, measured.latencies, database, raw),
  );
}

/** What to measure. Fails where it is not said, said twice, or not complete. */
async function chosen(
  file: string | undefined,
  { network, allBlocks, sample, space: name }: Options,
): Promise<{ readonly space: Space; readonly networks: readonly number[] }> {
  const given = [file !== undefined, allBlocks === true, sample !== undefined];
  if (given.filter(Boolean).length !== 1)
    throw new Failure("Say what to measure: a file, --all-blocks or --sample, one of them.");
  if (file !== undefined) return networksIn(file, network);
  const space = spaceNamed(name);
  if (sample === undefined) return { space, networks: singleBlockNetworks(space) };
  const { networks } = sampleNetworks(space, Math.min(sample, networkCount(space)), 1);
  return { space, networks };
}

async function networksIn(file: string, name: string | undefined) {
  const found = pickNetworks(file, await readDocument(file), name).map((one) =>
    complete(file, one),
  );
  const [first] = found;
  if (!first) throw new Failure(`${file}: has no network`);
  const other = found.find(({ space }) => space !== first.space);
  if (other) {
    throw new Failure(
      `${file}: has networks of ${first.space.name} and of ${other.space.name}; measure one at a time with --network`,
    );
  }
  const { space } = first;
  return { space, networks: [...new Set(found.map((one) => indexOf(space, one.architecture)))] };
}

/** Of networks that differ from the first of the space in one block at most. */
function singleBlockNetworks(space: Space): number[] {
  const others = indexStrides(space).flatMap((stride, stage) =>
    blocksOf(space, stage).map(({ index }) => stride * index),
  );
  return [...new Set(others)];
}

function refuseThreads({ runtime, threads }: Options) {
  if (runtime === "ort-wasm" && threads > 1)
    throw new Failure(
      "ort-wasm runs on one thread; leave --threads out, or take --runtime ort-cpu",
    );
  const cores = availableParallelism();
  if (threads > cores)
    throw new Failure(`--threads ${threads}: this machine runs ${cores} at once at most`);
}

function deviceOf(runtime: TimingRuntime, { threads, device }: Options): Device {
  const name =
    device ?? `${hostname()} ${runtime.name}${runtime.name === "ort-cpu" ? ` ${threads}t` : ""}`;
  return { name, runtime: runtime.version, threads, precision: "float32", batchSize: 1 };
}

function headerOf(space: Space, { name, runtime, threads }: Device): TimingHeader {
  return {
    space: space.name,
    device: name,
    processor: cpus()[0]?.model.trim() ?? "unknown",
    runtime: runtime ?? "unknown",
    threads: `${threads}`,
    precision: "float32",
    batch: "1",
    date: new Date().toISOString().slice(0, 10),
    seed: `${seed}`,
    reference: "none",
    protocol: measuringProtocolText,
  };
}

const seed = 1;

/** Ctrl-C ends it after the visit that is being made, and ends the program at the second time. */
async function measureInterruptibly(
  runtime: TimingRuntime,
  space: Space,
  networks: readonly number[],
  visits: KeptVisits,
  { threads, seconds }: Options,
): Promise<{ readonly measured: Measured; readonly isCancelled: boolean }> {
  let isCancelled = false;
  const bar = process.stderr.isTTY ? new ProgressBar() : undefined;
  const interrupt = () => {
    isCancelled = true;
  };
  process.once("SIGINT", interrupt);
  try {
    const measured = await orFailure(() =>
      measureNetworks(
        runtime,
        { space, networks, threads, seconds, seed, earlier: visits.earlier() },
        {
          onVisit: (network, latencyMs) => visits.add(network, latencyMs),
          onProgress: (done, step) => bar?.show(done, step),
          isCancelled: () => isCancelled,
        },
      ),
    );
    return { measured, isCancelled };
  } finally {
    process.off("SIGINT", interrupt);
    bar?.clear();
  }
}

function reportUnfinished(
  { latencies }: Measured,
  networks: readonly number[],
  { path }: KeptVisits,
  isCancelled: boolean,
) {
  const why = isCancelled ? "Cancelled" : "The time is over";
  reportFailure(
    `${why}: ${latencies.length} of ${networks.length} networks are timed often enough, so that nothing was stored. ` +
      `The visits so far are kept in ${path}: run the same command again to go on${isCancelled ? "" : ", with more --seconds"}.`,
  );
  if (isCancelled) process.exitCode = 130;
}

async function stored(
  space: Space,
  device: Device,
  latencies: readonly MeasuredLatency[],
  { folder, database }: BenchmarkPlace,
): Promise<string> {
  const { embedded } = await readSources(programPlatform());
  const hashes = "problem" in embedded ? "" : embedded.hashes;
  const sql = await programSql();
  const into = database ?? measuredHere(space);
  const store = { folder, sql, hashes, database: into, now: () => new Date() };
  await orFailure(() => storeTimings({ space, device, latencies }, store));
  return join(folder.place, into);
}

async function orFailure<Result>(action: () => Promise<Result>): Promise<Result> {
  try {
    return await action();
  } catch (error) {
    throw new Failure(messageOf(error));
  }
}

function report(
  space: Space,
  { name, runtime, threads, precision, batchSize }: Device,
  latencies: readonly MeasuredLatency[],
  database: string,
  raw: string,
) {
  return {
    space: space.name,
    device: name,
    processor: cpus()[0]?.model.trim() ?? "unknown",
    runtime,
    threads,
    precision,
    batch_size: batchSize,
    networks: latencies.map(({ network, medianMs, p10Ms, p90Ms, visits, isStable }) => ({
      network,
      ms: medianMs,
      p10_ms: p10Ms,
      p90_ms: p90Ms,
      visits,
      stable: isStable,
    })),
    database,
    raw_visits: raw,
  };
}

function linesOf(
  space: Space,
  { name, runtime, threads }: Device,
  latencies: readonly MeasuredLatency[],
  database: string,
  raw: string,
): string[] {
  const ms = (value: number) => value.toFixed(value < 10 ? 3 : 2);
  const rows = latencies.map(({ network, medianMs, p10Ms, p90Ms, visits, isStable }) => [
    `network ${network}`,
    `${ms(medianMs)} ms`,
    `${ms(p10Ms)} to ${ms(p90Ms)}`,
    `${visits} visits${isStable ? "" : ", not stable yet"}`,
  ]);
  const processor = cpus()[0]?.model.trim() ?? "unknown processor";
  return [
    `latency("${name}") of ${latencies.length} ${latencies.length === 1 ? "network" : "networks"} of ${space.name}: median, 10th to 90th percentile`,
    `  ${processor}, ${runtime}, ${threads === 1 ? "1 thread" : `${threads} threads`}, float32, batch 1`,
    ...alignedTable(rows).map((line) => `  ${line}`),
    `  written to ${database}; every visit is in ${raw}`,
  ];
}
