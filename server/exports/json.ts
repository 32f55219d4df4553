import { type Architecture, indexOf, networkText } from "../../data/architecture";
import { hasVectors, vectorOf } from "../../data/architecture-vector";
import { exactBenchmark } from "../../data/exact-benchmark";
import type { Space } from "../../data/space";
import { blocks, explain } from "../explanations/explanation";
import { explanationReport } from "../explanations/report";
import { equationsOf } from "../model/block-vocabulary";
import type { Exporter } from "./exporter";
import { fileName } from "./file-name";

export const json: Exporter = {
  name: "json",
  title: "JSON",
  description: "its names, its blocks, and every layer with its shapes and costs",
  files: (space, architecture, { name }) => [
    {
      path: `${fileName(name)}.json`,
      text: `${JSON.stringify(networkJson(space, architecture, name), undefined, 2)}\n`,
    },
  ],
};

/** Of its numbers those that follow from its layers: what is measured belongs to a benchmark. */
function networkJson(space: Space, architecture: Architecture, name: string) {
  const benchmark = exactBenchmark(space);
  const index = indexOf(space, architecture);
  const explanation = explain(benchmark, architecture);
  const { total, parts } = explanationReport(explanation);
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
    metrics: Object.fromEntries(
      explanation.metrics.map(({ value: { metric, value, provenance, source } }) => [
        metric.name,
        { value, unit: metric.unit, provenance, source },
      ]),
    ),
    total,
    parts,
  };
}
