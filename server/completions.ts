import { indexStrides } from "../data/architecture";
import type { Benchmark, MetricColumn } from "../data/benchmark";
import type { Space } from "../data/space";
import { type Constraint, meets } from "./searches/constraints";

/** What the holes of a network leave open: counted exactly, over every way to fill them. */
export interface Completions {
  readonly count: number;
  /** How many meet every constraint. */
  readonly meeting: number;
  /** One for each column of the benchmark. */
  readonly metrics: readonly CompletedMetric[];
}

export interface CompletedMetric {
  readonly column: MetricColumn;
  /** Over all completions. */
  readonly lowest: number;
  readonly highest: number;
  /** The completion with the best value of all, and of those that meet every constraint. */
  readonly best: number | undefined;
  readonly bestMeeting: number | undefined;
}

/** `choices` are the block indices that each stage may have. */
export function completionsOf(
  { space, columns }: Benchmark,
  choices: readonly (readonly number[])[],
  constraints: readonly Constraint[],
): Completions {
  const indices = indicesOf(space, choices);
  const meeting = constraints.reduce(
    (left, constraint) => left.filter((index) => meets(constraint, index)),
    indices,
  );
  return {
    count: indices.length,
    meeting: meeting.length,
    metrics: columns.map((column) => {
      const best = bestOf(column, indices, columns);
      return {
        column,
        ...rangeOf(column, indices),
        best,
        bestMeeting: constraints.length === 0 ? best : bestOf(column, meeting, columns),
      };
    }),
  };
}

/** The networks that the choices allow, by index. */
export function indicesOf(space: Space, choices: readonly (readonly number[])[]): Uint32Array {
  const strides = indexStrides(space);
  let indices = new Uint32Array(1);
  for (const [stage, allowed] of choices.entries()) {
    const stride = strides[stage] ?? 0;
    const next = new Uint32Array(indices.length * allowed.length);
    let place = 0;
    for (const block of allowed) {
      for (const index of indices) next[place++] = index + block * stride;
    }
    indices = next;
  }
  return indices;
}

function rangeOf({ values }: MetricColumn, indices: Uint32Array) {
  let [lowest, highest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const index of indices) {
    const value = values[index] ?? Number.NaN;
    if (value < lowest) lowest = value;
    if (value > highest) highest = value;
  }
  return { lowest, highest };
}

/** Ties by FLOPs, then index. */
function bestOf(
  { metric, values }: MetricColumn,
  indices: Uint32Array,
  columns: readonly MetricColumn[],
): number | undefined {
  const flops = columns.find((column) => column.metric.name === "flops")?.values;
  const sign = metric.better === "higher" ? -1 : 1;
  let best: number | undefined;
  let [bestValue, bestFlops] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (const index of indices) {
    const value = sign * (values[index] ?? Number.NaN);
    if (!(value <= bestValue)) continue;
    const cost = flops?.[index] ?? 0;
    const isTie = value === bestValue;
    if (isTie && (cost > bestFlops || (cost === bestFlops && index > (best ?? 0)))) continue;
    [best, bestValue, bestFlops] = [index, value, cost];
  }
  return best;
}
