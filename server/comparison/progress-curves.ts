import type { Comparison } from "./comparison";
import type { Entrant } from "./parse-algorithms";
import {
  type Axis,
  hoursReached,
  type JudgedIncumbent,
  placeOf,
  type RegretSummary,
  regretAt,
} from "./regret";

/** How one algorithm went on: what a plot draws. */
export interface ProgressCurve extends Entrant {
  /** Ascending in `after`; between two of them nothing changes. */
  readonly points: readonly (RegretSummary & { readonly after: number })[];
}

/**
 * The regret of every algorithm after each number of evaluations, or hours of training, at which one of its
 * runs changed. By hours it ends where the shortest run does, and is empty where none are known.
 */
export function progressCurves(
  comparison: Comparison,
  axis: Axis = "evaluations",
): readonly ProgressCurve[] {
  const { algorithms, budget } = comparison;
  return algorithms.map(({ name, parameters, traces }) => {
    const end = axis === "evaluations" ? budget : hoursReached(traces, budget);
    // Where no hours are known, no incumbent has a place among them.
    const steps = end === 0 ? [] : traces.flatMap(({ incumbents }) => placesOf(axis, incumbents));
    const points = [...new Set([...steps, end])].filter((point) => point > 0 && point <= end);
    return {
      name,
      parameters,
      points: points
        .sort((a, b) => a - b)
        .map((after) => ({ after, ...regretAt(traces, after, comparison, axis) })),
    };
  });
}

function placesOf(axis: Axis, incumbents: readonly JudgedIncumbent[]): number[] {
  return incumbents.map((incumbent) => placeOf(axis, incumbent));
}
