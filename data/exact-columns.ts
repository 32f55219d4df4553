import { architectureAt, networkCount } from "./architecture";
import { type Cost, networkCost, stageCosts } from "./costs";
import type { Space } from "./space";

/** A space of more networks than this is not written out network by network; it can be sampled. */
export const mostEnumerated = 2 ** 20;

export function isEnumerable(space: Space): boolean {
  return networkCount(space) <= mostEnumerated;
}

/** Costs of every network of an enumerable space, by network index. */
export interface ExactColumns {
  readonly params: Float64Array;
  readonly flops: Float64Array;
  readonly peakActivations: Float64Array;
}

/** Computed once a space. */
export function exactColumns(space: Space): ExactColumns {
  const known = cache.get(space);
  if (known) return known;
  const columns = {
    params: column(space, "params", sum),
    flops: column(space, "flops", sum),
    peakActivations: column(space, "peakActivations", Math.max),
  };
  cache.set(space, columns);
  return columns;
}

const cache = new WeakMap<Space, ExactColumns>();

/** The cost of one network of any space, by its index. */
export function costAt(space: Space, index: number): Cost {
  return networkCost(space, architectureAt(space, index));
}

function sum(one: number, other: number): number {
  return one + other;
}

/** Built stage by stage from the costs of its blocks. */
function column(
  space: Space,
  metric: keyof Cost,
  together: (one: number, other: number) => number,
): Float64Array {
  const { stem, stages, head } = stageCosts(space);
  const fixed = [stem, head, ...stages.map(({ reduction }) => reduction)];
  const all = new Float64Array(networkCount(space));
  all[0] = fixed.reduce((value, cost) => together(value, cost[metric]), 0);
  let filled = 1;
  for (const { blocks } of stages) {
    // From the last block down, so that the first part is read before it is overwritten.
    for (let block = blocks.length - 1; block >= 0; block--) {
      const cost = blocks[block]?.[metric] ?? 0;
      for (let index = 0; index < filled; index++)
        all[block * filled + index] = together(all[index] ?? 0, cost);
    }
    filled *= blocks.length;
  }
  return all;
}
