import type { Benchmark, MetricColumn } from "../../data/benchmark";
import { exactBenchmark } from "../../data/exact-benchmark";
import { isEnumerable } from "../../data/exact-columns";
import { languageMetrics } from "../../data/metrics";
import type { Refusal } from "../messages";
import { listed, similarNames } from "../model/spelling";
import type { ValidationCurves } from "./validation-curves";

/** What a search reads of a benchmark. */
export interface SearchedColumns
  extends Pick<Benchmark, "space" | "name" | "columns" | "signatures"> {
  /** There only for an algorithm that needs them: they are large. */
  readonly curves?: ValidationCurves;
}

/** As it travels to a worker, to which no function can go. */
export function withoutFunctions(benchmark: SearchedColumns): SearchedColumns {
  const { space, name, columns, signatures, curves } = benchmark;
  return {
    space,
    name,
    columns: columns.map(({ compute: _, ...column }) => column),
    ...(signatures && { signatures }),
    ...(curves && { curves }),
  };
}

/** As it came to a worker: what is computed for each network follows from the space. */
export function withFunctions(benchmark: SearchedColumns): SearchedColumns {
  const { space, columns } = benchmark;
  if (isEnumerable(space)) return benchmark;
  const exact = exactBenchmark(space).columns;
  return {
    ...benchmark,
    columns: columns.map((column) => {
      const compute = exact.find(({ metric }) => metric.name === column.metric.name)?.compute;
      return { ...column, ...(compute && { compute }) };
    }),
  };
}

/** The column of a metric by its name in the language, or why there is none. */
export function columnOf(benchmark: SearchedColumns, metric: string): MetricColumn | Refusal {
  const name = metric.trim();
  const column = benchmark.columns.find((column) => column.metric.name === name);
  if (column) return column;
  const known = benchmark.columns.map((column) => column.metric.name);
  const kind = name.replace(/\s*\(.*$/s, "");
  if (kind === "latency") return { refusal: unknownDevice(name, known) };
  if (languageMetrics.includes(kind)) {
    return {
      refusal: `The ${benchmark.name} benchmark has no \`${name}\`. It has ${listed(known)}.`,
    };
  }
  const [similar] = similarNames(name, [...known, ...languageMetrics]);
  const question = similar === undefined ? "" : ` Did you mean \`${similar}\`?`;
  return { refusal: `There is no metric \`${name}\`.${question} Known are ${listed(known)}.` };
}

function unknownDevice(name: string, known: readonly string[]): string {
  const devices = known.filter((metric) => metric.startsWith("latency("));
  return devices.length === 0
    ? `No latency measured yet: \`${name}\` is not known for any network.`
    : `No latency measured for \`${name}\`. Measured are ${listed(devices)}.`;
}

export function isRefusal(answer: object): answer is Refusal {
  return "refusal" in answer;
}
