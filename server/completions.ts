import { indexStrides } from "../data/architecture";
import { type Benchmark, type MetricColumn, numberAt } from "../data/benchmark";
import { mostEnumerated } from "../data/exact-columns";
import type { Space } from "../data/space";
import { type Constraint, meets } from "./searches/constraints";
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
  for (const constraint of constraints) {
    for (let place = 0; place < indices.length; place++)
      if (isMeeting[place] && !meets(constraint, indices[place] ?? 0)) isMeeting[place] = 0;
  }
  const flops = columns.find(({ metric }) => metric.name === "flops");
  return {
    count: completionCount(choices),
    looked: indices.length,
    meeting: isMeeting.reduce((count, meets) => count + meets, 0),
    metrics: columns.map((column) => ({
      column,
      ...extremes(column, flops, indices, isMeeting),
    })),
  };
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
  column: MetricColumn,
  flops: MetricColumn | undefined,
  indices: Float64Array,
  isMeeting: Uint8Array,
) {
  const sign = column.metric.better === "higher" ? -1 : 1;
  const isBefore = (one: number, other: number | undefined) => {
    if (other === undefined) return true;
    const cost = flops ? numberAt(flops, one) - numberAt(flops, other) : 0;
    return cost < 0 || (cost === 0 && one < other);
  };
  let [lowest, highest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  let [bestValue, bestMeetingValue] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  let best: number | undefined;
  let bestMeeting: number | undefined;
  for (let place = 0; place < indices.length; place++) {
    const index = indices[place] ?? 0;
    const value = numberAt(column, index);
    if (value < lowest) lowest = value;
    if (value > highest) highest = value;
    const cost = sign * value;
    if (cost < bestValue || (cost === bestValue && isBefore(index, best)))
      [bestValue, best] = [cost, index];
    if (!isMeeting[place]) continue;
    if (cost < bestMeetingValue || (cost === bestMeetingValue && isBefore(index, bestMeeting)))
      [bestMeetingValue, bestMeeting] = [cost, index];
  }
  return { lowest, highest, best, bestMeeting };
}
