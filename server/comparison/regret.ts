import { median, quantile } from "../../data/timing/statistics";

/** Of the regrets of many runs after the same number of evaluations, in the metric's unit. */
export interface RegretSummary {
  readonly mean: number;
  /** Of the mean; null of a single run. */
  readonly se: number | null;
  readonly median: number;
  readonly q25: number;
  readonly q75: number;
}

/** What the best network of a run was worth, from which evaluation on, counted from 1. */
export type JudgedIncumbent = readonly [evaluation: number, network: number, value: number];

/** How far the best network after so many evaluations, one at least, was from the optimum. */
export function regretAfter(
  incumbents: readonly JudgedIncumbent[],
  evaluations: number,
  optimum: number,
): number {
  const [, , value] = incumbents.findLast(([since]) => since <= evaluations) ?? [];
  if (value === undefined)
    throw new RangeError(`nothing was seen after ${evaluations} evaluations`);
  return Math.abs(optimum - value);
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
