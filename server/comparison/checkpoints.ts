import type { Refusal } from "../messages";
import { grouped } from "../searches/grouped";

/** The numbers of evaluations to tell the regret after: those asked for, ascending, or each quarter of the budget. */
export function checkpoints(
  asked: readonly number[] | undefined,
  budget: number,
): readonly number[] | Refusal {
  const after = asked ?? [1, 2, 3, 4].map((quarter) => Math.ceil((budget * quarter) / 4));
  const beyond = after.find((evaluations) => evaluations > budget);
  if (beyond === undefined) return [...new Set(after)].sort((a, b) => a - b);
  return {
    refusal: `There is no regret after ${grouped(beyond)} evaluations: the budget is ${grouped(budget)}.`,
  };
}
