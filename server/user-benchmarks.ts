import { networkCount } from "../data/architecture";
import type { Benchmark } from "../data/benchmark";
import { isEnumerable } from "../data/exact-columns";
import type { Library, LibraryEntry } from "../data/library/library";
import type { Measurements } from "../data/library/measurements";
import {
  accuracy,
  flops,
  latency,
  params,
  trainingTime,
  validationAccuracy,
} from "../data/metrics";
import type { Space } from "../data/space";
import { embeddedName } from "../data/sqlite-benchmark";
import type { BenchmarkService } from "./benchmark-service";
import {
  type BenchmarkSources,
  type Benchmarks,
  benchmarksOf,
  emptyLibrary,
  entriesOf,
  type InUse,
  importedAt,
  measurementsUsed,
} from "./benchmarks";
import type {
  BenchmarkChoice,
  BenchmarkEntry,
  BenchmarkInUse,
  BenchmarkList,
  InitializationOptions,
  Observation,
  Refusal,
} from "./messages";
import { listed } from "./model/spelling";
import { grouped } from "./searches/grouped";
import type { ValidationCurves } from "./searches/validation-curves";
import { validationCurveFiles } from "./validation-curve-files";

/**
 * The benchmarks of a running server: embedded and imported, which of them are in use, and when they
 * change. They are read at the first need, and again once something has changed in their folder;
 * meanwhile what was read before serves on.
 */
export class UserBenchmarks {
  private folder: string | undefined;
  private inUse: InUse = {};
  private loading: Promise<void> | undefined;
  private sources: BenchmarkSources | undefined;
  private made: Benchmarks | undefined;

  constructor(
    private readonly service: BenchmarkService,
    /** Other numbers than before are known now. */
    private readonly onChange: () => void,
    private readonly warn: (problem: string) => void,
  ) {}

  start({ benchmarkFolder, benchmarksInUse = {} }: InitializationOptions) {
    this.folder = benchmarkFolder?.path;
    this.inUse = benchmarksInUse;
  }

  async benchmarks(): Promise<Benchmarks> {
    const sources = await this.loaded();
    this.made ??= benchmarksOf(sources, this.inUse);
    return this.made;
  }

  /** The folder is another one, or something in it may have changed. */
  async reload(folder = this.folder): Promise<void> {
    const isOther = folder !== this.folder;
    this.folder = folder;
    // What was never asked for is read when it is.
    if (!this.loading) return;
    this.loading = this.loading.then(() => this.read(isOther));
    await this.loading;
  }

  /** Uses another benchmark of a space; `embedded` leaves all imports out. */
  async use(space: string, name: string): Promise<Refusal | null> {
    const { library } = await this.loaded();
    const names = [
      embeddedName,
      ...library.entries
        .filter(({ measurements }) => measurements.space.name === space)
        .map(({ measurements }) => measurements.benchmark.name),
    ];
    if (!names.includes(name))
      return { refusal: `There is no benchmark ${name} of ${space}. There is ${listed(names)}.` };
    this.inUse = { ...this.inUse, [space]: name };
    this.changed();
    return null;
  }

  /** Whether the user has chosen what is known of a space without imports. */
  leavesImportsOut({ name }: Space): boolean {
    return this.inUse[name] === embeddedName;
  }

  async library(): Promise<Library> {
    return (await this.loaded()).library;
  }

  async list(): Promise<BenchmarkList> {
    const { entries, problems } = await this.library();
    return { place: this.folder ?? "", benchmarks: entries.map(benchmarkEntry), problems };
  }

  /** What is used of a space, and what else there is. */
  async inUseOf(space: Space): Promise<BenchmarkInUse> {
    const sources = await this.loaded();
    const benchmark = (await this.benchmarks())(space);
    const used = measurementsUsed(space, benchmark, sources);
    const { library, embedded } = sources;
    const { matching } = entriesOf(space, library);
    const column = benchmark.columns.find(({ metric }) => metric.name === accuracy.name);
    const withoutImports = benchmarksOf({ embedded, library: emptyLibrary }, {})(space);
    return {
      space: space.name,
      name: benchmark.name,
      title: used?.benchmark.title ?? benchmark.name,
      ...(column && { accuracy: column.measured?.size ? "measured" : column.provenance }),
      choices: [
        ...matching.map(
          (entry): BenchmarkChoice => ({
            name: entry.measurements.benchmark.name,
            title: entry.measurements.benchmark.title,
            content: contentText(entry),
          }),
        ),
        { name: embeddedName, title: "Without imports", content: embeddedText(withoutImports) },
      ],
    };
  }

  /** What the benchmark in use of a space has measured. */
  async measurementsInUse(space: Space): Promise<Measurements | undefined> {
    return measurementsUsed(space, (await this.benchmarks())(space), await this.loaded());
  }

  /** Whether a network has training curves in the benchmark in use of its space. */
  async curves(): Promise<(space: Space, network: number) => boolean> {
    const sources = await this.loaded();
    const benchmarks = await this.benchmarks();
    return (space, network) => {
      const used = measurementsUsed(space, benchmarks(space), sources);
      return used !== undefined && hasCurvesOf(used, network);
    };
  }

  /** The validation curves of all networks in the benchmark in use; undefined where it has none. */
  async validationCurves(
    space: Space,
    observation: Observation,
  ): Promise<ValidationCurves | undefined> {
    const measurements = await this.measurementsInUse(space);
    if (!measurements || this.folder === undefined || !isEnumerable(space)) return undefined;
    const files = validationCurveFiles(measurements);
    return this.service.validationCurves(this.folder, files, networkCount(space), observation);
  }

  /** The bytes of an imported benchmark's database; undefined where it is gone. */
  async bytesOf(benchmark: string): Promise<Uint8Array | undefined> {
    const { entries } = await this.library();
    const entry = entries.find(({ measurements }) => measurements.benchmark.name === benchmark);
    if (!entry || this.folder === undefined) return undefined;
    return this.service.bytes(this.folder, entry.database);
  }

  /** Where imports go; a server that was not told cannot keep any. */
  folderOrRefusal(): string | Refusal {
    return (
      this.folder ?? {
        refusal: "This editor has not said where benchmarks are to be kept; none can be imported.",
      }
    );
  }

  /** What was read last; nobody waits for it to be read again. */
  private async loaded(): Promise<BenchmarkSources> {
    if (this.sources) return this.sources;
    this.loading ??= this.read(true);
    await this.loading;
    if (!this.sources) throw new Error("The benchmarks could not be loaded.");
    return this.sources;
  }

  private async read(isOther: boolean): Promise<void> {
    const library =
      this.folder === undefined ? emptyLibrary : await this.service.library(this.folder);
    const embedded = this.sources?.embedded ?? (await this.service.embedded());
    const before = this.sources;
    this.sources = { embedded, library };
    if (!before && "problem" in embedded) this.warn(embedded.problem);
    for (const problem of library.problems)
      if (isOther || !before?.library.problems.includes(problem)) this.warn(problem);
    // Whoever waits for the first reading gets the numbers as an answer.
    if (before && !isSame(before.library, library)) this.changed();
  }

  private changed() {
    this.made = undefined;
    this.onChange();
  }
}

function hasCurvesOf({ trainings }: Measurements, network: number): boolean {
  return trainings.some(({ networks, curves }) => curves.length > 0 && networks.includes(network));
}

function isSame(one: Library, other: Library): boolean {
  const key = ({ entries, problems }: Library) =>
    JSON.stringify([entries.map(({ database, checksum }) => [database, checksum]), problems]);
  return key(one) === key(other);
}

function benchmarkEntry(entry: LibraryEntry): BenchmarkEntry {
  const { database, bytes, checksum, measurements } = entry;
  const { benchmark, space, trainings, files } = measurements;
  return {
    ...benchmark,
    space: space.name,
    database,
    bytes,
    checksum,
    importedAt: importedAt(entry),
    content: contentText(entry),
    metrics: metricNames(entry),
    hasCurves: trainings.some(({ curves }) => curves.length > 0),
    files: files.map(({ name, content, format, rows }) => ({ name, content, format, rows })),
  };
}

/** `91,125 networks; trained with seeds 0 and 1; latency on pixel3; block signatures` */
export function contentText({ networks, measurements }: LibraryEntry): string {
  const { trainings, latencies, statics, signatures } = measurements;
  const seeds = [...new Set(trainings.flatMap(({ run }) => run.seed ?? []))].sort((a, b) => a - b);
  const devices = latencies.map(({ device }) => device.name);
  return [
    `${grouped(networks)} ${networks === 1 ? "network" : "networks"}`,
    ...(trainings.length === 0
      ? []
      : [
          seeds.length === 0
            ? "trained"
            : `trained with ${seeds.length === 1 ? "seed" : "seeds"} ${seeds.join(", ")}`,
        ]),
    ...(devices.length === 0 ? [] : [`latency on ${devices.join(", ")}`]),
    ...(statics.networks.length === 0 ? [] : ["parameters and FLOPs"]),
    ...(signatures.length === 0 ? [] : ["block signatures"]),
  ].join("; ");
}

function metricNames({ measurements }: LibraryEntry): string[] {
  const { trainings, latencies, statics } = measurements;
  const has = (column: "test_top1" | "val_top1" | "train_time_s") =>
    trainings.some(({ columns }) => columns[column]);
  return [
    ...(has("test_top1") ? [accuracy.name] : []),
    ...(has("val_top1") ? [validationAccuracy.name] : []),
    ...(has("train_time_s") ? [trainingTime.name] : []),
    ...(statics.columns.params ? [params.name] : []),
    ...(statics.columns.flops ? [flops.name] : []),
    ...latencies.map(({ device }) => latency(device.name).name),
  ];
}

/** `Top-1 accuracy estimated; Parameters exact` */
function embeddedText({ columns }: Benchmark): string {
  const shown = columns.filter(({ metric }) => !metric.isDetail);
  return shown.map(({ metric, provenance }) => `${metric.title} ${provenance}`).join("; ");
}
