import { pearson } from "../../data/linear-correlation";
import { kendall, spearman } from "../../data/rank-correlation";

/** How alike two values order the same networks. */
export interface Agreement {
  readonly pearson: number;
  readonly spearman: number;
  /** τ-b */
  readonly kendall: number;
}

export function agreement(one: Float64Array, other: Float64Array): Agreement {
  return {
    pearson: pearson(one, other),
    spearman: spearman(one, other),
    kendall: kendall(one, other),
  };
}
