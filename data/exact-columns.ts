import { networkCount } from "./architecture";
import { type Cost, stageCosts } from "./costs";
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
    params: column(space, "params"),
    flops: column(space, "flops"),
    peakActivations: column(space, "peakActivations"),
  };
  cache.set(space, columns);
  return columns;
}

const cache = new WeakMap<Space, ExactColumns>();

/** Reads one cost of the networks of a space of any size, by their index, without writing anything out. */
export function costReader(space: Space, metric: keyof Cost): (index: number) => number {
  const { stem, stages, head } = stageCosts(space);
  const together = togetherOf[metric];
  const fixed = [stem, head, ...stages.map(({ reduction }) => reduction)].reduce(
    (value, cost) => together(value, cost[metric]),
    0,
  );
  const ofBlocks = stages.map(({ blocks }) => Float64Array.from(blocks, (cost) => cost[metric]));
  return (index) => {
    let value = fixed;
    let rest = index;
    for (const costs of ofBlocks) {
      value = together(value, costs[rest % costs.length] ?? Number.NaN);
      rest = Math.floor(rest / costs.length);
    }
    return value;
  };
}

/** How the costs of parts give that of the whole. */
const togetherOf: Readonly<Record<keyof Cost, (one: number, other: number) => number>> = {
  params: (one, other) => one + other,
  flops: (one, other) => one + other,
  peakActivations: Math.max,
};

/** Built stage by stage from the costs of its blocks. */
function column(space: Space, metric: keyof Cost): Float64Array {
  const together = togetherOf[metric];
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
