import { networkCount } from "./architecture";
import {
  type Benchmark,
  type MeasuredRun,
  type Metric,
  type MetricColumn,
  numberAt,
  type RunConditions,
} from "./benchmark";
import { isEnumerable } from "./exact-columns";
import type {
  Device,
  Measurements,
  StaticColumn,
  Training,
  TrainingColumn,
  TrainingRun,
} from "./library/measurements";
import { accuracy, flops, latency, params, trainingTime, validationAccuracy } from "./metrics";
import type { Space } from "./space";

/**
 * A benchmark with what the user has imported laid over it: measured values take the place of estimated
 * and computed ones. `imported` are of the benchmark's space, the one in use first: where several have
 * a metric, the first gives its values, and what the others say stands beside them.
 */
export function layeredBenchmark(base: Benchmark, imported: readonly Measurements[]): Benchmark {
  const [inUse] = imported;
  if (!inUse) return base;
  const { space } = base;
  const measured = measuredMetrics(space, imported);
  const added = measured.filter(({ metric }) => !base.columns.some(isOf(metric)));
  const columns = [
    ...base.columns.map((column) => {
      const found = measured.find(({ metric }) => metric.name === column.metric.name);
      return found ? layeredColumn(space, column, found) : column;
    }),
    ...added.map((found) => layeredColumn(space, undefined, found)),
  ].sort((a, b) => placeOf(a.metric) - placeOf(b.metric));
  return { ...base, name: inUse.benchmark.name, columns };
}

/** Accuracies stand together, as they did; latencies and the time of training are last. */
function placeOf({ name }: Metric): number {
  if (name === accuracy.name) return 0;
  if (name === validationAccuracy.name) return 1;
  if (name === trainingTime.name) return 4;
  return name.startsWith("latency(") ? 3 : 2;
}

/** What has been measured of a metric: the runs to take, and those to mention. */
interface MeasuredMetric {
  readonly metric: Metric;
  readonly runs: readonly MeasuredRun[];
  readonly others: readonly MeasuredRun[];
}

function isOf(metric: Metric) {
  return (column: MetricColumn) => column.metric.name === metric.name;
}

function measuredMetrics(space: Space, imported: readonly Measurements[]): MeasuredMetric[] {
  const found = new Map<string, { metric: Metric; runs: MeasuredRun[]; others: MeasuredRun[] }>();
  for (const measurements of imported) {
    const before = new Set(found.keys());
    for (const { metric, run, isMain } of runsOf(space, measurements)) {
      const known = found.get(metric.name) ?? { metric, runs: [], others: [] };
      (isMain && !before.has(metric.name) ? known.runs : known.others).push(run);
      found.set(metric.name, known);
    }
  }
  return [...found.values()];
}

interface FoundRun {
  readonly metric: Metric;
  readonly run: MeasuredRun;
  /** Not of another recipe than most. */
  readonly isMain: boolean;
}

function runsOf(space: Space, measurements: Measurements): FoundRun[] {
  const { benchmark, trainings, latencies, statics } = measurements;
  const dense = (networks: Float64Array, values: Float64Array, factor = 1) =>
    valuesByIndex(space, networks, values, factor);
  const ofTrainings = trainedMetrics.flatMap(({ metric, column, split, factor }) => {
    const with_ = trainings.filter(({ columns }) => columns[column]);
    const main = mainRecipe(with_);
    return with_.map(({ run, networks, columns }) => ({
      metric,
      isMain: isOfRecipe(run, main),
      run: {
        benchmark: benchmark.title,
        conditions: trainingConditions(run, split),
        values: dense(networks, columns[column] ?? new Float64Array(), factor),
      },
    }));
  });
  const ofDevices = latencies.flatMap(({ device, networks, columns }) =>
    columns.ms
      ? [
          {
            metric: latency(device.name),
            isMain: true,
            run: {
              benchmark: benchmark.title,
              conditions: timingConditions(device),
              values: dense(networks, columns.ms),
            },
          },
        ]
      : [],
  );
  const ofStatics = staticMetrics.flatMap(({ metric, column }) => {
    const values = statics.columns[column];
    return values
      ? [
          {
            metric,
            isMain: true,
            run: {
              benchmark: benchmark.title,
              conditions: {},
              values: dense(statics.networks, values),
            },
          },
        ]
      : [];
  });
  return [...ofTrainings, ...ofDevices, ...ofStatics];
}

const trainedMetrics: readonly {
  readonly metric: Metric;
  readonly column: TrainingColumn;
  readonly split?: "test" | "validation";
  readonly factor: number;
}[] = [
  { metric: accuracy, column: "test_top1", split: "test", factor: 1 },
  { metric: validationAccuracy, column: "val_top1", split: "validation", factor: 1 },
  { metric: trainingTime, column: "train_time_s", factor: 1000 },
];

const staticMetrics: readonly { readonly metric: Metric; readonly column: StaticColumn }[] = [
  { metric: params, column: "params" },
  { metric: flops, column: "flops" },
];

/** Trainings of other lengths or on other data do not belong into one mean: that of most networks is taken. */
function mainRecipe(trainings: readonly Training[]): TrainingRun | undefined {
  const networksOf = (recipe: TrainingRun) =>
    trainings
      .filter(({ run }) => isOfRecipe(run, recipe))
      .reduce((count, { networks }) => count + networks.length, 0);
  return trainings
    .map(({ run }) => run)
    .sort((a, b) => networksOf(b) - networksOf(a) || (b.epochs ?? 0) - (a.epochs ?? 0))[0];
}

function isOfRecipe(run: TrainingRun, recipe: TrainingRun | undefined): boolean {
  return run.epochs === recipe?.epochs && run.dataset === recipe.dataset;
}

function trainingConditions(
  { seed, epochs, dataset }: TrainingRun,
  split: RunConditions["split"],
): RunConditions {
  return withoutNulls({ seed, split: split ?? null, epochs, dataset });
}

function timingConditions({ name, ...device }: Device): RunConditions {
  return withoutNulls({ device: name, ...device });
}

function withoutNulls(
  conditions: { readonly [Name in keyof RunConditions]: RunConditions[Name] | null },
) {
  return Object.fromEntries(
    Object.entries(conditions).filter(([, value]) => value !== null),
  ) as RunConditions;
}

function valuesByIndex(
  space: Space,
  networks: Float64Array,
  values: Float64Array,
  factor: number,
): Float64Array | ReadonlyMap<number, number> {
  if (!isEnumerable(space)) {
    return new Map(
      Array.from(networks, (network, row) => [network, (values[row] ?? Number.NaN) * factor]),
    );
  }
  // Ascending and complete: the rows are the networks.
  if (networks.length === networkCount(space) && factor === 1) return values;
  const all = emptyValues(space);
  for (let row = 0; row < networks.length; row++)
    all[networks[row] ?? Number.NaN] = (values[row] ?? Number.NaN) * factor;
  return all;
}

function layeredColumn(
  space: Space,
  base: MetricColumn | undefined,
  { metric, runs, others }: MeasuredMetric,
): MetricColumn {
  const mentioned = others.length > 0 ? { others } : {};
  if (runs.length === 0) {
    const nothing = {
      metric,
      provenance: "measured",
      source: "",
      values: emptyValues(space),
    } as const;
    return { ...(base ?? nothing), ...mentioned };
  }
  if (base?.provenance === "exact") return { ...base, ...contradicting(base, runs), ...mentioned };
  return { ...meanColumn(space, base, metric, runs), ...mentioned };
}

function emptyValues(space: Space): Float64Array {
  return isEnumerable(space)
    ? new Float64Array(networkCount(space)).fill(Number.NaN)
    : new Float64Array();
}

/** What follows from the layers stays exact, but where a file says otherwise. */
function contradicting(base: MetricColumn, runs: readonly MeasuredRun[]): Partial<MetricColumn> {
  const [run] = runs;
  if (!run) return {};
  const different = new Map<number, number>();
  const look = (value: number, index: number) => {
    if (!Number.isNaN(value) && value !== numberAt(base, index)) different.set(index, value);
  };
  run.values.forEach(look);
  if (different.size === 0) return {};
  const values = base.values.slice();
  for (const [index, value] of different) if (index < values.length) values[index] = value;
  return {
    values,
    ...(values.length === 0 && { known: different }),
    runs: [{ ...run, values: different }],
  };
}

/** Each network's mean over the runs that know it; what none knows is left as it was. */
function meanColumn(
  space: Space,
  base: MetricColumn | undefined,
  metric: Metric,
  runs: readonly MeasuredRun[],
): MetricColumn {
  const source = [...new Set(runs.map(({ benchmark }) => benchmark))].join(", ");
  if (!isEnumerable(space)) {
    const known = sparseMeans(runs);
    return { metric, provenance: "measured", source, values: new Float64Array(), known, runs };
  }
  const [{ values: alone } = { values: undefined }, ...more] = runs;
  // The most frequent case by far, and nothing to compute.
  if (more.length === 0 && alone instanceof Float64Array && !alone.some(Number.isNaN))
    return { metric, provenance: "measured", source, values: alone, runs };
  const { count, mean, standardError } = denseStatistics(space, runs);
  const isWhole = count.every((runs) => runs > 0);
  const isAlone = isWhole || !base;
  const measured = new Set<number>(base?.measured);
  const values = isAlone ? mean : base.values.slice();
  const standardErrors = isAlone
    ? standardError
    : (base.standardErrors?.slice() ?? emptyValues(space));
  for (let index = 0; index < count.length && !isWhole; index++) {
    if (count[index] === 0) continue;
    measured.add(index);
    values[index] = mean[index] ?? Number.NaN;
    standardErrors[index] = standardError[index] ?? Number.NaN;
  }
  return {
    metric,
    provenance: isAlone ? "measured" : base.provenance,
    source: isAlone ? source : base.source,
    ...(!isAlone && base.composedError && { composedError: base.composedError }),
    ...(!isWhole && { measured }),
    values,
    ...(standardErrors.some((error) => !Number.isNaN(error)) && { standardErrors }),
    runs,
  };
}

/** How many runs know each network, their mean, and its standard error: NaN where fewer than two do. */
function denseStatistics(space: Space, runs: readonly MeasuredRun[]) {
  const networks = networkCount(space);
  const count = new Uint16Array(networks);
  const mean = new Float64Array(networks);
  const squares = new Float64Array(networks);
  for (const { values } of runs) {
    if (!(values instanceof Float64Array)) continue;
    for (let index = 0; index < networks; index++) {
      const value = values[index] ?? Number.NaN;
      if (Number.isNaN(value)) continue;
      // Welford 1962, so that the mean of equal values is that value.
      const seen = (count[index] ?? 0) + 1;
      const before = mean[index] ?? 0;
      const after = before + (value - before) / seen;
      count[index] = seen;
      mean[index] = after;
      squares[index] = (squares[index] ?? 0) + (value - before) * (value - after);
    }
  }
  for (let index = 0; index < networks; index++) {
    const seen = count[index] ?? 0;
    if (seen === 0) mean[index] = Number.NaN;
    squares[index] = seen < 2 ? Number.NaN : Math.sqrt((squares[index] ?? 0) / (seen - 1) / seen);
  }
  return { count, mean, standardError: squares };
}

function sparseMeans(runs: readonly MeasuredRun[]): ReadonlyMap<number, number> {
  const means = new Map<number, number>();
  for (const index of new Set(runs.flatMap(({ values }) => [...values.keys()]))) {
    const known = runs.flatMap(({ values }) =>
      values instanceof Float64Array ? [] : (values.get(index) ?? []),
    );
    means.set(index, known.reduce((sum, value) => sum + value, 0) / known.length);
  }
  return means;
}
