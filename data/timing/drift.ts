import type { Visit } from "./raw-visits";
import { median } from "./statistics";

/** Visits before and after one that tell how fast the machine was at the time. */
const halfWindow = 8;
const iterations = 12;

/**
 * The latency of each visited network in milliseconds, the machine's drift removed: fits log time =
 * network + drift(time), in turn, each the median of what the other leaves: a network's of its visits,
 * the drift's of all visits up to 8 before and after in the same process. The visits are in order of
 * time. The drift's median is zero, so that latencies are those of the machine at its usual speed.
 */
export function latenciesWithoutDrift(visits: readonly Visit[]): Map<number, number> {
  const logs = visits.map(({ latencyMs }) => Math.log(latencyMs));
  const visitsOf = new Map<number, number[]>();
  for (const [place, { network }] of visits.entries()) {
    const places = visitsOf.get(network);
    if (places) places.push(place);
    else visitsOf.set(network, [place]);
  }
  const windows = driftWindows(visits);
  let drift = logs.map(() => 0);
  const networks = new Map<number, number>();
  for (let iteration = 0; iteration < iterations; iteration++) {
    for (const [network, places] of visitsOf)
      networks.set(network, median(places.map((place) => at(logs, place) - at(drift, place))));
    const residuals = visits.map(
      ({ network }, place) => at(logs, place) - (networks.get(network) ?? 0),
    );
    const raw = windows.map(([from, to]) => median(residuals.slice(from, to)));
    const level = median(raw);
    drift = raw.map((value) => value - level);
  }
  return new Map(Array.from(networks, ([network, log]) => [network, Math.exp(log)]));
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
