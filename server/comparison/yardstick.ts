import type { Refusal } from "../messages";
import type { CheckedSearch } from "../searches/search-spec";
import { bestValue } from "./best-value";
import { exactFront } from "./exact-front";
import type { Incumbent } from "./trace";

/** What runs are measured by. */
export interface Yardstick {
  readonly optimum: Optimum;
  /** What a run counts for as long as it has found no network that meets the constraints. */
  readonly worst: number;
  /** Of both, and of regrets; empty of shares. */
  readonly unit: string;
  /** What a run is worth from each of its incumbents on. */
  valuesOf(incumbents: readonly Incumbent[]): readonly number[];
}

export interface Optimum {
  readonly value: number;
  /** Of one objective: the first network that has the best value. */
  readonly network?: number;
  /** Of two: what the front of the whole space is. */
  readonly front?: FrontSummary;
}

export interface FrontSummary {
  /** With other values each, and above the reference in both. */
  readonly points: number;
  /** Of the square from the best to the worst values. */
  readonly hypervolume: number;
  /** One an objective, over all networks of the space. */
  readonly ranges: readonly { readonly best: number; readonly worst: number }[];
}

/** Looks at all networks of a space, of which all judged values are known. */
export function yardstickOf(
  search: Pick<CheckedSearch, "objectiveColumns" | "breach">,
): Yardstick | Refusal {
  const [objective, another] = search.objectiveColumns;
  if (!objective) throw new RangeError("no objective");
  return another
    ? exactFront([objective, another], search.breach)
    : bestValue(objective, search.breach);
}
