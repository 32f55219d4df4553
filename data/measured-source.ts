import type {
  Metric,
  MetricColumn,
  Provenance,
  RunConditions,
  RunValue,
  Spread,
} from "./benchmark";
import { formatNumber } from "./format";
import { isLatency } from "./metrics";

/**
 * Where one network's value comes from, in a few words that stand beside it: `BLOX release, mean of 3
 * trainings (73.10 % to 73.42 %), test, 200 epochs; my-lab has 73.90 % (seed 4)`. A composed one says how
 * far such values are off: `±0.5 % on networks held out (tau 0.96), noise floor 0.6 % (tau 0.95), AMD EPYC`.
 */
export function sourceAt(
  { metric, source, composedError }: Pick<MetricColumn, "metric" | "source" | "composedError">,
  provenance: Provenance,
  runs: readonly RunValue[],
  others: readonly RunValue[],
): string {
  const told = provenance === "composed" && composedError ? `${composedError}, ${source}` : source;
  const own = runs.length === 0 ? told : runsText(metric, runs);
  return [own, ...othersTexts(metric, others)].join("; ");
}

function runsText(metric: Metric, runs: readonly RunValue[]): string {
  const [first] = runs;
  if (!first) return "";
  if (runs.length === 1) return [first.benchmark, ...runTexts(metric, first)].join(", ");
  const { seed: _, ...shared } = first.conditions;
  const ofWhat = isLatency(metric) ? "timings" : "trainings";
  const mean = `mean of ${runs.length} ${ofWhat} (${rangeText(metric, runs)})`;
  return [first.benchmark, mean, ...conditionTexts(shared)].join(", ");
}

/** One part a benchmark. */
function othersTexts(metric: Metric, others: readonly RunValue[]): string[] {
  const benchmarks = new Set(others.map(({ benchmark }) => benchmark));
  return [...benchmarks].map((benchmark) => {
    const runs = others.filter((run) => run.benchmark === benchmark);
    const [first] = runs;
    const told = first && runs.length === 1 ? runTexts(metric, first) : [`${runs.length} runs`];
    const beside = told.length === 0 ? "" : ` (${told.join(", ")})`;
    return `${benchmark} has ${rangeText(metric, runs)}${beside}`;
  });
}

function rangeText(metric: Metric, runs: readonly RunValue[]): string {
  const values = runs.map(({ value }) => value);
  const [lowest, highest] = [Math.min(...values), Math.max(...values)];
  const text = (value: number) => formatNumber(metric, value);
  return text(lowest) === text(highest) ? text(lowest) : `${text(lowest)} to ${text(highest)}`;
}

/** How repeated visits varied, and how they were made. */
export function runTexts(
  metric: Metric,
  { spread, conditions }: Pick<RunValue, "spread" | "conditions">,
): string[] {
  return [...(spread ? [spreadText(metric, spread)] : []), ...conditionTexts(conditions)];
}

/** `10th to 90th percentile 3.5 to 6.7 ms` */
export function spreadText(metric: Metric, { p10, p90 }: Spread): string {
  const [low, high] = [formatNumber(metric, p10), formatNumber(metric, p90)];
  const unit = / \S+$/.exec(high)?.[0] ?? "";
  // The unit stands once where both have it.
  const from = low.endsWith(unit) ? low.slice(0, low.length - unit.length) : low;
  return `10th to 90th percentile ${from} to ${high}`;
}

/** What is known of how a measurement was made, a few words each. */
function conditionTexts(conditions: RunConditions): string[] {
  const { seed, split, epochs, dataset, runtime, threads, precision, batchSize } = conditions;
  return [
    ...(seed === undefined ? [] : [`seed ${seed}`]),
    ...(split === undefined ? [] : [`${split} split`]),
    ...(epochs === undefined ? [] : [`${epochs} epochs`]),
    ...(dataset === undefined ? [] : [dataset]),
    ...(runtime === undefined ? [] : [runtime]),
    ...(threads === undefined ? [] : [threads === 1 ? "1 thread" : `${threads} threads`]),
    ...(precision === undefined ? [] : [precision]),
    ...(batchSize === undefined ? [] : [`batch ${batchSize}`]),
  ];
}
