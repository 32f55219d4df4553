import type { Benchmark, MetricColumn } from "../../data/benchmark";
import { benchmarkChecksum } from "../../data/benchmark-checksum";
import { originOf, sourceOf } from "../../data/column-origin";
import { isEnumerable } from "../../data/exact-columns";
import {
  build,
  type Objective,
  type Observation,
  type Refusal,
  type SearchSpec,
} from "../messages";
import { grouped } from "../searches/grouped";
import { meanOf, observedColumn } from "../searches/observation";
import { type CheckedSearch, checkSpec } from "../searches/search-spec";
import { columnOf, isRefusal, type SearchedColumns } from "../searches/searched-columns";
import { checkpoints } from "./checkpoints";
import { type Crew, dealtRuns } from "./dealt-runs";
import { optimumOf } from "./optimum";
import type { Entrant } from "./parse-algorithms";
import type { JudgedIncumbent } from "./regret";
import type { Trace } from "./trace";

export interface ComparisonRequest {
  readonly entrants: readonly Entrant[];
  readonly objective: Objective;
  /** How many: 1, 2, 3 and so on. */
  readonly seeds: number;
  /** Evaluations of each run. */
  readonly budget: number;
  /** The numbers of evaluations to tell the regret after; left out, each quarter of the budget. */
  readonly at?: readonly number[];
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
  readonly objective: Objective;
  readonly unit: string;
  /** What the algorithms saw. */
  readonly observed: SeenMetric;
  /** What their networks are worth. */
  readonly judged: SeenMetric;
  readonly repeats: Repeats;
  readonly budget: number;
  /** The numbers of evaluations to tell the regret after. */
  readonly at: readonly number[];
  readonly seeds: readonly number[];
  /** The best of the whole space, as it is judged. */
  readonly optimum: { readonly network: number; readonly value: number };
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
  benchmark: Benchmark,
  request: ComparisonRequest,
  crew: Crew,
): Promise<Comparison | Refusal | undefined> {
  const checked = checkRequest(benchmark, request);
  if (isRefusal(checked)) return checked;
  const { observed, judged, searches, of, budget, at } = checked;
  const seeds = Array.from({ length: request.seeds }, (_, place) => place + 1);
  const columns = observedBenchmark(benchmark, observed);
  const runs = request.entrants.flatMap((entrant) =>
    seeds.map((seed) => ({
      ...specOf(benchmark, request, entrant, observed.metric.name),
      seed,
    })),
  );
  const traces = await dealtRuns(columns, request.repeats === "counted", runs, crew);
  if (!traces) return undefined;

  const algorithms = searches.map((search, place) => ({
    name: search.algorithm.name,
    parameters: effectiveParameters(search),
    traces: traces
      .slice(place * seeds.length, (place + 1) * seeds.length)
      .map((trace) => judgedTrace(trace, judged)),
  }));
  return {
    build,
    space: benchmark.space.name,
    benchmark: { name: benchmark.name, checksum: benchmarkChecksum(benchmark) },
    objective: request.objective,
    unit: judged.metric.unit,
    observed: seenMetric(observed, of),
    judged: seenMetric(judged, meanOf(judged)),
    repeats: request.repeats,
    budget,
    at,
    seeds,
    optimum: optimumOf(judged, request.objective.direction),
    algorithms,
    notes: [
      ...new Set(searches.flatMap(({ notes }) => notes)),
      ...algorithms.flatMap((algorithm) => earlyEndNotes(algorithm, budget)),
    ],
  };
}

interface CheckedRequest {
  readonly judged: MetricColumn;
  readonly observed: MetricColumn;
  /** What the observed values are. */
  readonly of: string;
  /** One an algorithm. */
  readonly searches: readonly CheckedSearch[];
  /** No more than the space has networks. */
  readonly budget: number;
  readonly at: readonly number[];
}

function checkRequest(benchmark: Benchmark, request: ComparisonRequest): CheckedRequest | Refusal {
  const { space } = benchmark;
  if (!isEnumerable(space)) {
    return {
      refusal: `\`${space.name}\` has too many networks to look at all of them, so that its optimum is not known and there is no regret to compare.`,
    };
  }
  const searches: CheckedSearch[] = [];
  for (const entrant of request.entrants) {
    const search = checkSpec(
      benchmark,
      specOf(benchmark, request, entrant, request.objective.metric),
    );
    if (isRefusal(search)) return search;
    searches.push(search);
  }
  const judged = columnOf(benchmark, request.objective.metric);
  if (isRefusal(judged)) return judged;
  const unknown = judged.values.filter(Number.isNaN).length;
  if (unknown > 0) {
    return {
      refusal: `\`${judged.metric.name}\` is not known for ${grouped(unknown)} of the ${grouped(judged.values.length)} networks of \`${space.name}\`, so that its optimum is not known and there is no regret to compare.`,
    };
  }
  const observed = observedColumn(benchmark, judged, request.observation);
  if (isRefusal(observed)) return observed;
  const budget = searches[0]?.budget ?? request.budget;
  const at = checkpoints(request.at, budget);
  if ("refusal" in at) return at;
  return { judged, observed: observed.column, of: observed.of, searches, budget, at };
}

function specOf(
  { space }: SearchedColumns,
  { objective, budget }: ComparisonRequest,
  { name, parameters }: Entrant,
  metric: string,
): SearchSpec {
  return {
    space: space.name,
    algorithm: name,
    parameters,
    objectives: [{ ...objective, metric }],
    subjectTo: "",
    budget,
    seed: 1,
  };
}

/** As little as a run needs: what is observed, and the FLOPs that decide between equals. */
function observedBenchmark(
  { space, name, columns, signatures }: SearchedColumns,
  observed: MetricColumn,
): SearchedColumns {
  const others = columns.filter(({ metric }) => metric.name === "flops");
  const travelling = [observed, ...others.filter(({ metric }) => metric !== observed.metric)];
  return {
    space,
    name,
    ...(signatures && { signatures }),
    columns: travelling.map(({ metric, provenance, source, values }) => ({
      metric,
      provenance,
      source,
      values,
    })),
  };
}

function effectiveParameters({ algorithm, parameter }: CheckedSearch): Entrant["parameters"] {
  return Object.fromEntries(algorithm.parameters.map(({ name }) => [name, parameter(name)]));
}

function judgedTrace({ incumbents, ...trace }: Trace, { values }: MetricColumn): JudgedTrace {
  return {
    ...trace,
    incumbents: incumbents.map(([evaluation, network]) => [
      evaluation,
      network,
      values[network] ?? Number.NaN,
    ]),
  };
}

function seenMetric(column: MetricColumn, of: string): SeenMetric {
  return { metric: column.metric.name, of, provenance: originOf(column), source: sourceOf(column) };
}

function earlyEndNotes({ name, traces }: ComparedAlgorithm, budget: number): string[] {
  const early = traces.filter(({ evaluations }) => evaluations < budget).length;
  if (early === 0) return [];
  return [
    `${grouped(early)} of the ${grouped(traces.length)} runs of \`${name}\` ended before the budget: they had nothing new to propose. Their last best network counts from there on.`,
  ];
}
