import type { Benchmark, MetricColumn } from "../../data/benchmark";
import { benchmarkChecksum } from "../../data/benchmark-checksum";
import { originOf, sourceOf } from "../../data/column-origin";
import { isEnumerable } from "../../data/exact-columns";
import { flops, trainingTime, validationAccuracy } from "../../data/metrics";
import {
  build,
  type Objective,
  type Observation,
  type Refusal,
  type SearchSpec,
} from "../messages";
import { grouped } from "../searches/grouped";
import { meanOf } from "../searches/observation";
import { type CheckedSearch, checkSpec, type ObjectiveColumn } from "../searches/search-spec";
import {
  columnOf,
  isRefusal,
  type SearchedColumns,
  withoutFunctions,
} from "../searches/searched-columns";
import { checkpoints } from "./checkpoints";
import { type Crew, dealtRuns } from "./dealt-runs";
import type { Entrant } from "./parse-algorithms";
import { isEarly, type JudgedIncumbent } from "./regret";
import type { Trace } from "./trace";
import { type Optimum, type Yardstick, yardstickOf } from "./yardstick";

export interface ComparisonRequest {
  readonly entrants: readonly Entrant[];
  /** One or two. */
  readonly objectives: readonly Objective[];
  /** Conditions joined by commas, as in the language; left out, none. */
  readonly subjectTo?: string;
  /** How many: 1, 2, 3 and so on. */
  readonly seeds: number;
  /** Evaluations of each run. */
  readonly budget: number;
  /** The numbers of evaluations to tell the regret after; left out, each quarter of the budget. */
  readonly at?: readonly number[];
  /** The hours of training to tell it after too. */
  readonly atHours?: readonly number[];
  readonly observation: Observation;
  readonly repeats: Repeats;
}

/** Whether networks that come again are evaluations too. */
export type Repeats = "free" | "counted";

/** What several algorithms found: plain data, from which every table and plot can be made. */
export interface Comparison {
  /** The build of Blox that made it. */
  readonly build: string;
  readonly space: string;
  readonly benchmark: { readonly name: string; readonly checksum: string };
  /** One or two; with two, values are shares of the hypervolume of the exact front. */
  readonly objectives: readonly Objective[];
  /** Conditions joined by commas; empty of none. */
  readonly subjectTo: string;
  /** Of values and regrets; empty of shares. */
  readonly unit: string;
  /** What the algorithms saw, one an objective. */
  readonly observed: readonly SeenMetric[];
  /** What their networks are worth, one an objective. */
  readonly judged: readonly SeenMetric[];
  readonly repeats: Repeats;
  readonly budget: number;
  /** The numbers of evaluations to tell the regret after. */
  readonly at: readonly number[];
  /** The hours of training to tell it after. */
  readonly atHours: readonly number[];
  readonly seeds: readonly number[];
  /** The best of all networks that meet the constraints, as they are judged. */
  readonly optimum: Optimum;
  /** What a run counts for as long as it has found no network that meets the constraints. */
  readonly worst: number;
  readonly algorithms: readonly ComparedAlgorithm[];
  /** What to know of the result, a sentence each. */
  readonly notes: readonly string[];
}

export interface SeenMetric {
  readonly metric: string;
  /** `seed 0, the lowest`, `mean of 3 trainings` */
  readonly of: string;
  /** `measured`, `estimated`, `measured or estimated` */
  readonly provenance: string;
  readonly source: string;
}

export interface ComparedAlgorithm extends Entrant {
  /** One a seed, in their order. */
  readonly traces: readonly JudgedTrace[];
}

export interface JudgedTrace extends Omit<Trace, "incumbents"> {
  readonly incumbents: readonly JudgedIncumbent[];
}

/**
 * Runs every algorithm with every seed. The same request and benchmark give the same comparison, whoever
 * does the work. Undefined where it was cancelled; rejects where a worker fails.
 */
export async function compare(
  benchmark: SearchedBenchmark,
  request: ComparisonRequest,
  crew: Crew,
): Promise<Comparison | Refusal | undefined> {
  const checked = checkRequest(benchmark, request);
  if (isRefusal(checked)) return checked;
  const { specs, searches, objectiveColumns, yardstick, budget, at } = checked;
  const seeds = Array.from({ length: request.seeds }, (_, place) => place + 1);
  const runs = specs.flatMap((_, spec) => seeds.map((seed) => ({ spec, seed })));
  const columns = travelling(benchmark, searches);
  const countsRepeats = request.repeats === "counted";
  const traces = await dealtRuns({ columns, countsRepeats, specs }, runs, crew);
  if (!traces) return undefined;

  const algorithms = searches.map((search, place) => ({
    name: search.algorithm.name,
    parameters: effectiveParameters(search),
    traces: traces
      .slice(place * seeds.length, (place + 1) * seeds.length)
      .map((trace) => judgedTrace(trace, yardstick)),
  }));
  return {
    build,
    space: benchmark.space.name,
    benchmark: { name: benchmark.name, checksum: benchmarkChecksum(benchmark) },
    objectives: request.objectives,
    subjectTo: request.subjectTo ?? "",
    unit: yardstick.unit,
    observed: objectiveColumns.map(({ column, of }) => seenMetric(column, of)),
    judged: objectiveColumns.map(({ judged }) => seenMetric(judged, meanOf(judged))),
    repeats: request.repeats,
    budget,
    at,
    atHours: request.atHours ?? [],
    seeds,
    optimum: yardstick.optimum,
    worst: yardstick.worst,
    algorithms,
    notes: [
      ...new Set(searches.flatMap(({ notes }) => notes)),
      ...algorithms.flatMap((algorithm) => earlyEndNotes(algorithm, budget)),
    ],
  };
}

/** A benchmark, with its curves where an algorithm needs them. */
type SearchedBenchmark = Benchmark & Pick<SearchedColumns, "curves">;

interface CheckedRequest {
  /** One an algorithm. */
  readonly specs: readonly SearchSpec[];
  readonly searches: readonly CheckedSearch[];
  readonly objectiveColumns: readonly ObjectiveColumn[];
  readonly yardstick: Yardstick;
  /** No more than the space has networks. */
  readonly budget: number;
  readonly at: readonly number[];
}

function checkRequest(
  benchmark: SearchedBenchmark,
  request: ComparisonRequest,
): CheckedRequest | Refusal {
  const { space } = benchmark;
  if (!isEnumerable(space)) {
    return {
      refusal: `\`${space.name}\` has too many networks to look at all of them, so that its optimum is not known and there is no regret to compare.`,
    };
  }
  if (request.objectives.length > 2)
    return { refusal: "Algorithms are compared by one objective or by two. Leave out the others." };
  const specs = request.entrants.map((entrant) => specOf(benchmark, request, entrant));
  const searches: CheckedSearch[] = [];
  for (const spec of specs) {
    const search = checkSpec(benchmark, spec);
    if (isRefusal(search)) return search;
    searches.push(search);
  }
  const [search] = searches;
  if (!search) return { refusal: "There is no algorithm to compare. Name one." };
  const { objectiveColumns, budget } = search;
  const judged = objectiveColumns.map((objective) => objective.judged);
  const unknown = unknownValues(
    benchmark,
    judged,
    "its optimum is not known and there is no regret to compare",
  );
  if (unknown) return unknown;
  const noHours = request.atHours && request.atHours.length > 0 && checkHours(benchmark);
  if (noHours) return noHours;
  const at = checkpoints(request.at, budget);
  if ("refusal" in at) return at;
  const yardstick = yardstickOf(search);
  if ("refusal" in yardstick) return yardstick;
  return { specs, searches, objectiveColumns, yardstick, budget, at };
}

/** The first of the columns that does not know all networks, in a sentence. */
function unknownValues(
  { space }: SearchedColumns,
  columns: readonly MetricColumn[],
  consequence: string,
): Refusal | undefined {
  for (const { metric, values } of columns) {
    const unknown = values.filter(Number.isNaN).length;
    if (unknown === 0) continue;
    return {
      refusal: `\`${metric.name}\` is not known for ${grouped(unknown)} of the ${grouped(values.length)} networks of \`${space.name}\`, so that ${consequence}.`,
    };
  }
  return undefined;
}

function checkHours(benchmark: SearchedColumns): Refusal | undefined {
  const column = columnOf(benchmark, trainingTime.name);
  return isRefusal(column)
    ? column
    : unknownValues(benchmark, [column], "hours of training cannot be counted");
}

function specOf(
  { space }: SearchedColumns,
  { objectives, subjectTo = "", budget, observation }: ComparisonRequest,
  { name, parameters }: Entrant,
): SearchSpec {
  return {
    space: space.name,
    algorithm: name,
    parameters,
    objectives,
    subjectTo,
    budget,
    observe: observation,
    seed: 1,
  };
}

/**
 * As little as the runs need: what they are about, what may stand in for it, the FLOPs that decide between
 * equals, and the training time where it is known throughout.
 */
function travelling(
  benchmark: SearchedColumns,
  searches: readonly CheckedSearch[],
): SearchedColumns {
  const needed = new Set([
    ...searches.flatMap(({ about }) => about.map(({ metric }) => metric.name)),
    validationAccuracy.name,
    flops.name,
    ...(checkHours(benchmark) ? [] : [trainingTime.name]),
  ]);
  const columns = benchmark.columns.filter(({ metric }) => needed.has(metric.name));
  return withoutFunctions({
    ...benchmark,
    columns: columns.map(({ metric, provenance, source, values, runs }) => ({
      metric,
      provenance,
      source,
      values,
      ...(runs && { runs }),
    })),
  });
}

function effectiveParameters({ algorithm, parameter }: CheckedSearch): Entrant["parameters"] {
  return Object.fromEntries(algorithm.parameters.map(({ name }) => [name, parameter(name)]));
}

function judgedTrace({ incumbents, ...trace }: Trace, { valuesOf }: Yardstick): JudgedTrace {
  const values = valuesOf(incumbents);
  return {
    ...trace,
    incumbents: incumbents.map(([evaluation, network, trainedMs], place) => {
      const judged = [evaluation, network, values[place] ?? Number.NaN] as const;
      return trainedMs === undefined ? judged : [...judged, trainedMs];
    }),
  };
}

function seenMetric(column: MetricColumn, of: string): SeenMetric {
  return { metric: column.metric.name, of, provenance: originOf(column), source: sourceOf(column) };
}

function earlyEndNotes({ name, traces }: ComparedAlgorithm, budget: number): string[] {
  const early = traces.filter((trace) => isEarly(trace, budget)).length;
  if (early === 0) return [];
  return [
    `${grouped(early)} of the ${grouped(traces.length)} runs of \`${name}\` ended before the budget: they had nothing new to propose. Their last best network counts from there on.`,
  ];
}
