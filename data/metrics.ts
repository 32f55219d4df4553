import type { Metric } from "./benchmark";

/** Test top-1 accuracy at the end of training. */
export const accuracy: Metric = {
  name: "accuracy",
  title: "Top-1 accuracy",
  unit: "%",
  better: "higher",
};

/** Top-1 accuracy after the last epoch on the part of the training set that is held out. */
export const validationAccuracy: Metric = {
  name: "val_accuracy",
  title: "Validation accuracy",
  unit: "%",
  better: "higher",
};

/** Of one training, from its beginning to its end. */
export const trainingTime: Metric = {
  name: "train_time",
  title: "Training time",
  unit: "ms",
  better: "lower",
  isDetail: true,
};

/** Learned parameters. */
export const params: Metric = {
  name: "params",
  title: "Parameters",
  unit: "parameters",
  better: "lower",
};

/** For one image, as the space counts them. */
export const flops: Metric = { name: "flops", title: "FLOPs", unit: "FLOPs", better: "lower" };

/** The largest sum of live activations, one image, in float32: bytes. */
export const peakMemory: Metric = {
  name: "peak_memory",
  title: "Peak memory",
  unit: "bytes",
  better: "lower",
  isDetail: true,
};

/** All parameters in float32: bytes. */
export const modelSize: Metric = {
  name: "model_size",
  title: "Model size",
  unit: "bytes",
  better: "lower",
  isDetail: true,
};

/** Of a number in float32. */
export const bytesANumber = 4;

/** Milliseconds for one image on this device. */
export function latency(device: string): Metric {
  return {
    name: `latency("${device}")`,
    title: `Latency, ${device}`,
    unit: "ms",
    better: "lower",
  };
}

/** Whether a network has to be trained before this is known of it. */
export function takesTraining({ name }: Metric): boolean {
  return [accuracy, validationAccuracy, trainingTime].some((metric) => metric.name === name);
}

export function isLatency({ name }: Metric): boolean {
  return name.startsWith("latency(");
}

/** Every metric that the language has a name for; a benchmark knows some of them. */
export const languageMetrics: readonly string[] = [
  "accuracy",
  "val_accuracy",
  "params",
  "flops",
  "latency",
  "train_time",
  "peak_memory",
  "model_size",
];
