import type { Comparison } from "./comparison";
import type { Entrant } from "./parse-algorithms";
import { type RegretSummary, regretAfter, summaryOf } from "./regret";

/** How one algorithm went on: what a plot draws. */
export interface ProgressCurve extends Entrant {
  /** Ascending in `after`; between two of them nothing changes. */
  readonly points: readonly (RegretSummary & { readonly after: number })[];
}

/** The regret of every algorithm after each number of evaluations at which one of its runs got better. */
export function progressCurves({
  algorithms,
  optimum,
  budget,
}: Comparison): readonly ProgressCurve[] {
  return algorithms.map(({ name, parameters, traces }) => {
    const steps = traces.flatMap(({ incumbents }) => incumbents.map(([since]) => since));
    const known = Math.max(...traces.map(({ incumbents }) => incumbents[0]?.[0] ?? budget));
    const after = [...new Set([...steps, budget])].filter((step) => step >= known);
    return {
      name,
      parameters,
      points: after
        .sort((a, b) => a - b)
        .map((evaluations) => ({
          after: evaluations,
          ...summaryOf(
            traces.map(({ incumbents }) => regretAfter(incumbents, evaluations, optimum.value)),
          ),
        })),
    };
  });
}
