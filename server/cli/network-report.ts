import { type Architecture, indexOf } from "../../data/architecture";
import { hasVectors, vectorOf } from "../../data/architecture-vector";
import { type Benchmark, valuesOf } from "../../data/benchmark";
import { formatValue } from "../../data/format";
import { type MetricReports, metricReports } from "../metric-reports";
import { alignedTable } from "./aligned-table";

/** A network as the commands print it with `--json`. */
export interface NetworkReport {
  readonly network: string;
  readonly space: string;
  readonly index: number;
  readonly hash: string | null;
  readonly vector: string | null;
  readonly metrics: MetricReports;
}

export function networkReport(
  benchmark: Benchmark,
  network: string,
  architecture: Architecture,
): NetworkReport {
  const { space } = benchmark;
  const index = indexOf(space, architecture);
  return {
    network,
    space: space.name,
    index,
    hash: benchmark.hashOf(index) ?? null,
    vector: hasVectors(space) ? vectorOf(space, architecture) : null,
    metrics: metricReports(benchmark, index),
  };
}

/** For people: a heading, and a line a metric with where its number comes from. */
export function networkLines(benchmark: Benchmark, report: NetworkReport): string[] {
  const rows = valuesOf(benchmark, report.index).map((value) => [
    value.metric.title,
    formatValue(value),
    value.provenance === "exact" ? `exact, ${value.source}` : value.source,
  ]);
  return [...headingLines(report), ...alignedTable(rows).map((line) => `  ${line}`)];
}

/** Which network it is, and by what names it is known elsewhere. */
export function headingLines({ network, space, index, hash, vector }: NetworkReport): string[] {
  return [
    `${network}: network ${index} of ${space}${hash === null ? "" : `, hash ${hash}`}`,
    ...(vector === null ? [] : [`  vector ${vector}`]),
  ];
}
