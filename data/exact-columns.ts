import { networkCount } from "./architecture";
import { type Cost, stageCosts } from "./costs";
import type { Space } from "./space";

/** Parameters and FLOPs of every network of a space, by network index. */
export interface ExactColumns {
  readonly params: Float64Array;
  readonly flops: Float64Array;
}

/** Computed once a space, as sums over its stages. */
export function exactColumns(space: Space): ExactColumns {
  const known = cache.get(space);
  if (known) return known;
  const columns = { params: sums(space, "params"), flops: sums(space, "flops") };
  cache.set(space, columns);
  return columns;
}

const cache = new WeakMap<Space, ExactColumns>();

function sums(space: Space, metric: keyof Cost): Float64Array {
  const { stem, stages, head } = stageCosts(space);
  const fixed = [stem, head, ...stages.map(({ reduction }) => reduction)];
  const all = new Float64Array(networkCount(space));
  all[0] = fixed.reduce((sum, cost) => sum + cost[metric], 0);
  let filled = 1;
  for (const { blocks } of stages) {
    // From the last block down, so that the first part is read before it is overwritten.
    for (let block = blocks.length - 1; block >= 0; block--) {
      const cost = blocks[block]?.[metric] ?? 0;
      for (let index = 0; index < filled; index++)
        all[block * filled + index] = (all[index] ?? 0) + cost;
    }
    filled *= blocks.length;
  }
  return all;
}
