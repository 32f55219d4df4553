import type { Network } from "./algorithm";
import type { Limit } from "./untrained";

/** Which networks have the least sum of scores: an integer program, as one choice a position is taken. */
export interface SumProgram {
  /** By position and choice. */
  readonly scores: readonly Float64Array[];
  /** What a network must meet to be an answer. */
  readonly limits: readonly Limit[];
  /** In so many positions an answer may agree with each earlier one; it is another one in any case. */
  readonly overlap: number;
}

/**
 * Solves a program: the network with the least sum that meets the limits, then each time the least of those
 * that do not overlap too much with an earlier answer, until there is none.
 */
export type LeastSums = (program: SumProgram) => Iterable<Network>;

/** The sum of a network's scores. */
export function sumAt(scores: readonly Float64Array[], network: Network): number {
  let sum = 0;
  for (let position = 0; position < scores.length; position++)
    sum += scores[position]?.[network[position] ?? 0] ?? Number.NaN;
  return sum;
}

/** Whether two networks agree in more than so many positions. */
export function overlapsMore(one: Network, other: Network, overlap: number): boolean {
  let alike = 0;
  for (let position = 0; position < one.length; position++)
    if (one[position] === other[position] && ++alike > overlap) return true;
  return false;
}
