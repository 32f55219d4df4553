import type { Comparison } from "./comparison";
import type { Entrant } from "./parse-algorithms";
import { type RegretSummary, regretAfter, summaryOf } from "./regret";

/** How one algorithm did, by the number of evaluations. */
export interface RegretRow extends Entrant {
  readonly regret: Readonly<Record<number, RegretSummary>>;
}

/** The regrets of every algorithm after so many evaluations, none more than the budget. */
export function regretTable(
  { algorithms, optimum }: Comparison,
  after: readonly number[],
): readonly RegretRow[] {
  return algorithms.map(({ name, parameters, traces }) => ({
    name,
    parameters,
    regret: Object.fromEntries(
      after.map((evaluations) => [
        evaluations,
        summaryOf(
          traces.map(({ incumbents }) => regretAfter(incumbents, evaluations, optimum.value)),
        ),
      ]),
    ),
  }));
}
