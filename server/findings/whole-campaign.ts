import { networkCount } from "../../data/architecture";
import type { Benchmark, MeasuredRun, MetricColumn } from "../../data/benchmark";
import { digitsSpace } from "../../data/built-in-spaces";
import type { CampaignInfo } from "../../data/campaign";
import { withEmbeddedCurves } from "../../data/embedded-curves";
import {
  accuracy,
  flops,
  latency,
  params,
  trainingTime,
  validationAccuracy,
} from "../../data/metrics";
import type { Space } from "../../data/space";
import { embeddedName, embeddedOf } from "../../data/sqlite-benchmark";
import { type BenchmarkSources, benchmarksOf, measurementsUsed } from "../benchmarks";
import type { Refusal } from "../messages";
import { grouped } from "../searches/grouped";
import { columnOf, isRefusal, type SearchedColumns } from "../searches/searched-columns";
import type { ValidationCurves } from "../searches/validation-curves";
import { readValidationCurves, validationCurveFiles } from "../validation-curve-files";

/** Everything that was measured of every network of a space. */
export interface WholeCampaign {
  readonly about: CampaignInfo;
  /** As searches see it, with the curves of the lowest seed. */
  readonly benchmark: Benchmark & Pick<SearchedColumns, "curves">;
  readonly space: Space;
  readonly accuracy: MetricColumn;
  readonly validation: MetricColumn;
  readonly trainTimeMs: MetricColumn;
  readonly params: MetricColumn;
  readonly flops: MetricColumn;
  /** One a device. */
  readonly latencies: readonly MetricColumn[];
  /** One a seed, ascending. */
  readonly trainings: readonly SeedTrainings[];
}

/** One training of every network. */
export interface SeedTrainings {
  readonly seed: number;
  /** In percent, by network. */
  readonly accuracy: Float64Array;
  readonly curves: ValidationCurves;
}

/** Every network is trained from each of these seeds … */
const seeds = [0, 1, 2];

/** … and timed on each of these devices. */
const devices = ["x86-64 ort-cpu 1t", "x86-64 ort-cpu 2t", "x86-64 ort-wasm"];

/** What the embedded file holds of `blox-digits`; or what it lacks, in a sentence. */
export async function wholeCampaign(sources: BenchmarkSources): Promise<WholeCampaign | Refusal> {
  const space = digitsSpace;
  const { embedded } = sources;
  if ("problem" in embedded) return { refusal: embedded.problem };
  const benchmark = benchmarksOf(sources, { [space.name]: embeddedName })(space);
  const used = measurementsUsed(space, benchmark, sources);
  const about = embeddedOf(embedded, space)?.measured?.about;
  const column = (name: string) => {
    const found = columnOf(benchmark, name);
    return isRefusal(found) ? undefined : found;
  };
  const [measured, validation, trainTimeMs, paramsColumn, flopsColumn] = [
    accuracy,
    validationAccuracy,
    trainingTime,
    params,
    flops,
  ].map(({ name }) => column(name));
  const lacking = [
    ...seeds.flatMap((seed) => lackingTrainings(measured, seed)),
    ...devices.flatMap((device) => lackingTimings(column(latency(device).name), device)),
  ];
  if (lacking.length > 0) return incomplete(lacking);
  if (!used || !about || !measured || !validation || !trainTimeMs || !paramsColumn || !flopsColumn)
    return incomplete(["what its trainings are"]);

  const folder = withEmbeddedCurves(undefined, embedded);
  const networks = networkCount(space);
  const trainings: SeedTrainings[] = [];
  for (const seed of seeds) {
    const files = validationCurveFiles(used);
    const curves = await readValidationCurves(folder, files, networks, `seed ${seed}`);
    const values = runOf(measured, seed)?.values;
    if (!curves || !(values instanceof Float64Array)) return incomplete([`curves of seed ${seed}`]);
    trainings.push({ seed, accuracy: values, curves });
  }
  const [lowest] = trainings;
  return {
    about,
    benchmark: { ...benchmark, ...(lowest && { curves: lowest.curves }) },
    space,
    accuracy: withEqualMeans(measured),
    validation: withEqualMeans(validation),
    trainTimeMs,
    params: paramsColumn,
    flops: flopsColumn,
    latencies: devices.flatMap((device) => column(latency(device).name) ?? []),
    trainings,
  };
}

/** The means of as many right answers are equal, whichever seed gave how many: else their last digits differ. */
function withEqualMeans(column: MetricColumn): MetricColumn {
  return { ...column, values: column.values.map((percent) => Number(percent.toFixed(9))) };
}

function runOf(column: MetricColumn | undefined, seed: number): MeasuredRun | undefined {
  return column?.runs?.find(({ conditions }) => conditions.seed === seed);
}

function lackingTrainings(column: MetricColumn | undefined, seed: number): string[] {
  const all = networkCount(digitsSpace);
  const values = runOf(column, seed)?.values ?? new Map<number, number>();
  const known = [...values.values()].filter((value) => !Number.isNaN(value)).length;
  if (known === all) return [];
  return [`${grouped(all - known)} trainings of seed ${seed}`];
}

function lackingTimings(column: MetricColumn | undefined, device: string): string[] {
  if (!column) return [`latencies on ${device}`];
  const composed = column.values.length - (column.measured?.size ?? 0);
  return composed === 0 ? [] : [`${grouped(composed)} latencies on ${device}`];
}

function incomplete(lacking: readonly string[]): Refusal {
  return {
    refusal: `The campaign of ${digitsSpace.name} is not complete, so that nothing is written. data/blox.sqlite lacks ${lacking.join("; ")}.`,
  };
}
