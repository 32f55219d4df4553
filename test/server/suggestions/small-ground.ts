import fc from "fast-check";
import type { MetricColumn } from "../../../data/benchmark";
import { accuracy, flops, params } from "../../../data/metrics";
import type { Aim } from "../../../server/suggestions/aim";
import type { Axis } from "../../../server/suggestions/axes";

/** A made-up space: how many choices each of its axes has, and what each network is worth. */
export interface SmallGround {
  readonly lengths: readonly number[];
  readonly accuracies: readonly number[];
  readonly sizes: readonly number[];
  readonly costs: readonly number[];
  /** `params <= mostSize, flops >= leastCost` */
  readonly mostSize: number;
  readonly leastCost: number;
}

/** Few different values, so that ties and dead ends are frequent; many of the networks meet nothing. */
export const smallGrounds: fc.Arbitrary<SmallGround & { readonly from: number }> = fc
  .array(fc.integer({ min: 2, max: 4 }), { minLength: 2, maxLength: 3 })
  .chain((lengths) => {
    const count = lengths.reduce((product, length) => product * length, 1);
    const values = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: count, maxLength: count });
    return fc.record({
      lengths: fc.constant(lengths),
      accuracies: values,
      sizes: values,
      costs: values,
      mostSize: fc.integer({ min: 1, max: 5 }),
      leastCost: fc.integer({ min: 1, max: 6 }),
      from: fc.nat(count - 1),
    });
  });

export function axesOf({ lengths }: SmallGround): Axis[] {
  let stride = 1;
  return lengths.map((length) => {
    const axis = { stride, length };
    stride *= length;
    return axis;
  });
}

export function aimOf({ accuracies, sizes, costs, mostSize, leastCost }: SmallGround): Aim {
  const column = (metric: MetricColumn["metric"], values: readonly number[]): MetricColumn => ({
    metric,
    provenance: "exact",
    source: "invented for a test",
    values: Float64Array.from(values),
  });
  const [size, cost] = [column(params, sizes), column(flops, costs)];
  return {
    objective: { column: column(accuracy, accuracies), sign: -1 },
    constraints: [
      { text: `params <= ${mostSize}`, column: size, comparison: "<=", limit: mostSize },
      { text: `flops >= ${leastCost}`, column: cost, comparison: ">=", limit: leastCost },
    ],
    flops: cost,
  };
}

/** The same again, the plain way. */
export function plainly(ground: SmallGround) {
  const { lengths, accuracies, sizes, costs, mostSize, leastCost } = ground;
  const at = (values: readonly number[], index: number) => values[index] ?? Number.NaN;
  const all = accuracies.map((_, index) => index);
  const digits = (index: number) =>
    lengths.map((length) => {
      const digit = index % length;
      index = (index - digit) / length;
      return digit;
    });
  const differences = (one: number, other: number) => {
    const others = digits(other);
    return digits(one).filter((digit, place) => digit !== others[place]).length;
  };
  const excess = (index: number) => [
    Math.max(0, at(sizes, index) - mostSize) / mostSize,
    Math.max(0, leastCost - at(costs, index)) / leastCost,
  ];
  const keeps = (one: number, next: number) =>
    excess(next).every((amount, place) => amount <= (excess(one)[place] ?? 0));
  const total = (index: number) => excess(index).reduce((sum, amount) => sum + amount, 0);
  const order = (one: number, other: number) =>
    total(one) - total(other) ||
    at(accuracies, other) - at(accuracies, one) ||
    at(costs, one) - at(costs, other) ||
    one - other;
  return { all, differences, keeps, total, order };
}
