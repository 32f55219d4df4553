import { architectureAt } from "./architecture";
import type { Benchmark, Metric, MetricColumn } from "./benchmark";
import { exactColumns } from "./exact-columns";
import { flops, params } from "./metrics";
import { modelHash } from "./model-hash";
import { exactSource } from "./sources";
import type { Space } from "./space";

/** What follows from the definition of a space alone: parameters, FLOPs and hashes. */
export function exactBenchmark(space: Space): Benchmark {
  const exact = exactColumns(space);
  const column = (metric: Metric, values: Float64Array): MetricColumn => ({
    metric,
    provenance: "exact",
    source: exactSource,
    values,
  });
  return {
    space,
    name: "exact",
    columns: [column(params, exact.params), column(flops, exact.flops)],
    problems: [],
    hashOf: (index) =>
      index in exact.params ? modelHash(space, architectureAt(space, index)) : undefined,
    // Hashing a whole space takes many seconds: a file has the answer, or nobody.
    indexOfHash: () => undefined,
  };
}
