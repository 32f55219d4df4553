import { indexStrides } from "../data/architecture";
import { type Benchmark, type MetricColumn, numberAt } from "../data/benchmark";
import { mostEnumerated } from "../data/exact-columns";
import type { Space } from "../data/space";
import { type Constraint, comparisons } from "./searches/constraints";
import { seededRandom } from "./searches/random-source";

/**
 * What the holes of a network leave open: over every way to fill them, or over a sample where there
 * are too many ways.
 */
export interface Completions {
  /** All ways there are. */
  readonly count: number;
  /** How many of them were looked at: all, or a sample drawn uniformly. */
  readonly looked: number;
  /** How many of those meet every constraint. */
  readonly meeting: number;
  /** One for each column of the benchmark. */
  readonly metrics: readonly CompletedMetric[];
}

export interface CompletedMetric {
  readonly column: MetricColumn;
  /** Over all completions that were looked at. */
  readonly lowest: number;
  readonly highest: number;
  /** The completion with the best value of all, and of those that meet every constraint. */
  readonly best: number | undefined;
  readonly bestMeeting: number | undefined;
}

/** Stage by stage the block indices that a completion may have. */
export type Choices = readonly (readonly number[])[];

export function completionsOf(
  { space, columns }: Benchmark,
  choices: Choices,
  constraints: readonly Constraint[],
): Completions {
  const indices = completionIndices(space, choices);
  const isMeeting = new Uint8Array(indices.length).fill(1);
  for (const { column, comparison, limit } of constraints) {
    const values = valuesAt(column, indices);
    const isMet = comparisons[comparison];
    for (let place = 0; place < values.length; place++)
      if (!isMet(values[place] ?? Number.NaN, limit)) isMeeting[place] = 0;
  }
  const flops = columns.find(({ metric }) => metric.name === "flops");
  const costs = flops && valuesAt(flops, indices);
  return {
    count: completionCount(choices),
    looked: indices.length,
    meeting: isMeeting.reduce((count, meets) => count + meets, 0),
    metrics: columns.map((column) => ({
      column,
      ...extremes(column, valuesAt(column, indices), costs, indices, isMeeting),
    })),
  };
}

/** The column's value of each of the networks. */
function valuesAt(column: MetricColumn, indices: Float64Array): Float64Array {
  const { values } = column;
  // All networks, which are in the order of their index.
  if (indices.length === values.length) return values;
  const found = new Float64Array(indices.length);
  for (let place = 0; place < indices.length; place++)
    found[place] = numberAt(column, indices[place] ?? 0);
  return found;
}

export function completionCount(choices: Choices): number {
  return choices.reduce((count, { length }) => count * length, 1);
}

/** Of more completions than can be written out, so many are drawn. */
const sampleSize = 10_000;

/** The networks that the choices allow, by index; a sample of them, always the same, where they are too many. */
export function completionIndices(space: Space, choices: Choices): Float64Array {
  return completionCount(choices) > mostEnumerated
    ? sampledIndices(space, choices)
    : allIndices(space, choices);
}

function allIndices(space: Space, choices: Choices): Float64Array {
  const strides = indexStrides(space);
  let indices = new Float64Array(1);
  for (const [stage, allowed] of choices.entries()) {
    const stride = strides[stage] ?? 0;
    const next = new Float64Array(indices.length * allowed.length);
    let place = 0;
    for (const block of allowed) {
      for (const index of indices) next[place++] = index + block * stride;
    }
    indices = next;
  }
  return indices;
}

function sampledIndices(space: Space, choices: Choices): Float64Array {
  const strides = indexStrides(space);
  const random = seededRandom(0);
  return new Float64Array(sampleSize).map(() =>
    choices.reduce(
      (index, allowed, stage) =>
        index + (allowed[random.below(allowed.length)] ?? 0) * (strides[stage] ?? 0),
      0,
    ),
  );
}

/** Of equally good ones the one with fewer FLOPs, then the lower index, is the best. */
function extremes(
  { metric }: MetricColumn,
  values: Float64Array,
  costs: Float64Array | undefined,
  indices: Float64Array,
  isMeeting: Uint8Array,
) {
  const sign = metric.better === "higher" ? -1 : 1;
  const isBefore = (one: number, other: number) => {
    const cost = costs ? (costs[one] ?? 0) - (costs[other] ?? 0) : 0;
    return cost < 0 || (cost === 0 && (indices[one] ?? 0) < (indices[other] ?? 0));
  };
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  let best = -1;
  let bestMeeting = -1;
  let bestValue = Number.POSITIVE_INFINITY;
  let bestMeetingValue = Number.POSITIVE_INFINITY;
  for (let place = 0; place < values.length; place++) {
    const value = values[place] ?? Number.NaN;
    if (value < lowest) lowest = value;
    if (value > highest) highest = value;
    const signed = sign * value;
    if (signed < bestValue || (signed === bestValue && isBefore(place, best))) {
      bestValue = signed;
      best = place;
    }
    if (isMeeting[place] === 0) continue;
    if (
      signed < bestMeetingValue ||
      (signed === bestMeetingValue && isBefore(place, bestMeeting))
    ) {
      bestMeetingValue = signed;
      bestMeeting = place;
    }
  }
  return { lowest, highest, best: indices[best], bestMeeting: indices[bestMeeting] };
}
