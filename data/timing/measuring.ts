import { architectureAt } from "../architecture";
import { onnxModel } from "../onnx/model";
import { repeatedWeights } from "../onnx/weights";
import type { Space } from "../space";
import { median, quantile } from "./statistics";
import type { TimingRuntime, TimingSession } from "./timing-runtime";
import { shuffled } from "./visit-plan";

/** What may be chosen of a measurement, which is as thorough as there is patience for. */
export interface MeasuringOptions {
  readonly space: Space;
  /** By index; none twice. */
  readonly networks: readonly number[];
  readonly threads: number;
  /** When to stop, with every network stable or not. */
  readonly seconds: number;
  /** Of the order of visits. */
  readonly seed: number;
  /** Visits that an earlier run of the same measurement has made, in milliseconds by network. */
  readonly earlier?: ReadonlyMap<number, readonly number[]>;
}

export interface MeasuringCallbacks {
  /** Each visit as it is made, so that it can be kept. */
  onVisit(network: number, latencyMs: number): void;
  /** `done` is how much of the work is, from 0 to 1. */
  onProgress(done: number, step: string): void;
  isCancelled(): boolean;
}

/** What was found of one network, in milliseconds for one image. */
export interface MeasuredLatency {
  readonly network: number;
  /** Of all visits. */
  readonly medianMs: number;
  readonly p10Ms: number;
  readonly p90Ms: number;
  readonly visits: number;
  /** Whether the standard error of the median is below 1 %. */
  readonly isStable: boolean;
}

export interface Measured {
  /** In the order of their indices; those that have been visited often enough to say something. */
  readonly latencies: readonly MeasuredLatency[];
  /** Whether these are all networks. What is not complete is no result yet. */
  readonly isComplete: boolean;
}

/** What of the protocol is fixed. A visit is the median of `runs` runs after `warmUps`. */
export const measuringProtocol = {
  warmUps: 1,
  runs: 3,
  fewestVisits: 10,
  /** Once the standard error of the median, as a share of it, is below this, it is stable. */
  stableError: 0.01,
} as const;

/** In words, as it is written down beside the visits. */
export const measuringProtocolText =
  `shuffled visits, each the median of ${measuringProtocol.runs} runs after ${measuringProtocol.warmUps} warm-up, ` +
  `at least ${measuringProtocol.fewestVisits} and until the standard error of their median is below ${100 * measuringProtocol.stableError} % or the time is over`;

/**
 * Times complete networks of a space. Each visit is a few runs on end; visits to the networks alternate in
 * an order that is shuffled anew each round, so that a machine that is slow for a while is slow for all.
 * Ends when all are stable, when the time is over, or when it is cancelled. Rejects with an error for the
 * user where a network cannot be opened.
 */
export async function measureNetworks(
  runtime: TimingRuntime,
  options: MeasuringOptions,
  callbacks: MeasuringCallbacks,
): Promise<Measured> {
  const { networks, earlier, seconds } = options;
  const visits = new Map(networks.map((network) => [network, [...(earlier?.get(network) ?? [])]]));
  const end = performance.now() + 1000 * seconds;
  const isLeft = (network: number) => !isStable(visits.get(network) ?? []);
  let left = networks.filter(isLeft);
  while (left.length > 0 && !callbacks.isCancelled() && performance.now() < end) {
    const group = left.slice(0, runtime.mostSessions);
    const now = performance.now();
    // Every group of networks that fits into memory gets its share of the time.
    const groupEnd = now + ((end - now) * group.length) / left.length;
    await measureGroup({ runtime, group, visits, end: groupEnd, options, callbacks });
    left = left.slice(group.length).filter(isLeft);
  }
  const latencies = networks.flatMap((network) => latencyOf(network, visits.get(network) ?? []));
  return {
    latencies: latencies.sort((a, b) => a.network - b.network),
    isComplete: latencies.length === networks.length,
  };
}

/** The median with its spread; nothing where there are too few visits to say so. */
export function latencyOf(network: number, visitsMs: readonly number[]): MeasuredLatency[] {
  if (visitsMs.length < measuringProtocol.fewestVisits) return [];
  return [
    {
      network,
      medianMs: median(visitsMs),
      p10Ms: quantile(visitsMs, 0.1),
      p90Ms: quantile(visitsMs, 0.9),
      visits: visitsMs.length,
      isStable: isStable(visitsMs),
    },
  ];
}

interface Group {
  readonly runtime: TimingRuntime;
  readonly group: readonly number[];
  readonly visits: ReadonlyMap<number, number[]>;
  /** As `performance.now()` tells it. */
  readonly end: number;
  readonly options: MeasuringOptions;
  readonly callbacks: MeasuringCallbacks;
}

async function measureGroup(group: Group): Promise<void> {
  const sessions = new Map<number, TimingSession>();
  try {
    await openAll(group, sessions);
    await visitAll(group, sessions);
  } finally {
    for (const session of sessions.values()) await session.release();
  }
}

async function openAll(
  { runtime, group, visits, options, callbacks }: Group,
  sessions: Map<number, TimingSession>,
): Promise<void> {
  const { space, threads } = options;
  const weights = repeatedWeights(1);
  for (const network of group) {
    if (callbacks.isCancelled()) return;
    await othersTurn();
    callbacks.onProgress(doneOf(options, visits), `opening network ${network}`);
    const model = onnxModel(space, architectureAt(space, network), weights);
    try {
      sessions.set(network, await runtime.open(model, space.input, threads));
    } catch (error) {
      throw new Error(notOpened(runtime, network, error), { cause: error });
    }
  }
  const [first] = sessions.values();
  for (let run = 0; run < runtime.firstRuns && !callbacks.isCancelled(); run++) {
    await othersTurn();
    await first?.run();
  }
}

async function visitAll(
  { group, visits, end, options, callbacks }: Group,
  sessions: ReadonlyMap<number, TimingSession>,
): Promise<void> {
  for (let round = 0; ; round++) {
    const left = group.filter((network) => !isStable(visits.get(network) ?? []));
    if (left.length === 0) return;
    for (const network of shuffled(left, options.seed + round)) {
      if (callbacks.isCancelled() || performance.now() >= end) return;
      const session = sessions.get(network);
      if (!session) throw new Error(`network ${network} has no session`);
      await othersTurn();
      const latencyMs = await timeVisit(session);
      visits.get(network)?.push(latencyMs);
      callbacks.onVisit(network, latencyMs);
      callbacks.onProgress(doneOf(options, visits), `network ${network}`);
    }
  }
}

/** WebAssembly runs on this very thread: without this, nobody could cancel. */
function othersTurn(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve);
  });
}

async function timeVisit(session: TimingSession): Promise<number> {
  const { warmUps, runs } = measuringProtocol;
  for (let run = 0; run < warmUps; run++) await session.run();
  const times: number[] = [];
  for (let run = 0; run < runs; run++) {
    const start = performance.now();
    await session.run();
    times.push(performance.now() - start);
  }
  return median(times);
}

/** Most networks need few visits more than the fewest. */
function doneOf({ networks }: MeasuringOptions, visits: ReadonlyMap<number, number[]>): number {
  const { fewestVisits } = measuringProtocol;
  let made = 0;
  for (const { length } of visits.values()) made += Math.min(length, fewestVisits);
  return made / (fewestVisits * networks.length);
}

function isStable(visitsMs: readonly number[]): boolean {
  const { fewestVisits, stableError } = measuringProtocol;
  return (
    visitsMs.length >= fewestVisits &&
    standardErrorOfMedian(visitsMs) < stableError * median(visitsMs)
  );
}

/**
 * Without an assumption on the distribution: half of what lies between the order statistics that are a
 * standard deviation of the binomial distribution below and above the middle.
 */
export function standardErrorOfMedian(values: readonly number[]): number {
  const step = 0.5 / Math.sqrt(values.length);
  return (quantile(values, 0.5 + step) - quantile(values, 0.5 - step)) / 2;
}

function notOpened({ version }: TimingRuntime, network: number, error: unknown): string {
  const reason = (error instanceof Error ? error.message : String(error)).replace(/\s*\n\s*/g, " ");
  const isMemory = /memory|alloc|bad_alloc|^\d+$/i.test(reason);
  return isMemory
    ? `${version} has no memory left for network ${network} (${reason}). Close other programs, or measure fewer networks at once.`
    : `${version} cannot load network ${network}: ${reason}`;
}
