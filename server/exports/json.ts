import { type Architecture, indexOf, networkText } from "../../data/architecture";
import { hasVectors, vectorOf } from "../../data/architecture-vector";
import type { Benchmark } from "../../data/benchmark";
import { exactBenchmark } from "../../data/exact-benchmark";
import { blocks, explain } from "../explanations/explanation";
import { explanationReport } from "../explanations/report";
import { metricReports } from "../metric-reports";
import { equationsOf } from "../model/block-vocabulary";
import type { Exporter } from "./exporter";
import { fileName } from "./file-name";

export const json: Exporter = {
  name: "json",
  title: "JSON",
  description: "its names, its numbers with where they are from, and every layer with its costs",
  holdsMetrics: true,
  files: (space, architecture, { name, benchmark = exactBenchmark(space) }) => [
    {
      path: `${fileName(name)}.json`,
      text: `${JSON.stringify(networkJson(benchmark, architecture, name), undefined, 2)}\n`,
    },
  ],
};

function networkJson(benchmark: Benchmark, architecture: Architecture, name: string) {
  const { space } = benchmark;
  const index = indexOf(space, architecture);
  const { total, parts } = explanationReport(explain(benchmark, architecture));
  const { channels, height, width } = space.input;
  return {
    name,
    space: {
      name: space.name,
      dataset: space.dataset ?? null,
      input: [channels, height, width],
      classes: space.classes,
      flops_convention: space.flopsConvention,
    },
    index,
    hash: benchmark.hashOf(index) ?? null,
    vector: hasVectors(space) ? vectorOf(space, architecture) : null,
    text: networkText(space, architecture, name),
    blocks: blocks(space, architecture).map(({ index, expression, topology, graph }, stage) => ({
      stage: stage + 1,
      index,
      expression,
      topology: topology.name,
      equations: equationsOf(graph),
      nodes: graph.nodes,
      output: graph.output,
    })),
    metrics: metricReports(benchmark, index),
    // What is measured is of networks as a whole: of their parts, all follows from the layers.
    total: { provenance: "exact", ...total },
    parts: parts.map((part) => ({ provenance: "exact", ...part })),
  };
}
