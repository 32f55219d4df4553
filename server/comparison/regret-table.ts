import type { Comparison } from "./comparison";
import type { Entrant } from "./parse-algorithms";
import type { PredictorQuality } from "./predictor-quality";
import { type Axis, type RegretSummary, regretAt } from "./regret";

/** How one algorithm did, by the number of evaluations and by hours of training. */
export interface RegretRow extends Entrant {
  readonly regret: Readonly<Record<number, RegretSummary>>;
  /** Left out where none was asked for. */
  readonly regretByHours?: Readonly<Record<number, RegretSummary>>;
  /** Mean over the seeds, of algorithms that predict. */
  readonly predictor?: PredictorQuality;
}

/** The regrets of every algorithm after so many evaluations and hours, none more than there were. */
export function regretTable(
  comparison: Comparison,
  after: readonly number[],
  hours: readonly number[] = [],
): readonly RegretRow[] {
  return comparison.algorithms.map(({ name, parameters, traces }) => {
    const along = (axis: Axis, points: readonly number[]) =>
      Object.fromEntries(points.map((point) => [point, regretAt(traces, point, comparison, axis)]));
    const predictors = traces.flatMap(({ predictor }) => predictor ?? []);
    return {
      name,
      parameters,
      regret: along("evaluations", after),
      ...(hours.length > 0 && { regretByHours: along("training-time", hours) }),
      ...(predictors.length > 0 && { predictor: meanOf(predictors) }),
    };
  });
}

function meanOf(predictors: readonly PredictorQuality[]): PredictorQuality {
  const mean = (which: keyof PredictorQuality) =>
    predictors.reduce((sum, predictor) => sum + predictor[which], 0) / predictors.length;
  return { spearman: mean("spearman"), kendall: mean("kendall") };
}
