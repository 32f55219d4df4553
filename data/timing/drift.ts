import type { Visit } from "./raw-visits";
import { median, trimmedMean } from "./statistics";

/** Visits before and after one that tell how fast the machine was at the time. */
const halfWindow = 8;
const iterations = 8;

/** Of a network's visits, left out at either end. */
const trimmed = 0.1;

/**
 * The latency of each visited network in milliseconds, the machine's drift removed: fits log time =
 * network + process + drift(time), where the drift is a running median over 8 visits before and after
 * of what networks and processes leave, zero at the median of each process. The visits are in order of
 * time. The latencies are those of the machine at its usual speed.
 */
export function latenciesWithoutDrift(visits: readonly Visit[]): Map<number, number> {
  const { calm, processes } = fitted(visits);
  return networkMeans(visits, calm, processes);
}

/** The same visits as they would have been with the machine at its usual speed, by the same fit. */
export function visitsWithoutDrift(visits: readonly Visit[]): Visit[] {
  const { calm, processes } = fitted(visits);
  return visits.map((visit, place) => ({
    ...visit,
    latencyMs: Math.exp(at(calm, place) - (processes.get(visit.process) ?? 0)),
  }));
}

interface Fit {
  /** The logarithm of each visit's time, without the drift. */
  readonly calm: readonly number[];
  readonly processes: ReadonlyMap<number, number>;
}

function fitted(visits: readonly Visit[]): Fit {
  const windows = driftWindows(visits);
  const processes = placesBy(visits, ({ process }) => process);
  const logs = visits.map(({ latencyMs }) => Math.log(latencyMs));
  let drift = logs.map(() => 0);
  let calm = logs;
  let level = levels(visits, calm);
  for (let iteration = 0; iteration < iterations; iteration++) {
    const residuals = visits.map(
      ({ network, process }, place) =>
        at(logs, place) - (level.networks.get(network) ?? 0) - (level.processes.get(process) ?? 0),
    );
    drift = windows.map(([from, to]) => median(residuals.slice(from, to)));
    for (const places of processes.values()) {
      const middle = median(places.map((place) => at(drift, place)));
      for (const place of places) drift[place] = at(drift, place) - middle;
    }
    calm = logs.map((log, place) => log - at(drift, place));
    level = levels(visits, calm);
  }
  return { calm, processes: level.processes };
}

interface Levels {
  readonly networks: ReadonlyMap<number, number>;
  /** Their median over visits is zero. */
  readonly processes: ReadonlyMap<number, number>;
}

/**
 * What networks and processes add to the logarithms: least squares on the mean of each network in each
 * process. Processes are compared by the networks that they share.
 */
function levels(visits: readonly Visit[], logs: readonly number[]): Levels {
  const cells = Array.from(
    placesBy(visits, ({ process, network }) => `${process},${network}`).values(),
    (places) => {
      const { process = 0, network = 0 } = visits[places[0] ?? 0] ?? {};
      const value = trimmedMean(
        places.map((place) => at(logs, place)),
        trimmed,
      );
      return { process, network, value, count: places.length };
    },
  );
  const networks = new Map(cells.map(({ network }) => [network, 0]));
  const processes = new Map(cells.map(({ process }) => [process, 0]));
  // In turn, until neither changes (Gauss and Seidel).
  for (let change = Infinity; change > 1e-7; ) {
    setMeans(
      networks,
      cells,
      ({ network }) => network,
      (cell) => processes.get(cell.process) ?? 0,
    );
    change = setMeans(
      processes,
      cells,
      ({ process }) => process,
      (cell) => networks.get(cell.network) ?? 0,
    );
  }
  const middle = median(visits.map(({ process }) => processes.get(process) ?? 0));
  return {
    networks: new Map(Array.from(networks, ([network, log]) => [network, log + middle])),
    processes: new Map(Array.from(processes, ([process, log]) => [process, log - middle])),
  };
}

interface Cell {
  readonly process: number;
  readonly network: number;
  readonly value: number;
  readonly count: number;
}

/** Sets each level to the mean of what the others leave of its cells; gives the largest change. */
function setMeans(
  level: Map<number, number>,
  cells: readonly Cell[],
  keyOf: (cell: Cell) => number,
  otherLevel: (cell: Cell) => number,
): number {
  const sums = new Map<number, { sum: number; count: number }>();
  for (const cell of cells) {
    const { sum, count } = sums.get(keyOf(cell)) ?? { sum: 0, count: 0 };
    const rest = cell.value - otherLevel(cell);
    sums.set(keyOf(cell), { sum: sum + cell.count * rest, count: count + cell.count });
  }
  let change = 0;
  for (const [key, { sum, count }] of sums) {
    change = Math.max(change, Math.abs(sum / count - (level.get(key) ?? 0)));
    level.set(key, sum / count);
  }
  return change;
}

function networkMeans(
  visits: readonly Visit[],
  logs: readonly number[],
  processes: ReadonlyMap<number, number>,
): Map<number, number> {
  const rest = visits.map(({ process }, place) => at(logs, place) - (processes.get(process) ?? 0));
  return new Map(
    Array.from(
      placesBy(visits, ({ network }) => network),
      ([network, places]) => [
        network,
        Math.exp(
          trimmedMean(
            places.map((place) => at(rest, place)),
            trimmed,
          ),
        ),
      ],
    ),
  );
}

function placesBy<Key>(visits: readonly Visit[], keyOf: (visit: Visit) => Key): Map<Key, number[]> {
  const groups = new Map<Key, number[]>();
  for (const [place, visit] of visits.entries()) {
    const places = groups.get(keyOf(visit));
    if (places) places.push(place);
    else groups.set(keyOf(visit), [place]);
  }
  return groups;
}

/** For each visit, the first place of its window and the place behind the last. */
function driftWindows(visits: readonly Visit[]): [from: number, to: number][] {
  let begin = 0;
  return visits.map(({ process }, place) => {
    if (visits[place - 1]?.process !== process) begin = place;
    let to = place + 1;
    while (to <= place + halfWindow && visits[to]?.process === process) to++;
    return [Math.max(begin, place - halfWindow), to];
  });
}

function at(list: readonly number[], place: number): number {
  return list[place] ?? Number.NaN;
}
