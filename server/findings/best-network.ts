import type { MetricColumn } from "../../data/benchmark";
import { tieOrder } from "../searches/candidate";

/** The networks from the highest value to the lowest; of equal values the one with fewer FLOPs first. */
export function bestFirst(values: Float64Array, flops: MetricColumn): number[] {
  const order = tieOrder(flops);
  return Array.from(values.keys()).sort(
    (one, other) => (values[other] ?? 0) - (values[one] ?? 0) || order(one, other),
  );
}

export function bestNetwork(values: Float64Array, flops: MetricColumn): number {
  const [best] = bestFirst(values, flops);
  if (best === undefined) throw new RangeError("no network");
  return best;
}
