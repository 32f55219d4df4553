import { numberAt } from "../../data/benchmark";
import type { Candidate } from "./candidate";
import type { CheckedSearch } from "./search-spec";

/** Looks networks up by their index, and writes what each is worth into the candidate that it is given. */
export function evaluator({
  objectiveColumns,
  breach,
}: Pick<CheckedSearch, "objectiveColumns" | "breach">): (index: number, into: Looked) => void {
  const columns = objectiveColumns.map(({ column }) => column);
  const signs = objectiveColumns.map(({ sign }) => sign);
  return (index, into) => {
    into.index = index;
    into.breach = breach ? breach(index) : 0;
    for (const [place, column] of columns.entries()) {
      const value = numberAt(column, index) * (signs[place] ?? 1);
      // A network whose value is not known is worse than all, so that none is taken for good.
      into.objectives[place] = Number.isNaN(value) ? Number.POSITIVE_INFINITY : value;
      if (Number.isNaN(value)) into.breach = Number.POSITIVE_INFINITY;
    }
  };
}

/** A candidate that is used again for every network. */
export type Looked = { -readonly [Part in keyof Candidate]: Candidate[Part] };
