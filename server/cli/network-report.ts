import { type Architecture, indexOf } from "../../data/architecture";
import { hasVectors, vectorOf } from "../../data/architecture-vector";
import { type Benchmark, valuesOf } from "../../data/benchmark";
import { formatValue } from "../../data/format";
import { alignedTable } from "./aligned-table";

/** A network as the commands print it with `--json`. */
export interface NetworkReport {
  readonly network: string;
  readonly space: string;
  readonly index: number;
  readonly hash: string | null;
  readonly vector: string | null;
  readonly metrics: Readonly<Record<string, MetricReport>>;
}

interface MetricReport {
  readonly value: number;
  readonly unit: string;
  readonly provenance: string;
  readonly source: string;
  readonly standard_error?: number;
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

export function metricReports(
  benchmark: Benchmark,
  index: number,
): Readonly<Record<string, MetricReport>> {
  return Object.fromEntries(
    valuesOf(benchmark, index).map(({ metric, value, provenance, source, standardError }) => [
      metric.name,
      {
        value,
        unit: metric.unit,
        provenance,
        source,
        ...(standardError !== undefined && { standard_error: standardError }),
      },
    ]),
  );
}

/** For people: a heading, and a line a metric with where its number comes from. */
export function networkLines(benchmark: Benchmark, report: NetworkReport): string[] {
  const { network, space, index, hash, vector } = report;
  const rows = valuesOf(benchmark, index).map((value) => [
    value.metric.title,
    formatValue(value),
    value.provenance === "exact" ? `exact, ${value.source}` : value.source,
  ]);
  return [
    `${network}: network ${index} of ${space}${hash === null ? "" : `, hash ${hash}`}`,
    ...(vector === null ? [] : [`  vector ${vector}`]),
    ...alignedTable(rows).map((line) => `  ${line}`),
  ];
}
