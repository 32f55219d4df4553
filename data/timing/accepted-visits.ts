import type { RawVisits, Visit } from "./raw-visits";
import { median, quantile } from "./statistics";

/** How far a reference may be from its fast level. */
const tolerance = 0.05;

/**
 * The visits that count, in order of time: those between two visits to the reference network, in the
 * same process, that both took what it takes while the machine is fast, within 5 %. A shared machine
 * runs slower for minutes at a time, which scales operations differently, so that such visits are to be
 * repeated. The good visits to the reference are among them.
 */
export function acceptedVisits({ header, visits }: RawVisits): Visit[] {
  const reference = Number(header.reference);
  const isFast = fastRegime(
    visits.filter(({ network }) => network === reference).map(({ latencyMs }) => latencyMs),
  );
  const accepted: Visit[] = [];
  let between: Visit[] = [];
  let opening: Visit | undefined;
  for (const visit of visits) {
    // Without a fast reference before them, visits do not count.
    if (visit.process !== opening?.process) between = [];
    if (visit.network !== reference) {
      between.push(visit);
      continue;
    }
    const fast = isFast(visit.latencyMs);
    if (fast) accepted.push(...between, visit);
    opening = fast ? visit : undefined;
    between = [];
  }
  return accepted;
}

/**
 * Tells whether a time of the reference network is one of the machine's fast regime: within 5 % of the
 * median of the times that are within 5 % of their first decile.
 */
export function fastRegime(referencesMs: readonly number[]): (latencyMs: number) => boolean {
  const near = (level: number) => (latencyMs: number) =>
    Math.abs(latencyMs / level - 1) <= tolerance;
  return near(median(referencesMs.filter(near(quantile(referencesMs, 0.1)))));
}
