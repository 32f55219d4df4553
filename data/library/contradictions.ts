import { costReader } from "../exact-columns";
import type { Space } from "../space";
import type { NetworkTable, StaticColumn } from "./measurements";

/**
 * How the parameters and FLOPs that files state compare with those that follow from the architectures:
 * a sentence each, or one for both where all agree. Values that are missing are not counted; there are no
 * sentences where there is no value.
 */
export function contradictions(statics: NetworkTable<StaticColumn>, space: Space): string[] {
  const compared = columns.flatMap(({ column, title }) => {
    const values = statics.columns[column];
    return values ? { title, ...compare(statics.networks, values, costReader(space, column)) } : [];
  });
  const counted = compared.filter(({ count }) => count > 0);
  const agreeing = counted.filter(({ different }) => different === 0);
  const [first, second] = agreeing;
  const together = second && second.count === first?.count;
  const agreements = together
    ? [{ title: agreeing.map(({ title }) => title).join(" and "), count: second.count }]
    : agreeing;
  return [
    ...agreements.map(
      ({ title, count }) =>
        `The imported ${title} of all ${number(count)} networks agree with the computed ones.`,
    ),
    ...counted
      .filter(({ different }) => different > 0)
      .map(
        ({ title, different, count, most, network }) =>
          `The imported ${title} of ${number(different)} of ${number(count)} networks differ from the computed ones, by at most ${number(most)} (network #${network}).`,
      ),
  ];
}

const columns: readonly { readonly column: StaticColumn; readonly title: string }[] = [
  { column: "params", title: "parameters" },
  { column: "flops", title: "FLOPs" },
];

interface Comparison {
  readonly count: number;
  readonly different: number;
  /** The largest difference, and the first network that has it. */
  readonly most: number;
  readonly network: number;
}

function compare(
  networks: Float64Array,
  values: Float64Array,
  computed: (network: number) => number,
): Comparison {
  let [count, different, most, worst] = [0, 0, 0, 0];
  for (const [row, network] of networks.entries()) {
    const value = values[row] ?? Number.NaN;
    if (Number.isNaN(value)) continue;
    count++;
    const difference = Math.abs(value - computed(network));
    if (difference > 0) different++;
    if (difference > most) [most, worst] = [difference, network];
  }
  return { count, different, most, network: worst };
}

function number(value: number): string {
  return value.toLocaleString("en-US");
}
