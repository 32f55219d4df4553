import { networkCount } from "./architecture";
import {
  type Benchmark,
  type MeasuredRun,
  type Metric,
  type MetricColumn,
  type NumbersByNetwork,
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
import {
  accuracy,
  flops,
  isLatency,
  latency,
  params,
  trainingTime,
  validationAccuracy,
} from "./metrics";
import { byPrecedence } from "./run-precedence";
import type { Space } from "./space";

/**
 * A benchmark with what the user has imported laid over it: measured values take the place of estimated
 * and computed ones. `imported` are of the benchmark's space, the one in use first: the first that knows a
 * network gives its value, and what the others say of it stands beside.
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
  const signed = imported.find(({ signatures }) => signatures.length > 0);
  return {
    ...base,
    name: inUse.benchmark.name,
    columns,
    ...(signed && { signatures: signed.signatures }),
  };
}

/** Accuracies stand together, as they did; latencies and the time of training are last. */
function placeOf(metric: Metric): number {
  if (metric.name === accuracy.name) return 0;
  if (metric.name === validationAccuracy.name) return 1;
  if (metric.name === trainingTime.name) return 4;
  return isLatency(metric) ? 3 : 2;
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
  const all = imported.flatMap((measurements) => likeRunsOf(space, measurements));
  // What was trained by another recipe than most of its benchmark stands in only where nothing else does.
  const inOrder = [...all.filter(({ isMain }) => isMain), ...all.filter(({ isMain }) => !isMain)];
  const found = new Map<string, { metric: Metric; groups: (readonly MeasuredRun[])[] }>();
  for (const { metric, runs } of inOrder) {
    const known = found.get(metric.name) ?? { metric, groups: [] };
    known.groups.push(runs);
    found.set(metric.name, known);
  }
  return Array.from(found.values(), ({ metric, groups }) => ({ metric, ...byPrecedence(groups) }));
}

/** Runs of one benchmark and recipe, of which a network's value is the mean. */
interface LikeRuns {
  readonly metric: Metric;
  readonly runs: readonly MeasuredRun[];
  /** Not of another recipe than most. */
  readonly isMain: boolean;
}

function likeRunsOf(space: Space, measurements: Measurements): LikeRuns[] {
  const { benchmark, trainings, latencies, statics } = measurements;
  const dense = (networks: Float64Array, values: Float64Array, factor = 1) =>
    valuesByIndex(space, networks, values, factor);
  const ofTrainings = trainedMetrics.flatMap(({ metric, column, split, factor }) =>
    byRecipe(trainings.filter(({ columns }) => columns[column])).map((alike, place) => ({
      metric,
      isMain: place === 0,
      runs: alike.map(({ run, networks, columns }) => ({
        benchmark: benchmark.title,
        conditions: trainingConditions(run, split),
        values: dense(networks, columns[column] ?? new Float64Array(), factor),
      })),
    })),
  );
  const ofDevices = latencies.flatMap(({ device, networks, columns }) => {
    const { ms, p10_ms: p10, p90_ms: p90 } = columns;
    if (!ms) return [];
    const run = {
      benchmark: benchmark.title,
      conditions: timingConditions(device),
      values: dense(networks, ms),
      ...(p10 && p90 && { spread: { p10: dense(networks, p10), p90: dense(networks, p90) } }),
    };
    return [{ metric: latency(device.name), isMain: true, runs: [run] }];
  });
  const ofStatics = staticMetrics.flatMap(({ metric, column }) => {
    const values = statics.columns[column];
    return values
      ? [
          {
            metric,
            isMain: true,
            runs: [
              {
                benchmark: benchmark.title,
                conditions: {},
                values: dense(statics.networks, values),
              },
            ],
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

/** Trainings of other lengths or on other data do not belong into one mean. That of most networks is first. */
function byRecipe(trainings: readonly Training[]): readonly (readonly Training[])[] {
  const recipes = new Map<string, Training[]>();
  for (const training of trainings) {
    const { epochs, dataset } = training.run;
    const recipe = JSON.stringify([epochs, dataset]);
    recipes.set(recipe, [...(recipes.get(recipe) ?? []), training]);
  }
  const networksOf = (alike: readonly Training[]) =>
    alike.reduce((count, { networks }) => count + networks.length, 0);
  const epochsOf = ([first]: readonly Training[]) => first?.run.epochs ?? 0;
  return [...recipes.values()].sort(
    (a, b) => networksOf(b) - networksOf(a) || epochsOf(b) - epochsOf(a),
  );
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
): NumbersByNetwork {
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
  const different = runs.flatMap((run) => {
    const values = new Map<number, number>();
    run.values.forEach((value: number, index: number) => {
      if (!Number.isNaN(value) && value !== numberAt(base, index)) values.set(index, value);
    });
    return values.size > 0 ? [{ ...run, values }] : [];
  });
  if (different.length === 0) return {};
  const values = base.values.slice();
  const all = new Map(different.flatMap((run) => [...run.values]));
  for (const [index, value] of all) if (index < values.length) values[index] = value;
  return { values, ...(values.length === 0 && { known: all }), runs: different };
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
    // The last digits of a mean depend on the order of its runs, and would tell equal networks apart.
    if (seen > 1) mean[index] = Math.round((mean[index] ?? 0) * 1e9) / 1e9;
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
