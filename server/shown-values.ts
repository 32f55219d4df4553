import { architectureAt } from "../data/architecture";
import { type Benchmark, type MetricColumn, valueAt } from "../data/benchmark";
import { blocksOf } from "../data/blocks";
import { originOf, sourceOf } from "../data/column-origin";
import { formatValue } from "../data/format";
import { isLatency } from "../data/metrics";
import type { FoundNetwork, MetricInfo, ShownValue } from "./messages";

/**
 * The columns of a table of networks that is about some of them. Of several devices there is the one that it
 * is about, or else one: of the user's, or the first.
 */
export function tableColumns(
  columns: readonly MetricColumn[],
  about: readonly MetricColumn[] = [],
): readonly MetricColumn[] {
  const devices = columns.filter(({ metric }) => isLatency(metric));
  const device = devices.find(({ runs }) => runs) ?? devices[0];
  const isAsked = devices.some((column) => about.includes(column));
  const isLeftOut = (column: MetricColumn) =>
    isLatency(column.metric) ? isAsked || column !== device : column.metric.isDetail === true;
  return columns.filter((column) => about.includes(column) || !isLeftOut(column));
}

/** A network as lists and tables show it. */
export function foundNetwork(
  { space, columns }: Pick<Benchmark, "space" | "columns">,
  index: number,
  feasible = true,
): FoundNetwork {
  return {
    index,
    blocks: architectureAt(space, index).map(
      (block, stage) => blocksOf(space, stage)[block]?.expression ?? "",
    ),
    values: columns.flatMap((column) => shownValue(column, index) ?? []),
    feasible,
  };
}

function shownValue(column: MetricColumn, index: number): ShownValue | undefined {
  const known = valueAt(column, index);
  if (!known) return undefined;
  const { metric, value, provenance, standardError } = known;
  return {
    metric: metric.name,
    value,
    text: formatValue(known),
    provenance,
    ...(standardError !== undefined && { standardError }),
  };
}

export function metricInfos({ columns }: Benchmark): MetricInfo[] {
  return columns.map((column) => {
    const { metric, provenance, standardErrors } = column;
    const standardError = rangeOf(standardErrors);
    return {
      ...metric,
      provenance,
      origin: originOf(column),
      source: sourceOf(column),
      ...(standardError && { standardError }),
    };
  });
}

/** Undefined where no value is known. */
function rangeOf(values: Float64Array | undefined): MetricInfo["standardError"] {
  let [lowest, highest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values ?? []) {
    if (value < lowest) lowest = value;
    if (value > highest) highest = value;
  }
  return lowest <= highest ? { lowest, highest } : undefined;
}

/** What the numbers of a benchmark are and are not, a sentence each. */
export function notesOf(benchmark: Benchmark): readonly string[] {
  const known = cache.get(benchmark);
  if (known) return known;
  const notes = [...benchmark.columns.flatMap(uncertaintyNote), ...missingNotes(benchmark)];
  cache.set(benchmark, notes);
  return notes;
}

/** Why a benchmark does not know what a reader would expect of it. */
export function missingNotes(benchmark: Benchmark): readonly string[] {
  const hasLatency = benchmark.columns.some(({ metric }) => isLatency(metric));
  return [...benchmark.problems, ...(hasLatency ? [] : ["No latency has been measured yet."])];
}

const cache = new WeakMap<Benchmark, readonly string[]>();

function uncertaintyNote(column: MetricColumn): string[] {
  const { metric, provenance, measured, runs, composedError } = column;
  const source = sourceOf(column);
  const { title, unit } = metric;
  const errors = rangeOf(column.standardErrors);
  const range = new Set([errors?.lowest, errors?.highest].map((error) => error?.toFixed(2)));
  const error = errors ? `, with a standard error of ${[...range].join(" to ")} ${unit}` : "";
  if (provenance === "estimated") {
    return runs
      ? [`${title} is measured or estimated (${source})${error}.`]
      : [`${title} is estimated, not measured (${source})${error}.`];
  }
  if (provenance === "composed") {
    return [
      `${title} was measured for ${measured?.size ?? 0} networks (${source}) and is composed from those for the others${error}${composedError ? `, ${composedError}` : ""}.`,
    ];
  }
  return [];
}
