import { numberAt } from "../../data/benchmark";
import { originOf } from "../../data/column-origin";
import { hasStandardErrors, standardErrorAt } from "../../data/standard-error";
import type { Candidate } from "./candidate";
import { grouped } from "./grouped";
import type { ObjectiveColumn } from "./search-spec";

/**
 * For every objective whose values are uncertain, how many networks cannot be told apart from the best: of
 * those evaluated that meet the constraints, or with several objectives of those on the front.
 */
export function indistinguishableNotes(
  objectives: readonly ObjectiveColumn[],
  best: readonly Candidate[],
  evaluated: readonly number[],
  breach: ((index: number) => number) | undefined,
): string[] {
  const front = best.map(({ index }) => index);
  const isSingle = objectives.length === 1;
  const rivals = isSingle ? meeting(evaluated, breach) : front;
  return objectives.flatMap((objective) => {
    const first = bestOf(objective, front);
    if (!hasStandardErrors(objective.column) || first === undefined || rivals.length < 2) return [];
    let count = 0;
    for (const index of rivals)
      if (index !== first && !areDistinct(objective, first, index)) count++;
    const { metric } = objective.column;
    const whose = isSingle
      ? `other networks evaluated${breach ? " that meet the constraints" : ""}`
      : "other networks on the front";
    return [
      `\`${metric.name}\` is ${originOf(objective.column)}: ${grouped(count)} of the ${grouped(rivals.length - 1)} ${whose} cannot be told apart from the best one (within two standard errors of the difference).`,
    ];
  });
}

/** Of the best networks of one objective, whether one cannot be told apart from the first. */
export function tiedWithFirst(
  objectives: readonly ObjectiveColumn[],
  best: readonly Candidate[],
): (index: number) => boolean {
  const [objective, another] = objectives;
  const [first] = best;
  if (!objective || !hasStandardErrors(objective.column) || another || !first) return () => false;
  return (index) => index !== first.index && !areDistinct(objective, first.index, index);
}

function meeting(networks: readonly number[], breach: ((index: number) => number) | undefined) {
  return breach ? networks.filter((index) => breach(index) === 0) : networks;
}

function bestOf({ column, sign }: ObjectiveColumn, networks: readonly number[]) {
  let best: number | undefined;
  const value = (index: number) => numberAt(column, index) * sign;
  for (const index of networks) if (best === undefined || value(index) < value(best)) best = index;
  return best;
}

/** Whether two values differ by more than two standard errors of their difference. */
function areDistinct({ column }: ObjectiveColumn, one: number, other: number): boolean {
  const difference = numberAt(column, one) - numberAt(column, other);
  // Of what was trained once nothing says how uncertain it is.
  const errors = [standardErrorAt(column, one) || 0, standardErrorAt(column, other) || 0] as const;
  // Squared on both sides: the square root would cost more than all the rest.
  return difference ** 2 > 4 * (errors[0] ** 2 + errors[1] ** 2);
}
