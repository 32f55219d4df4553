import { type AdditiveTerms, additiveTerms } from "../../data/additive-terms";
import { type Architecture, indexOf } from "../../data/architecture";
import { type Benchmark, type Value, valueAt } from "../../data/benchmark";
import { type Block, blocksOf } from "../../data/blocks";
import type { CampaignInfo } from "../../data/campaign";
import type { Cost } from "../../data/costs";
import { type FlopsByKind, noFlops } from "../../data/layer-cost";
import { layerText } from "../../data/layer-text";
import { added, type NetworkPart, networkParts, type PartStep } from "../../data/network-parts";
import type { Source, Space } from "../../data/space";
import { nameText } from "../../grammar/name-text";
import { nodeName } from "../model/block-vocabulary";

/** How the numbers of a network came about. */
export interface Explanation {
  readonly space: Space;
  readonly index: number;
  readonly architecture: Architecture;
  readonly parts: readonly ExplainedPart[];
  /** Of the whole network. */
  readonly total: Cost & { readonly counted: FlopsByKind };
  readonly peak: PeakPlace;
  /** How networks of the space were trained for Blox, where they were. */
  readonly campaign?: CampaignInfo;
  /** In the order of the benchmark's columns. */
  readonly metrics: readonly ExplainedMetric[];
}

export type ExplainedPart = NetworkPart & {
  /** `Stem`, `Stage 1, a = conv(in)`, `Stage 1, reduction`. */
  readonly title: string;
};

/** Where the most activations are live: the part, and in it the step; none where nothing runs there. */
export interface PeakPlace {
  readonly part: string;
  readonly step: string | undefined;
}

export interface ExplainedMetric {
  readonly value: Value;
  /** How many other networks of the column were measured. */
  readonly measuredNetworks: number;
  /** What the model behind estimated or composed values gives this network, whatever was measured. */
  readonly terms?: AdditiveTerms;
}

/** Explains what a benchmark knows of a network. The parts add up to its exact costs. */
export function explain(benchmark: Benchmark, architecture: Architecture): Explanation {
  const { space, campaign } = benchmark;
  const index = indexOf(space, architecture);
  const parts = networkParts(space, architecture).map((part) => ({
    ...part,
    title: titleOf(part, blocks(space, architecture)),
  }));
  return {
    space,
    index,
    architecture,
    parts,
    total: {
      params: parts.reduce((sum, { params }) => sum + params, 0),
      flops: parts.reduce((sum, { flops }) => sum + flops, 0),
      peakActivations: parts.reduce((most, part) => Math.max(most, part.peakActivations), 0),
      counted: parts.reduce((sum, { counted }) => added(sum, counted), noFlops),
    },
    peak: peakOf(parts),
    ...(campaign && { campaign }),
    metrics: metricsOf(benchmark, index, architecture),
  };
}

/** The blocks of a network, stage by stage. */
export function blocks(space: Space, architecture: Architecture): readonly Block[] {
  return architecture.flatMap((block, stage) => blocksOf(space, stage)[block] ?? []);
}

function metricsOf(
  { space, columns }: Benchmark,
  index: number,
  architecture: Architecture,
): ExplainedMetric[] {
  return columns.flatMap((column) => {
    const value = valueAt(column, index);
    if (!value) return [];
    const terms = additiveTerms(space, column, architecture);
    return {
      value,
      measuredNetworks: column.measured?.size ?? 0,
      ...(terms && { terms }),
    };
  });
}

function titleOf(part: NetworkPart, blocks: readonly Block[]): string {
  switch (part.kind) {
    case "stem":
      return "Stem";
    case "head":
      return "Head";
    case "reduction":
      return `Stage ${part.stage + 1}, reduction`;
    case "sum":
      return `Stage ${part.stage + 1}, out = ${sumText(blocks[part.stage]?.graph.output ?? [])}`;
    case "operation": {
      const { stage, node, operation } = part;
      const { nodes = [], output = [] } = blocks[stage]?.graph ?? {};
      const isOut = output.length === 1 && output[0] === node;
      const inputs = sumText(nodes[node]?.inputs ?? []);
      return `Stage ${stage + 1}, ${isOut ? "out" : nodeName(node)} = ${nameText(operation)}(${inputs})`;
    }
  }
}

function sumText(sources: readonly Source[]): string {
  return sources.map((source) => (source === "in" ? "in" : nodeName(source))).join(" + ");
}

function peakOf(parts: readonly ExplainedPart[]): PeakPlace {
  const [first] = parts;
  const most = parts.reduce(
    (found, part) => (part.peakActivations > (found?.peakActivations ?? 0) ? part : found),
    first,
  );
  const step = most?.steps.find(({ live }) => live === most.peakActivations);
  return { part: most?.title ?? "", step: step && stepText(step) };
}

/** `conv 3x3 out 64`, `sum of 2` */
export function stepText(step: PartStep): string {
  return step.kind === "layer" ? layerText(step.layer) : `sum of ${step.terms}`;
}
