import { type Benchmark, type MetricColumn, numberAt } from "../../data/benchmark";
import { tieOrder } from "../searches/candidate";
import { breachAt, type Constraint } from "../searches/constraints";
import type { ObjectiveColumn } from "../searches/search-spec";

/** What suggestions are to reach, and what they may not give up. */
export interface Aim {
  readonly objective: Pick<ObjectiveColumn, "column" | "sign">;
  /** The requirements of the network. */
  readonly constraints: readonly Constraint[];
  readonly flops: MetricColumn | undefined;
}

/** The most accurate network under these constraints; undefined where no accuracy is known. */
export function accuracyAim(
  { columns }: Pick<Benchmark, "columns">,
  constraints: readonly Constraint[],
): Aim | undefined {
  const columnOf = (name: string) => columns.find(({ metric }) => metric.name === name);
  const column = columnOf("accuracy");
  return column && { objective: { column, sign: -1 }, constraints, flops: columnOf("flops") };
}

/** How far a network breaks each constraint; 0 where it meets it. */
export function breachesAt({ constraints }: Aim, index: number): readonly number[] {
  return constraints.map((constraint) => breachAt([constraint], index));
}

/**
 * The better of two networks comes first: the one that breaks the constraints less, then by the objective,
 * then by FLOPs and index. What is not known is worse than all that is.
 */
export function aimOrder(
  { objective: { column, sign }, flops }: Aim,
  breach: (index: number) => number,
): (one: number, other: number) => number {
  const inTies = tieOrder(flops);
  const worth = (index: number) => {
    const value = numberAt(column, index) * sign;
    return Number.isNaN(value) ? Number.POSITIVE_INFINITY : value;
  };
  // The difference of two that are infinite is NaN, which decides nothing either.
  return (one, other) =>
    breach(one) - breach(other) || worth(one) - worth(other) || inTies(one, other);
}
