import { architectureAt } from "../data/architecture";
import type { Benchmark, MetricColumn, Value } from "../data/benchmark";
import { blocksOf } from "../data/blocks";
import { formatValue } from "../data/format";
import type { FoundNetwork, MetricInfo, ShownValue } from "./messages";

/** A network as lists and tables show it. */
export function foundNetwork(
  { space, columns }: Pick<Benchmark, "space" | "columns">,
  index: number,
  feasible = true,
): FoundNetwork {
  const blocks = blocksOf(space);
  return {
    index,
    blocks: architectureAt(space, index).map((block) => blocks[block]?.expression ?? ""),
    values: columns.flatMap((column) => shownValue(column, index) ?? []),
    feasible,
  };
}

/** Undefined where the column knows nothing of the network. */
function shownValue(column: MetricColumn, index: number): ShownValue | undefined {
  const { metric, provenance, source } = column;
  const number = column.values[index];
  if (number === undefined || Number.isNaN(number)) return undefined;
  const error = column.standardErrors?.[index];
  const uncertainty = error === undefined ? {} : { standardError: error };
  const value: Value = { metric, value: number, provenance, source, ...uncertainty };
  return {
    metric: metric.name,
    value: number,
    text: formatValue(value),
    provenance,
    ...uncertainty,
  };
}

export function metricInfos({ columns }: Benchmark): MetricInfo[] {
  return columns.map(({ metric, provenance, source, standardErrors }) => {
    const standardError = rangeOf(standardErrors);
    return { ...metric, provenance, source, ...(standardError && { standardError }) };
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
  const notes = [...benchmark.columns.flatMap(estimateNote), ...missingNotes(benchmark)];
  cache.set(benchmark, notes);
  return notes;
}

/** Why a benchmark does not know what a reader would expect of it. */
export function missingNotes(benchmark: Benchmark): readonly string[] {
  const hasLatency = benchmark.columns.some(({ metric }) => metric.name.startsWith("latency("));
  return [...benchmark.problems, ...(hasLatency ? [] : ["No latency has been measured yet."])];
}

const cache = new WeakMap<Benchmark, readonly string[]>();

function estimateNote({ metric, provenance, source, standardErrors }: MetricColumn): string[] {
  if (provenance !== "estimated") return [];
  const errors = rangeOf(standardErrors);
  const range =
    errors?.lowest === errors?.highest
      ? `${errors?.lowest}`
      : `${errors?.lowest} to ${errors?.highest}`;
  const error = errors ? `, with a standard error of ${range} ${metric.unit}` : "";
  return [`${metric.title} is estimated, not measured (${source})${error}.`];
}
