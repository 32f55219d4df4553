import { architectureAt } from "../architecture";
import { onnxModel } from "../onnx/model";
import { repeatedWeights } from "../onnx/weights";
import type { Space } from "../space";
import { visitsWithoutDrift } from "./drift";
import type { Visit } from "./raw-visits";
import { runtimeFailure } from "./runtime-failure";
import { median, quantile } from "./statistics";
import type { TimingRuntime, TimingSession } from "./timing-runtime";
import { protocol, shuffled } from "./visit-plan";

/** What may be chosen of a measurement, which is as thorough as there is patience for. */
export interface MeasuringOptions {
  readonly space: Space;
  /** By index; none twice. */
  readonly networks: readonly number[];
  readonly threads: number;
  /** When to stop, with every network stable or not, but not before a round of visits. */
  readonly seconds: number;
  /** Of the order of visits. */
  readonly seed: number;
  /** Visits that were made before, in order of time; those to other networks do not count. */
  readonly earlier?: readonly Visit[];
}

export interface MeasuringCallbacks {
  /** Each visit as it is made, so that it can be kept. */
  onVisit(visit: Visit): void;
  /** `done` is how much of the work is, from 0 to 1. */
  onProgress(done: number, step: string): void;
  isCancelled(): boolean;
}

/** What was found of one network, in milliseconds for one image. */
export interface MeasuredLatency {
  readonly network: number;
  /** Of all visits; where several networks were timed, of what is left without the machine's drift. */
  readonly medianMs: number;
  readonly p10Ms: number;
  readonly p90Ms: number;
  /** Of the median. */
  readonly standardErrorMs: number;
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
  `shuffled visits, each the median of ${measuringProtocol.runs} runs after ${measuringProtocol.warmUps} warm-up, the first network every ${protocol.referenceInterval} visits, ` +
  `at least ${measuringProtocol.fewestVisits} and until the standard error of their median is below ${100 * measuringProtocol.stableError} % or the time is over`;

/**
 * Times complete networks of a space. Each visit is a few runs on end; visits to the networks alternate in
 * an order that is shuffled anew each round, so that a machine that is slow for a while is slow for all.
 * The first network is visited besides, wherever others are open, so that these can be compared.
 * Ends when all are stable, when the time is over, or when it is cancelled: however little time there is,
 * calls that go on with each other's visits come to an end. Rejects with an error for the user where a
 * network cannot be opened or run.
 */
export async function measureNetworks(
  runtime: TimingRuntime,
  options: MeasuringOptions,
  callbacks: MeasuringCallbacks,
): Promise<Measured> {
  const { networks, earlier = [], seconds } = options;
  const made = new MadeVisits(networks, earlier);
  const [reference] = networks;
  const end = performance.now() + 1000 * seconds;
  // One session of each group is the reference's.
  const most = runtime.mostSessions - 1;
  let left = made.unstableOf(networks);
  for (let groups = 0; left.length > 0 && !callbacks.isCancelled(); groups++) {
    const now = performance.now();
    if (groups > 0 && now >= end) break;
    const group = left.slice(0, most);
    // Every group of networks that fits into memory gets its share of the time.
    const groupEnd = now + ((end - now) * group.length) / left.length;
    const process = (earlier.at(-1)?.process ?? 0) + 1 + groups;
    await measureGroup({ runtime, process, reference, group, made, groupEnd, options, callbacks });
    const stillUnstable = new Set(made.unstableOf(networks));
    left = left.slice(group.length).filter((network) => stillUnstable.has(network));
  }
  const latencies = latenciesOf(networks, made.visits);
  return {
    latencies: [...latencies].sort((a, b) => a.network - b.network),
    isComplete: latencies.length === networks.length,
  };
}

/** Of the networks that were visited often enough to say something. The visits are in order of time. */
export function latenciesOf(
  networks: readonly number[],
  visits: readonly Visit[],
): MeasuredLatency[] {
  // Of one network alone, nothing tells whether it or the machine was slow.
  const calm = networks.length > 1 ? visitsWithoutDrift(visits) : visits;
  const times = new Map<number, number[]>(networks.map((network) => [network, []]));
  for (const { network, latencyMs } of calm) times.get(network)?.push(latencyMs);
  return Array.from(times, ([network, visitsMs]) => latencyOf(network, visitsMs)).flat();
}

/** The median with its spread; nothing where there are too few visits to say so. */
export function latencyOf(network: number, visitsMs: readonly number[]): MeasuredLatency[] {
  const { fewestVisits, stableError } = measuringProtocol;
  if (visitsMs.length < fewestVisits) return [];
  const medianMs = median(visitsMs);
  const standardErrorMs = standardErrorOfMedian(visitsMs);
  return [
    {
      network,
      medianMs,
      p10Ms: quantile(visitsMs, 0.1),
      p90Ms: quantile(visitsMs, 0.9),
      standardErrorMs,
      visits: visitsMs.length,
      isStable: standardErrorMs < stableError * medianMs,
    },
  ];
}

/** All visits so far to some networks. */
class MadeVisits {
  readonly visits: Visit[];
  private readonly counts: Map<number, number>;

  constructor(
    private readonly networks: readonly number[],
    earlier: readonly Visit[],
  ) {
    this.visits = [];
    this.counts = new Map(networks.map((network) => [network, 0]));
    for (const visit of earlier) if (this.counts.has(visit.network)) this.add(visit);
  }

  add(visit: Visit) {
    this.visits.push(visit);
    this.counts.set(visit.network, this.countOf(visit.network) + 1);
  }

  /** Those visited least come first, so that all get their turn, however often this is cut short. */
  unstableOf(networks: readonly number[]): number[] {
    const all = latenciesOf(this.networks, this.visits);
    const stable = new Set(all.filter(({ isStable }) => isStable).map(({ network }) => network));
    return networks
      .filter((network) => !stable.has(network))
      .sort((a, b) => this.countOf(a) - this.countOf(b));
  }

  /** How much of the work is done, from 0 to 1: most networks need few visits more than the fewest. */
  done(): number {
    const { fewestVisits } = measuringProtocol;
    let made = 0;
    for (const count of this.counts.values()) made += Math.min(count, fewestVisits);
    return made / (fewestVisits * this.networks.length);
  }

  private countOf(network: number): number {
    return this.counts.get(network) ?? 0;
  }
}

/** Networks that are open at the same time, which is one process to the fit of the drift. */
interface Group {
  readonly runtime: TimingRuntime;
  readonly process: number;
  readonly reference: number | undefined;
  readonly group: readonly number[];
  readonly made: MadeVisits;
  /** As `performance.now()` tells it. */
  readonly groupEnd: number;
  readonly options: MeasuringOptions;
  readonly callbacks: MeasuringCallbacks;
}

async function measureGroup(group: Group): Promise<void> {
  const sessions = new Map<number, TimingSession>();
  try {
    await openAll(group, sessions);
    await visitAll(group, sessions);
  } finally {
    // A runtime without memory may fail at this too: what it failed at before is what to tell.
    for (const session of sessions.values()) await session.release().catch(() => {});
  }
}

async function openAll(
  { runtime, reference, group, made, options, callbacks }: Group,
  sessions: Map<number, TimingSession>,
): Promise<void> {
  const { space, threads } = options;
  const weights = repeatedWeights(1);
  for (const network of new Set([...(reference === undefined ? [] : [reference]), ...group])) {
    if (callbacks.isCancelled()) return;
    await othersTurn();
    callbacks.onProgress(made.done(), `opening network ${network}`);
    const model = onnxModel(space, architectureAt(space, network), weights);
    try {
      sessions.set(network, await runtime.open(model, space.input, threads));
    } catch (error) {
      throw runtimeFailure(runtime, "load", network, error);
    }
  }
  const [first] = sessions;
  for (let run = 0; first && run < runtime.firstRuns && !callbacks.isCancelled(); run++) {
    await othersTurn();
    await timeRun(runtime, ...first);
  }
}

/** In rounds, of which the first is made whatever the time: what was opened is worth it. */
async function visitAll(
  { runtime, process, reference, group, made, groupEnd, options, callbacks }: Group,
  sessions: ReadonlyMap<number, TimingSession>,
): Promise<void> {
  let sinceReference = Number.POSITIVE_INFINITY;
  let left: readonly number[] = group;
  let nextCheck = 0;
  for (let round = 0; ; round++) {
    if (round >= nextCheck) {
      left = made.unstableOf(group);
      // The fit takes longer with more visits, and a tenth more hardly change it.
      nextCheck = Math.max(round + 1, Math.floor(1.1 * round));
    }
    if (left.length === 0) return;
    for (const network of shuffled(left, options.seed + 1000 * process + round)) {
      if (isOver(round)) return;
      const isReferenceDue = options.networks.length > 1 && network !== reference;
      if (reference !== undefined && isReferenceDue && sinceReference >= protocol.referenceInterval)
        await visit(reference);
      await visit(network);
    }
  }

  function isOver(round: number): boolean {
    return callbacks.isCancelled() || (round > 0 && performance.now() >= groupEnd);
  }

  async function visit(network: number): Promise<void> {
    const session = sessions.get(network);
    if (!session) throw new Error(`network ${network} has no session`);
    await othersTurn();
    const latencyMs = await timeVisit(runtime, network, session);
    const latest = { process, pass: 0, network, latencyMs };
    made.add(latest);
    sinceReference = network === reference ? 0 : sinceReference + 1;
    callbacks.onVisit(latest);
    callbacks.onProgress(made.done(), `network ${network}`);
  }
}

/** WebAssembly runs on this very thread: without this, nobody could cancel. */
function othersTurn(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve);
  });
}

async function timeVisit(
  runtime: TimingRuntime,
  network: number,
  session: TimingSession,
): Promise<number> {
  const { warmUps, runs } = measuringProtocol;
  for (let run = 0; run < warmUps; run++) await timeRun(runtime, network, session);
  const times: number[] = [];
  for (let run = 0; run < runs; run++) times.push(await timeRun(runtime, network, session));
  return median(times);
}

/** In milliseconds. */
async function timeRun(
  runtime: TimingRuntime,
  network: number,
  session: TimingSession,
): Promise<number> {
  const start = performance.now();
  try {
    await session.run();
  } catch (error) {
    throw runtimeFailure(runtime, "run", network, error);
  }
  return performance.now() - start;
}

/**
 * Without an assumption on the distribution: half of what lies between the order statistics that are a
 * standard deviation of the binomial distribution below and above the middle.
 */
export function standardErrorOfMedian(values: readonly number[]): number {
  const step = 0.5 / Math.sqrt(values.length);
  return (quantile(values, 0.5 + step) - quantile(values, 0.5 - step)) / 2;
}
