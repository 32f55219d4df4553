import { availableParallelism } from "node:os";
import { join } from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import { indexStrides, networkCount } from "../../data/architecture";
import { blocksOf } from "../../data/blocks";
import { bloxSpace } from "../../data/built-in-spaces";
import { messageOf } from "../../data/library/library";
import type { Device } from "../../data/library/measurements";
import { spaceIdentity } from "../../data/library/space-identity";
import { expectRoom, measuredHere, storeTimings } from "../../data/library/store-timings";
import type { Space } from "../../data/space";
import { publishedHashes } from "../../data/sqlite-benchmark";
import {
  type Measured,
  type MeasuredLatency,
  measureNetworks,
  measuringProtocolText,
} from "../../data/timing/measuring";
import { ownDevice } from "../../data/timing/own-device";
import { ownMachine } from "../../data/timing/own-machine-node";
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
import { type KeptVisits, withKeptVisits } from "./kept-visits";
import { spaceNamed } from "./known-benchmarks";
import { inOneSpace } from "./one-space";
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
    .option(
      "--seconds <count>",
      "when to end, stable or not, but not before a round of visits",
      wholeNumber,
      120,
    )
    .option(
      "--device <name>",
      "how the device is called; left out, by machine and runtime",
      deviceName,
    )
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
  const device = {
    ...ownDevice(ownMachine(), runtime, options.threads),
    ...(options.device !== undefined && { name: options.device }),
  };
  const place = benchmarkPlace(options.db);
  await orFailure(async () => expectRoom({ space, device }, { ...place, sql: await programSql() }));
  const { fingerprint } = spaceIdentity(space);
  const key = [device.name, device.runtime, space.name, fingerprint.slice(-8)].join(" ");
  await withKeptVisits(headerOf(space, device, runtime), key, async (visits) => {
    const found = await measureInterruptibly(runtime, space, networks, visits, options);
    if (found.isCancelled) return reportCancelled(visits);
    const { isComplete, latencies } = found.measured;
    if (!isComplete) return reportUnfinished(found.measured, networks, visits);
    const database = await stored(space, device, latencies, place);
    const raw = visits.finish(new Set(networks), new Date());
    const result: Result = { space, device, runtime, latencies, database, raw };
    await printLines(options.json ? [JSON.stringify(report(result))] : linesOf(result));
  });
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
  return inOneSpace(file, first, found, "measure one at a time with --network");
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

function headerOf(
  space: Space,
  { name, threads }: Device,
  { version }: TimingRuntime,
): TimingHeader {
  return {
    space: space.name,
    device: name,
    processor: ownMachine().processor ?? "unknown",
    runtime: version,
    threads: `${threads}`,
    precision: "float32",
    batch: "1",
    date: new Date().toISOString().slice(0, 10),
    seed: `${seed}`,
    // Each measurement has one of its own: its first network.
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
          onVisit: (visit) => visits.add(visit),
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

function reportCancelled({ path }: KeptVisits) {
  reportFailure(
    `Cancelled: nothing was stored. The visits so far are kept in ${path}: run the same command again to go on.`,
  );
  process.exitCode = 130;
}

function reportUnfinished(
  { latencies }: Measured,
  networks: readonly number[],
  { path }: KeptVisits,
) {
  reportFailure(
    `The time is over: ${latencies.length} of ${networks.length} networks are timed often enough, so that nothing was stored. ` +
      `The visits so far are kept in ${path}: run the same command again to go on; more --seconds need fewer runs.`,
  );
}

async function stored(
  space: Space,
  device: Device,
  latencies: readonly MeasuredLatency[],
  { folder, database }: BenchmarkPlace,
): Promise<string> {
  const { embedded } = await readSources(programPlatform());
  const hashes = publishedHashes(embedded);
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

interface Result {
  readonly space: Space;
  readonly device: Device;
  readonly runtime: TimingRuntime;
  readonly latencies: readonly MeasuredLatency[];
  /** Where they are now. */
  readonly database: string;
  /** The file of all visits. */
  readonly raw: string;
}

function report({ space, device, runtime, latencies, database, raw }: Result) {
  const { name, threads, precision, batchSize } = device;
  return {
    space: space.name,
    device: name,
    processor: ownMachine().processor ?? "unknown",
    runtime: runtime.version,
    threads,
    precision,
    batch_size: batchSize,
    networks: latencies.map((found) => ({
      network: found.network,
      ms: found.medianMs,
      p10_ms: found.p10Ms,
      p90_ms: found.p90Ms,
      standard_error_ms: found.standardErrorMs,
      visits: found.visits,
      stable: found.isStable,
    })),
    database,
    raw_visits: raw,
  };
}

function linesOf({ space, device, latencies, database, raw }: Result): string[] {
  const { name, runtime, threads } = device;
  const ms = (value: number) => value.toFixed(value < 10 ? 3 : 2);
  const rows = latencies.map(({ network, medianMs, p10Ms, p90Ms, visits, isStable }) => [
    `network ${network}`,
    `${ms(medianMs)} ms`,
    `${ms(p10Ms)} to ${ms(p90Ms)}`,
    `${visits} visits${isStable ? "" : ", not stable yet"}`,
  ]);
  return [
    `latency("${name}") of ${latencies.length} ${latencies.length === 1 ? "network" : "networks"} of ${space.name}: median, 10th to 90th percentile`,
    `  ${runtime}, ${threads === 1 ? "1 thread" : `${threads} threads`}, float32, batch 1`,
    ...alignedTable(rows).map((line) => `  ${line}`),
    `  written to ${database}; every visit is in ${raw}`,
  ];
}

/** The value of `--device`, as it can stand in `latency("…")`. */
function deviceName(text: string): string {
  if (text.trim() !== "" && !/["\p{Cc}]/u.test(text)) return text;
  throw new InvalidArgumentError("Expected a name on one line without quotation marks.");
}
