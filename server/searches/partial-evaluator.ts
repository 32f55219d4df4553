import { accuracy, validationAccuracy } from "../../data/metrics";
import { evaluator, type Looked } from "./evaluator";
import type { CheckedSearch } from "./search-spec";
import { accuracyAfter, type ValidationCurves } from "./validation-curves";

/** Looks up what a network that was trained to an epoch shows, and writes it into a candidate. */
export type PartialEvaluator = (index: number, epoch: number, into: Looked) => void;

/**
 * Accuracies are what the validation curve says at the epoch; all else is as it is of a whole training.
 * `breach` is of the constraints that need no training.
 */
export function partialEvaluator(
  { objectiveColumns, breach }: Pick<CheckedSearch, "objectiveColumns" | "breach">,
  curves: ValidationCurves,
): PartialEvaluator {
  const lookUp = evaluator({ objectiveColumns, breach });
  return (index, epoch, into) => {
    lookUp(index, into);
    for (const [place, { column, sign }] of objectiveColumns.entries()) {
      if (!isAccuracy(column.metric)) continue;
      const value = accuracyAfter(curves, index, epoch);
      into.objectives[place] = Number.isNaN(value) ? Number.POSITIVE_INFINITY : value * sign;
      if (Number.isNaN(value)) into.breach = Number.POSITIVE_INFINITY;
    }
  };
}

/** Whether curves show how it grows. */
export function isAccuracy({ name }: { readonly name: string }): boolean {
  return name === accuracy.name || name === validationAccuracy.name;
}
