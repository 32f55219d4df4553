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

/** The hours of training to tell the regret after, ascending; what goes beyond the shortest run is a note. */
export function hourCheckpoints(
  asked: readonly number[],
  reached: number,
): { readonly hours: readonly number[]; readonly notes: readonly string[] } | Refusal {
  if (asked.length > 0 && reached === 0) {
    return {
      refusal:
        "It is not known how long these trainings take, so that there is no regret after hours of training.",
    };
  }
  const inOrder = [...new Set(asked)].sort((a, b) => a - b);
  const beyond = inOrder.filter((hours) => hours > reached).map(grouped);
  const notes =
    beyond.length === 0
      ? []
      : [
          `There is no regret after ${beyond.join(", ")} hours of training: the shortest run came to ${grouped(reached)}. Give a larger budget.`,
        ];
  return { hours: inOrder.filter((hours) => hours <= reached), notes };
}
