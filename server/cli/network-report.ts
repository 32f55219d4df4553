import { type Architecture, indexOf } from "../../data/architecture";
import { hasVectors, vectorOf } from "../../data/architecture-vector";
import { type Benchmark, type RunValue, valuesOf } from "../../data/benchmark";
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
  /** The measurements that the value is the mean of. */
  readonly runs?: readonly RunReport[];
  /** What other measurements say of the same network. */
  readonly others?: readonly RunReport[];
}

/** One measurement, and what is known of how it was made. */
interface RunReport extends Omit<RunValue["conditions"], "batchSize"> {
  readonly value: number;
  readonly benchmark: string;
  readonly batch_size?: number;
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
    valuesOf(benchmark, index).map(
      ({ metric, value, provenance, source, standardError, runs, others }) => [
        metric.name,
        {
          value,
          unit: metric.unit,
          provenance,
          source,
          ...(standardError !== undefined && { standard_error: standardError }),
          ...(runs && { runs: runs.map(runReport) }),
          ...(others && { others: others.map(runReport) }),
        },
      ],
    ),
  );
}

function runReport({ value, benchmark, conditions }: RunValue): RunReport {
  const { batchSize, ...others } = conditions;
  return {
    value,
    benchmark,
    ...others,
    ...(batchSize !== undefined && { batch_size: batchSize }),
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
