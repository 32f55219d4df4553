import type { MetricColumn } from "../../data/benchmark";
import type { Objective } from "../messages";

/** The best value of a metric that is known of every network, and the first network that has it. */
export function optimumOf(
  { values }: MetricColumn,
  direction: Objective["direction"],
): { readonly network: number; readonly value: number } {
  const sign = direction === "maximize" ? 1 : -1;
  let network = 0;
  for (let index = 1; index < values.length; index++)
    if (sign * (values[index] ?? 0) > sign * (values[network] ?? 0)) network = index;
  return { network, value: values[network] ?? Number.NaN };
}
