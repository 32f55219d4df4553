import type { RawVisits, Visit } from "./raw-visits";
import { median, quantile } from "./statistics";

/** How far the reference's level may be from the fast one. */
const tolerance = 0.35;

/** Visits to the reference before and after one that tell its level: a single one is noise as well. */
const halfWindow = 4;

/**
 * The visits that count, in order of time: those between two visits to the reference network, in the
 * same process, at both of which it was at the level that it has while the machine is fast, within 35 %.
 * A shared machine drifts by a quarter within minutes, which the fit removes: networks keep their ratios
 * meanwhile. At times it is slower by far, which scales operations differently: such visits are to be
 * repeated. The good visits to the reference are among them.
 */
export function acceptedVisits({ header, visits }: RawVisits): Visit[] {
  const levels = referenceLevels(visits, Number(header.reference));
  const isFast = fastRegime([...levels.values()]);
  const accepted: Visit[] = [];
  let between: Visit[] = [];
  let opening: Visit | undefined;
  for (const visit of visits) {
    // Without a fast reference before them, visits do not count.
    if (visit.process !== opening?.process) between = [];
    const level = levels.get(visit);
    if (level === undefined) {
      between.push(visit);
      continue;
    }
    const fast = isFast(level);
    if (fast) accepted.push(...between, visit);
    opening = fast ? visit : undefined;
    between = [];
  }
  return accepted;
}

/** For each visit to the reference, the median of those around it in the same process. */
export function referenceLevels(
  visits: readonly Visit[],
  reference: number,
): ReadonlyMap<Visit, number> {
  const references = visits.filter(({ network }) => network === reference);
  return new Map(
    references.map((visit, place) => {
      const around = references
        .slice(Math.max(0, place - halfWindow), place + halfWindow + 1)
        .filter(({ process }) => process === visit.process);
      return [visit, median(around.map(({ latencyMs }) => latencyMs))];
    }),
  );
}

/** The level of the reference after its latest visits, the last one being just made. */
export function latestLevel(referencesMs: readonly number[]): number {
  return median(referencesMs.slice(-halfWindow - 1));
}

/**
 * Tells whether a level of the reference network is of the machine's fast regime: within 35 % of the
 * median of the levels that are within 35 % of their first decile.
 */
export function fastRegime(levelsMs: readonly number[]): (levelMs: number) => boolean {
  const near = (middle: number) => (levelMs: number) => Math.abs(levelMs / middle - 1) <= tolerance;
  return near(median(levelsMs.filter(near(quantile(levelsMs, 0.1)))));
}
