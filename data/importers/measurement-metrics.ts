import {
  type CurveColumn,
  curveColumns,
  type StaticColumn,
  type TrainingColumn,
} from "../library/measurements";

/** What a row of measurements may be of. */
export interface MeasuredMetric {
  readonly target: MetricTarget;
  readonly quantity: Quantity;
}

export type MetricTarget =
  | ValueTarget
  /** A number for each epoch. */
  | { readonly kind: "curve"; readonly column: CurveColumn };

/** Of a single number. */
export type ValueTarget =
  | { readonly kind: "training"; readonly column: TrainingColumn }
  | { readonly kind: "static"; readonly column: StaticColumn }
  | { readonly kind: "latency" };

export interface Quantity {
  /** For the message about a number that is none of it. */
  readonly looks: string;
  accepts(value: number): boolean;
  /** What a number in each unit is multiplied with; the first one is meant where none is given. */
  readonly units: Readonly<Record<string, number>>;
}

const percentage: Quantity = {
  looks: "a percentage from 0 to 100",
  accepts: (value) => value >= 0 && value <= 100,
  units: { "%": 1 },
};

const loss: Quantity = {
  looks: "a loss, a number of 0 or more",
  accepts: (value) => value >= 0,
  units: {},
};

const count: Quantity = {
  looks: "a whole number of 0 or more",
  accepts: (value) => Number.isSafeInteger(value) && value >= 0,
  units: {},
};

const seconds: Quantity = {
  looks: "a time of more than 0",
  accepts: (value) => value > 0,
  units: { s: 1, ms: 1e-3, us: 1e-6, min: 60, h: 3600 },
};

const milliseconds: Quantity = {
  looks: "a time of more than 0",
  accepts: (value) => value > 0,
  units: { ms: 1, us: 1e-3, s: 1e3 },
};

const once: Readonly<Record<string, MeasuredMetric>> = {
  accuracy: training("test_top1", percentage),
  top5_accuracy: training("test_top5", percentage),
  test_loss: training("test_loss", loss),
  val_accuracy: training("val_top1", percentage),
  best_val_accuracy: training("best_val_top1", percentage),
  val_top5_accuracy: training("val_top5", percentage),
  val_loss: training("val_loss", loss),
  train_accuracy: training("train_top1", percentage),
  train_top5_accuracy: training("train_top5", percentage),
  train_loss: training("train_loss", loss),
  train_time: training("train_time_s", seconds),
  latency: { target: { kind: "latency" }, quantity: milliseconds },
  params: { target: { kind: "static", column: "params" }, quantity: count },
  flops: { target: { kind: "static", column: "flops" }, quantity: count },
};

/** By name, as in the column `metric`. Accuracy without more is that of the test set, as in the language. */
export const measuredMetrics: Readonly<Record<string, MeasuredMetric>> = {
  ...once,
  ...Object.fromEntries(
    Object.entries(once).flatMap(([name, { target, quantity }]) => {
      const column =
        target.kind === "training" && curveColumns.find((each) => each === target.column);
      return column ? [[`${name}_by_epoch`, { target: { kind: "curve", column }, quantity }]] : [];
    }),
  ),
};

function training(column: TrainingColumn, quantity: Quantity): MeasuredMetric {
  return { target: { kind: "training", column }, quantity };
}
