import type { MeasuredRun, MetricColumn } from "../../data/benchmark";
import { accuracy, takesTraining, validationAccuracy } from "../../data/metrics";
import type { Observation, Refusal, SearchSpec } from "../messages";
import { grouped } from "./grouped";
import type { SearchedColumns } from "./searched-columns";

/** What can be asked for where networks were trained with these seeds. */
export function observationsOf({ columns }: Pick<SearchedColumns, "columns">): Observation[] {
  const trainings = columns
    .filter(
      ({ metric }) => metric.name === accuracy.name || metric.name === validationAccuracy.name,
    )
    .flatMap(trainingsOf);
  const seeds = [...new Set(trainings.flatMap(({ conditions }) => conditions.seed ?? []))];
  return seeds.length < 2
    ? []
    : [
        "lowest seed",
        "mean",
        ...seeds.sort((a, b) => a - b).map((seed) => `seed ${seed}` as const),
      ];
}

/** What a search asks for that need not say so. */
export function observationOf({
  observe = "lowest seed",
}: Pick<SearchSpec, "observe">): Observation {
  return observe;
}

/** Undefined where the text is none that can be asked for. */
export function parseObservation(text: string): Observation | undefined {
  const [, seed] = /^seed (\d{1,10})$/.exec(text.trim()) ?? [];
  if (seed !== undefined) return `seed ${Number(seed)}`;
  return text.trim() === "mean" ? "mean" : undefined;
}

export interface Observed {
  readonly column: MetricColumn;
  /** What its values are, in a few words: `seed 0, the lowest`, `mean of 3 trainings`, `value`. */
  readonly of: string;
}

/**
 * The column that an algorithm sees when networks are judged by another: validation accuracy stands in
 * for test accuracy where it is known of every network, and of repeated trainings there is one.
 */
export function observedColumn(
  { columns }: SearchedColumns,
  judged: MetricColumn,
  observation: Observation,
): Observed | Refusal {
  const validation = columns.find(({ metric }) => metric.name === validationAccuracy.name);
  if (!takesTraining(judged.metric)) return { column: judged, of: meanOf(judged) };
  const standsIn = judged.metric.name === accuracy.name && validation && isWhole(validation);
  const column = standsIn ? validation : judged;
  if (observation === "mean") return { column, of: meanOf(column) };
  if (observation !== "lowest seed") return ofSeed(column, observation);
  const runs = trainingsOf(column);
  return runs.length < 2 ? { column, of: meanOf(column) } : ofLowestSeed(column, runs);
}

/** What the values of a column are, which are means where there are several trainings. */
export function meanOf(column: MetricColumn): string {
  const runs = trainingsOf(column);
  if (runs.length > 1) return `mean of ${runs.length} trainings`;
  const seed = runs[0]?.conditions.seed;
  return seed === undefined ? "value" : `seed ${seed}, the only one`;
}

/** Of what is exact, runs are where a file contradicts it. */
function trainingsOf({ provenance, runs }: MetricColumn): readonly MeasuredRun[] {
  return provenance === "exact" ? [] : (runs ?? []);
}

function isWhole({ values }: MetricColumn): boolean {
  return values.length > 0 && !values.some(Number.isNaN);
}

/** What no training says is as the column has it. */
function ofLowestSeed(column: MetricColumn, runs: readonly MeasuredRun[]): Observed {
  const inOrder = [...runs].sort((a, b) => seedOf(a) - seedOf(b));
  const seeds = new Set<number | undefined>();
  const values = column.values.map((value, index) => {
    const known = inOrder.find((run) => !Number.isNaN(numberOf(run, index)));
    if (!known) return value;
    seeds.add(known.conditions.seed);
    return numberOf(known, index);
  });
  const [seed, another] = [...seeds];
  const isOne = seeds.size === 1 && seed !== undefined && another === undefined;
  return {
    column: withoutRuns({ ...column, values }),
    of: isOne ? `seed ${seed}, the lowest` : "lowest seed of each network",
  };
}

/** Of one training nothing says how far another would be off; the error of the mean is smaller. */
function withoutRuns({ runs: _, ...column }: MetricColumn): MetricColumn {
  return column;
}

function ofSeed(column: MetricColumn, observation: `seed ${number}`): Observed | Refusal {
  const runs = trainingsOf(column);
  const ofIt = runs.filter(({ conditions }) => `seed ${conditions.seed}` === observation);
  const values = column.values.map((_, index) => {
    const known = ofIt.find((run) => !Number.isNaN(numberOf(run, index)));
    return known ? numberOf(known, index) : Number.NaN;
  });
  const known = values.filter((value) => !Number.isNaN(value)).length;
  if (known === values.length)
    return { column: withoutRuns({ ...column, provenance: "measured", values }), of: observation };
  const seeds = [...new Set(runs.flatMap(({ conditions }) => conditions.seed ?? []))];
  const there = seeds.sort((a, b) => a - b).join(", ");
  return {
    refusal:
      `\`${column.metric.name}\` of ${observation} is known for ${grouped(known)} of ${grouped(values.length)} networks. ` +
      (there === "" ? "No training here has a seed." : `The seeds here are ${there}.`),
  };
}

/** Trainings that say nothing of it come last. */
function seedOf({ conditions }: MeasuredRun): number {
  return conditions.seed ?? Number.MAX_VALUE;
}

function numberOf({ values }: MeasuredRun, index: number): number {
  return (values instanceof Float64Array ? values[index] : values.get(index)) ?? Number.NaN;
}
