import { median, quantile } from "../../data/timing/statistics";
import type { Yardstick } from "./yardstick";

/** Of the regrets of many runs at the same point, in the metric's unit. */
export interface RegretSummary {
  readonly mean: number;
  /** Of the mean; null of a single run. */
  readonly se: number | null;
  readonly median: number;
  readonly q25: number;
  readonly q75: number;
  /** How many runs had found nothing yet, and count as the worst; left out of none. */
  readonly without?: number;
}

/**
 * What a run was worth, from which evaluation on, counted from 1, and with which network; and, where the
 * benchmark knows it, after how long a time of training.
 */
export type JudgedIncumbent = readonly [
  evaluation: number,
  network: number,
  value: number,
  trainedMs?: number,
];

/** What regret is told against: evaluations, or hours of training. */
export type Axis = "evaluations" | "training-time";

const msAnHour = 3.6e6;

/** Where on an axis an incumbent was found. */
export function placeOf(axis: Axis, [evaluation, , , trainedMs]: JudgedIncumbent): number {
  if (axis === "evaluations") return evaluation;
  if (trainedMs === undefined) throw new RangeError("no training time is known");
  return trainedMs / msAnHour;
}

/** The hours of training that every run that did not end by itself came to; 0 where it is not known. */
export function hoursReached(traces: readonly ReachedTrace[], budget: number): number {
  const hours = (some: readonly ReachedTrace[]) =>
    some.map(({ trainedMs = 0 }) => trainedMs / msAnHour);
  const ended = traces.filter((trace) => !isEarly(trace, budget));
  return ended.length > 0 ? Math.min(...hours(ended)) : Math.max(0, ...hours(traces));
}

interface ReachedTrace {
  readonly evaluations: number;
  readonly trainedMs?: number;
}

/** Whether a run ended though it could have paid for another network. */
export function isEarly({ evaluations }: ReachedTrace, budget: number): boolean {
  return evaluations <= budget - 1;
}

/** The regrets of runs at a point of an axis. */
export function regretAt(
  traces: readonly { readonly incumbents: readonly JudgedIncumbent[] }[],
  point: number,
  { optimum, worst }: Pick<Yardstick, "optimum" | "worst">,
  axis: Axis,
): RegretSummary {
  const values = traces.map(
    ({ incumbents }) => incumbents.findLast((incumbent) => placeOf(axis, incumbent) <= point)?.[2],
  );
  const without = values.filter((value) => value === undefined).length;
  return {
    ...summaryOf(values.map((value = worst) => Math.abs(optimum.value - value))),
    ...(without > 0 && { without }),
  };
}

export function summaryOf(regrets: readonly number[]): RegretSummary {
  const runs = regrets.length;
  const mean = regrets.reduce((sum, regret) => sum + regret, 0) / runs;
  const squares = regrets.reduce((sum, regret) => sum + (regret - mean) ** 2, 0);
  return {
    mean,
    se: runs > 1 ? Math.sqrt(squares / (runs - 1) / runs) : null,
    median: median(regrets),
    q25: quantile(regrets, 0.25),
    q75: quantile(regrets, 0.75),
  };
}
