import { architectureAt } from "./architecture";
import type { Benchmark, Metric, MetricColumn } from "./benchmark";
import { exactColumns } from "./exact-columns";
import { flops, params } from "./metrics";
import { modelHash, modelHashes } from "./model-hash";
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
  let indices: ReadonlyMap<string, number> | undefined;
  return {
    space,
    name: "exact",
    columns: [column(params, exact.params), column(flops, exact.flops)],
    problems: [],
    hashOf: (index) =>
      index in exact.params ? modelHash(space, architectureAt(space, index)) : undefined,
    indexOfHash(hash) {
      indices ??= new Map(modelHashes(space).map((hash, index) => [hash, index]));
      return indices.get(hash.toLowerCase());
    },
  };
}
