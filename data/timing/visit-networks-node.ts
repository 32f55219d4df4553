import { appendFileSync, existsSync, readdirSync, readFileSync } from "node:fs";
import { constants, setPriority } from "node:os";
import process, { argv, resourceUsage } from "node:process";
import { setTimeout as pause } from "node:timers/promises";
import { architectureAt } from "../architecture";
import { findSpace } from "../built-in-spaces";
import { onnxModel } from "../onnx/model";
import { repeatedWeights } from "../onnx/weights";
import type { Space } from "../space";
import { fastRegime, latestLevel, referenceLevels } from "./accepted-visits";
import { parseRawVisits, visitText } from "./raw-visits";
import { loadRuntime } from "./runtimes-node";
import { median } from "./statistics";
import type { RuntimeName, TimingSession } from "./timing-runtime";
import { type Batch, protocol, shuffled } from "./visit-plan";

/** What `measure.ts` gives a process as its only argument, in JSON. */
export interface VisitTask {
  /** The raw file, to whose end the visits are written as they are made. */
  readonly file: string;
  readonly runtime: RuntimeName;
  /** The number of this process. */
  readonly process: number;
  readonly batch: Batch;
  /** Of a visit. */
  readonly warmUps: number;
  readonly runs: number;
  /** When to stop, in milliseconds since 1970. */
  readonly stopAtMs: number;
}

const parent = process.ppid;
const task: VisitTask = JSON.parse(argv[2] ?? "null");
const { header, visits: earlier } = parseRawVisits(readFileSync(task.file, "utf8"));
const space = findSpace(header.space);
if (!space) throw new Error(`${task.file} is of \`${header.space}\`, a space that is not known`);
const reference = Number(header.reference);
const most = Math.max(...task.batch.visits.map(([, visits]) => visits));
const plan = [
  ...task.batch.visits,
  ...task.batch.anchors.map((network) => [network, most] as const),
];
const runtime = await loadRuntime(task.runtime, import.meta.dirname);
const weights = repeatedWeights(1);
const mostInterrupted = runtime.mostInterrupted(Number(header.threads));
const sessions = await openSessions(space);

const levelsMs = [...referenceLevels(earlier, reference).values()];
const referencesMs: number[] = [];
goFirst();
for (let run = 0; run < runtime.firstRuns; run++) await sessions.get(reference)?.run();
await visitAll();

/** Visits all networks in shuffled rounds; those made while the machine was slow come once more. */
async function visitAll(): Promise<void> {
  const queue = Array.from({ length: most }, (_, round) =>
    shuffled(
      plan.filter(([, visits]) => visits > round).map(([network]) => network),
      1000 * task.process + round,
    ),
  ).flat();
  await untilFast();
  while (queue.length > 0 && goesOn()) {
    const next = queue.splice(0, protocol.referenceInterval);
    for (const network of next) if (!(await visit(network))) queue.push(network);
    if (!(await visitReference())) {
      queue.push(...next);
      await untilFast();
    }
  }
}

/**
 * Asks the system to let this process go first, so that others do not interrupt a run. Where that is
 * not allowed, interrupted runs are made again; it only takes longer.
 */
function goFirst(): void {
  // Linux gives every thread a priority of its own.
  const threadFolder = "/proc/self/task";
  const threads = existsSync(threadFolder) ? readdirSync(threadFolder).map(Number) : [0];
  try {
    for (const thread of threads) setPriority(thread, constants.priority.PRIORITY_HIGHEST);
  } catch {}
}

/** Until the time is over, or whoever started this was killed. */
function goesOn(): boolean {
  return Date.now() < task.stopAtMs && process.ppid === parent;
}

async function untilFast(): Promise<void> {
  while (!(await visitReference()) && goesOn()) await pause(50);
}

/** Whether the machine is fast. */
async function visitReference(): Promise<boolean> {
  const latencyMs = await visit(reference);
  if (latencyMs === undefined) return false;
  referencesMs.push(latencyMs);
  const levelMs = latestLevel(referencesMs);
  levelsMs.push(levelMs);
  return fastRegime(levelsMs)(levelMs);
}

/** Times a network and writes that down; undefined if it was never left alone. */
async function visit(network: number): Promise<number | undefined> {
  const latencyMs = await timeNetwork(network);
  if (latencyMs === undefined) return undefined;
  const made = { process: task.process, pass: task.batch.pass, network, latencyMs };
  appendFileSync(task.file, visitText(made));
  return latencyMs;
}

/**
 * The median of a few runs on end, in milliseconds. A run during which the system gave the core to
 * another process is made again.
 */
async function timeNetwork(network: number): Promise<number | undefined> {
  const session = sessions.get(network);
  if (!session) throw new Error(`network ${network} has no session`);
  for (let run = 0; run < task.warmUps; run++) await session.run();
  const times: number[] = [];
  for (let tries = 0; tries < 10 * task.runs && times.length < task.runs; tries++) {
    const latencyMs = await timeRun(session);
    if (latencyMs !== undefined) times.push(latencyMs);
  }
  return times.length < task.runs ? undefined : median(times);
}

/** In milliseconds; undefined where it was interrupted for longer than may be. */
async function timeRun(session: TimingSession): Promise<number | undefined> {
  const before = resourceUsage();
  const start = performance.now();
  await session.run();
  const latencyMs = performance.now() - start;
  const after = resourceUsage();
  const wasLeftAlone = after.involuntaryContextSwitches === before.involuntaryContextSwitches;
  // Threads that wait for each other do so busily: all of them work for as long as a run takes.
  const workedMs = (processorMs(after) - processorMs(before)) / Number(header.threads);
  const isShort = latencyMs - workedMs < mostInterrupted * latencyMs;
  return wasLeftAlone || (mostInterrupted > 0 && isShort) ? latencyMs : undefined;
}

function processorMs({ userCPUTime, systemCPUTime }: NodeJS.ResourceUsage): number {
  return (userCPUTime + systemCPUTime) / 1000;
}

async function openSessions(space: Space): Promise<Map<number, TimingSession>> {
  const sessions = new Map<number, TimingSession>();
  for (const network of [reference, ...plan.map(([network]) => network)]) {
    const model = onnxModel(space, architectureAt(space, network), weights);
    sessions.set(network, await runtime.open(model, space.input, Number(header.threads)));
  }
  return sessions;
}
