import { numberAt } from "../../data/benchmark";
import type { Candidate } from "./candidate";
import type { CheckedSearch } from "./search-spec";

/** Looks networks up by their index, and writes what each is worth into the candidate that it is given. */
export function evaluator({
  objectiveColumns,
  breach,
}: Pick<CheckedSearch, "objectiveColumns" | "breach">): (index: number, into: Looked) => void {
  return (index, into) => {
    into.index = index;
    into.breach = breach ? breach(index) : 0;
    for (let place = 0; place < objectiveColumns.length; place++) {
      const objective = objectiveColumns[place];
      const value = objective ? numberAt(objective.column, index) * objective.sign : Number.NaN;
      // A network whose value is not known is worse than all, so that none is taken for good.
      const isKnown = !Number.isNaN(value);
      into.objectives[place] = isKnown ? value : Number.POSITIVE_INFINITY;
      if (!isKnown) into.breach = Number.POSITIVE_INFINITY;
    }
  };
}

/** A candidate that is used again for every network. */
export type Looked = { -readonly [Part in keyof Candidate]: Candidate[Part] };
