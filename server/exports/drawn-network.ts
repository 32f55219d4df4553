import type { Architecture } from "../../data/architecture";
import { type Block, blocksOf } from "../../data/blocks";
import { shapeText } from "../../data/costs";
import { networkParts } from "../../data/network-parts";
import type { Shape, Source, Space } from "../../data/space";

/** A network as boxes and arrows, for formats of drawings. */
export interface DrawnNetwork {
  /** In the order of execution. */
  readonly nodes: readonly DrawnNode[];
  readonly edges: readonly DrawnEdge[];
  readonly stages: readonly DrawnStage[];
}

export interface DrawnNode {
  /** Letters, digits and underscores: `stage1_0`. */
  readonly id: string;
  readonly label: string;
  /** A sum is drawn as a circle. */
  readonly kind: "box" | "sum";
  /** From 1, of the nodes that belong to a stage. */
  readonly stage?: number;
}

/** What flows: `32×16×16`, channels, height, width. */
export interface DrawnEdge {
  readonly from: string;
  readonly to: string;
  readonly label: string;
}

export interface DrawnStage {
  /** From 1. */
  readonly number: number;
  /** `stage 1: conv -> mbconv` */
  readonly label: string;
}

/** What leaves a node. */
interface Output {
  readonly id: string;
  readonly shape: Shape;
}

/** Throws `RangeError` for a block that the space lacks. */
export function drawnNetwork(space: Space, architecture: Architecture): DrawnNetwork {
  const drawing = new Drawing();
  const parts = networkParts(space, architecture);
  let present = drawing.node("input", "input", space.input, []);
  const outputs: Output[] = [];
  for (const part of parts) {
    if (part.kind === "operation") {
      const { stage, node, operation, output } = part;
      if (node === 0) outputs.length = 0;
      const graph = blockOf(space, stage, architecture).graph;
      const sources = (graph.nodes[node]?.inputs ?? []).map((source) =>
        sourceOf(source, present, outputs),
      );
      const id = `stage${stage + 1}_${node}`;
      const from = drawing.sum(`${id}_sum`, sources, stage + 1);
      outputs.push(drawing.node(id, operation, output, from, stage + 1));
      if (node < graph.nodes.length - 1) continue;
      const given = graph.output.map((source) => sourceOf(source, present, outputs));
      [present = present] = drawing.sum(`stage${stage + 1}_out`, given, stage + 1);
    } else if (part.kind !== "sum") {
      const stage = part.kind === "reduction" ? part.stage + 1 : undefined;
      const id = stage === undefined ? part.kind : `stage${stage}_reduction`;
      present = drawing.node(id, part.kind, part.output, [present], stage);
    }
  }
  drawing.node("output", "output", present.shape, [present]);
  const { nodes, edges } = drawing;
  return {
    nodes,
    edges,
    stages: architecture.map((_, stage) => ({
      number: stage + 1,
      label: `stage ${stage + 1}: ${blockOf(space, stage, architecture).expression}`,
    })),
  };
}

function blockOf(space: Space, stage: number, architecture: Architecture): Block {
  const block = blocksOf(space, stage)[architecture[stage] ?? -1];
  if (!block)
    throw new RangeError(`expected a block of stage ${stage + 1}: ${architecture[stage]}`);
  return block;
}

function sourceOf(source: Source, entering: Output, outputs: readonly Output[]): Output {
  return source === "in" ? entering : (outputs[source] ?? entering);
}

class Drawing {
  readonly nodes: DrawnNode[] = [];
  readonly edges: DrawnEdge[] = [];

  node(
    id: string,
    label: string,
    shape: Shape,
    from: readonly Output[],
    stage?: number,
    kind: DrawnNode["kind"] = "box",
  ): Output {
    this.nodes.push({ id, label, kind, ...(stage !== undefined && { stage }) });
    for (const source of from)
      this.edges.push({ from: source.id, to: id, label: shapeText(source.shape) });
    return { id, shape };
  }

  /** Several outputs meet in a node of their own; one is itself. */
  sum(id: string, from: readonly Output[], stage: number): readonly Output[] {
    const [first, ...others] = from;
    if (!first || others.length === 0) return from;
    return [this.node(id, "+", first.shape, from, stage, "sum")];
  }
}
