import { networkCount } from "../../../data/architecture";
import type { Benchmark, MetricColumn } from "../../../data/benchmark";
import { bloxSpace } from "../../../data/built-in-spaces";
import { exactColumns } from "../../../data/exact-columns";
import { accuracy, flops, params } from "../../../data/metrics";
import type { SearchSpec } from "../../../server/messages";

const exact = exactColumns(bloxSpace);

/** Exact costs of `blox`, and an accuracy that exists in these tests alone. */
export const exampleBenchmark: Benchmark = {
  space: bloxSpace,
  name: "example",
  columns: [
    accuracyColumn(0.5),
    { metric: params, provenance: "exact", source: "", values: exact.params },
    { metric: flops, provenance: "exact", source: "", values: exact.flops },
  ],
  problems: [],
  hashOf: () => undefined,
  indexOfHash: () => undefined,
};

/** More parameters, more accuracy, with a wave in it so that neighbours differ. */
function accuracyColumn(standardError: number): MetricColumn {
  const values = Float64Array.from(
    exact.params,
    (count, index) => 70 + count / 1e6 + Math.sin(index),
  );
  return {
    metric: accuracy,
    provenance: "estimated",
    source: "invented for a test",
    values,
    standardErrors: new Float64Array(networkCount(bloxSpace)).fill(standardError),
  };
}

export function exampleSpec(changes: Partial<SearchSpec> = {}): SearchSpec {
  return {
    space: "blox",
    algorithm: "random",
    parameters: {},
    objectives: [{ direction: "maximize", metric: "accuracy" }],
    subjectTo: "",
    budget: 300,
    seed: 1,
    ...changes,
  };
}
