import { type Benchmark, type RunValue, valuesOf } from "../data/benchmark";

/** What is known of a network as JSON says it, by the names of metrics: each value with where it is from. */
export function metricReports(benchmark: Pick<Benchmark, "columns">, index: number): MetricReports {
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

export type MetricReports = Readonly<Record<string, MetricReport>>;

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
  /** Of repeated visits, in the unit of the value. */
  readonly p10?: number;
  readonly p90?: number;
  readonly benchmark: string;
  readonly batch_size?: number;
}

function runReport({ value, spread, benchmark, conditions }: RunValue): RunReport {
  const { batchSize, ...others } = conditions;
  return {
    value,
    ...spread,
    benchmark,
    ...others,
    ...(batchSize !== undefined && { batch_size: batchSize }),
  };
}
