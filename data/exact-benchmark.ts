import { architectureAt, networkCount } from "./architecture";
import { hasVectors } from "./architecture-vector";
import type { Benchmark, Metric, MetricColumn } from "./benchmark";
import type { Cost } from "./costs";
import { costReader, type ExactColumns, exactColumns, isEnumerable } from "./exact-columns";
import { bytesANumber, flops, modelSize, params, peakMemory } from "./metrics";
import { modelHash, modelHashes } from "./model-hash";
import { exactSource, flopsSources } from "./sources";
import type { Space } from "./space";

/**
 * What follows from the definition of a space alone: parameters, FLOPs, memory, and hashes where
 * networks have them. Of a space too large to enumerate each value is computed when it is asked for.
 */
export function exactBenchmark(space: Space): Benchmark {
  const known = cache.get(space);
  if (known) return known;
  const isHashed = hasVectors(space) && networkCount(space) <= mostHashed;
  let indices: ReadonlyMap<string, number> | undefined;
  const benchmark: Benchmark = {
    space,
    name: "exact",
    columns: metrics.map((each) => exactColumn(space, each)),
    problems: [],
    hashOf: (index: number) =>
      hasVectors(space) && index >= 0 && index < networkCount(space)
        ? modelHash(space, architectureAt(space, index))
        : undefined,
    ...(isHashed && { listsHashes: true }),
    indexOfHash(hash) {
      if (!isHashed) return undefined;
      indices ??= new Map(modelHashes(space).map((known, index) => [known, index]));
      return indices.get(hash.toLowerCase());
    },
  };
  cache.set(space, benchmark);
  return benchmark;
}

const cache = new WeakMap<Space, Benchmark>();

/** Hashing more networks takes longer than one waits: a file lists them, or nobody does. */
const mostHashed = 5000;

interface ExactMetric {
  readonly metric: Metric;
  readonly cost: keyof Cost & keyof ExactColumns;
  readonly factor: number;
}

const metrics: readonly ExactMetric[] = [
  { metric: params, cost: "params", factor: 1 },
  { metric: flops, cost: "flops", factor: 1 },
  { metric: peakMemory, cost: "peakActivations", factor: bytesANumber },
  { metric: modelSize, cost: "params", factor: bytesANumber },
];

function exactColumn(space: Space, { metric, cost, factor }: ExactMetric): MetricColumn {
  const source = metric === flops ? flopsSources[space.flopsConvention] : exactSource;
  const column = { metric, provenance: "exact", source } as const;
  if (!isEnumerable(space)) {
    const read = costReader(space, cost);
    const compute = (index: number) => read(index) * factor;
    return { ...column, values: new Float64Array(), compute };
  }
  const values = exactColumns(space)[cost];
  return { ...column, values: factor === 1 ? values : values.map((value) => value * factor) };
}
