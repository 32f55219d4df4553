import type { MetricColumn } from "../../data/benchmark";
import { tieOrder } from "../searches/candidate";
import { paretoFront } from "../searches/pareto-front";

/**
 * The networks that no other beats in accuracy without costing more, from the cheapest to the most
 * accurate; of equals the one with fewer FLOPs.
 */
export function costFront(
  accuracy: Pick<MetricColumn, "values">,
  cost: Pick<MetricColumn, "values">,
  flops: MetricColumn,
): readonly number[] {
  const front = paretoFront(tieOrder(flops));
  for (const [index, percent] of accuracy.values.entries()) {
    const objectives = Float64Array.of(cost.values[index] ?? Number.NaN, -percent);
    front.offer({ index, objectives, breach: 0 });
  }
  return front.list().map(({ index }) => index);
}
