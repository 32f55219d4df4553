import type { Architecture } from "./architecture";
import { type Block, blocksOf } from "./blocks";
import { type Cost, stageCosts } from "./costs";
import {
  costOfLayer,
  elements,
  type FlopsByKind,
  flopsOf,
  type LayerCost,
  noFlops,
} from "./layer-cost";
import { type BlockStep, blockSteps, type Moment, momentsOf } from "./peak-memory";
import { operationPlacement, type PlacedLayer, placedLayers, placement } from "./placed-layers";
import type { Layer, Shape, Source, Space } from "./space";

/** A part of a network and what it costs on one image, step by step. */
export type NetworkPart = PartPlace &
  Cost & {
    readonly input: Shape;
    readonly output: Shape;
    /** In order of execution, repetitions and branches written out; an identity has none. */
    readonly steps: readonly PartStep[];
    readonly counted: FlopsByKind;
  };

/** Stages and nodes count from 0. */
export type PartPlace =
  | { readonly kind: "stem" | "head" }
  | { readonly kind: "reduction"; readonly stage: number }
  /** A node of a stage's block: the sum of what it reads, and its operation. */
  | {
      readonly kind: "operation";
      readonly stage: number;
      readonly node: number;
      readonly operation: string;
    }
  /** What a block gives, where that is the sum of several nodes. */
  | { readonly kind: "sum"; readonly stage: number };

export type PartStep = {
  /** Activations that are there while it runs, in the whole network. */
  readonly live: number;
  /** Residuals and branches around it. */
  readonly depth: number;
} & (
  | ({ readonly kind: "layer" } & LayerCost)
  /** Costs no parameters, and no FLOPs by any convention. */
  | { readonly kind: "sum"; readonly terms: number; readonly shape: Shape }
);

/**
 * All parts of a network, from its stem to its head, of which those that do nothing are left out but for
 * the operations of blocks. Parameters and FLOPs of the parts add up to the network's (`networkCost`), and
 * the most live activations of any are its peak. Throws `RangeError` for a block that the space lacks.
 */
export function networkParts(space: Space, architecture: Architecture): NetworkPart[] {
  const { stages } = stageCosts(space);
  const last = stages.at(-1)?.output ?? space.input;
  return [
    ...fixedPart(space, { kind: "stem" }, space.stem, space.input),
    ...stages.flatMap(({ input, blockOutput }, stage) => [
      ...blockParts(space, stage, blockOf(space, stage, architecture[stage]), input),
      ...fixedPart(
        space,
        { kind: "reduction", stage },
        space.stages[stage]?.reduction ?? [],
        blockOutput,
      ),
    ]),
    ...fixedPart(space, { kind: "head" }, space.head, last),
  ];
}

function blockOf(space: Space, stage: number, index: number | undefined): Block {
  const block = index === undefined ? undefined : blocksOf(space, stage)[index];
  if (!block) throw new RangeError(`expected the index of a block of stage ${stage + 1}: ${index}`);
  return block;
}

/** Layers that are the same in every network of the space; nothing where there are none. */
function fixedPart(
  space: Space,
  place: PartPlace,
  layers: readonly Layer[],
  input: Shape,
): NetworkPart[] {
  const placed = placedLayers(layers, placement(input.channels, space.classes));
  const { moments, output } = momentsOf(placed, input, false);
  return moments.length === 0 ? [] : [part(space, place, input, output, moments, 0)];
}

function blockParts(
  space: Space,
  stage: number,
  { operations, graph }: Block,
  input: Shape,
): NetworkPart[] {
  const runs: OperationRun[] = [];
  const shapeOf = (source: Source | undefined) =>
    source === "in" || source === undefined ? input : (runs[source]?.output ?? input);
  for (const [node, { operation, inputs }] of graph.nodes.entries()) {
    const entering = shapeOf(inputs[0]);
    const place = operationPlacement(space, stage, node, entering.channels);
    const layers = placedLayers(space.operations[operations[node] ?? -1]?.layers ?? [], place);
    const { output } = momentsOf(layers, entering, false);
    runs.push({ operation, layers, input: entering, output, terms: inputs.length });
  }
  const outputs = runs.map(({ output }) => output);
  const steps = blockSteps(graph, input, outputs);
  const nodes = runs.map((run, node) => operationPart(space, stage, node, run, steps));
  const [first] = graph.output;
  const sum = sumMoment(steps, "out", graph.output.length, shapeOf(first));
  return [
    ...nodes,
    ...sum.map((moment) =>
      part(space, { kind: "sum", stage }, moment.shape, moment.shape, [moment], 0),
    ),
  ];
}

interface OperationRun {
  readonly operation: string;
  readonly layers: readonly PlacedLayer[];
  readonly input: Shape;
  readonly output: Shape;
  /** What is added up to its input. */
  readonly terms: number;
}

function operationPart(
  space: Space,
  stage: number,
  node: number,
  { operation, layers, input, output, terms }: OperationRun,
  steps: readonly BlockStep[],
): NetworkPart {
  const step = steps.find((each) => each.kind === "operation" && each.node === node);
  const { others, isInputKept } =
    step?.kind === "operation" ? step : { others: 0, isInputKept: false };
  const { moments } = momentsOf(layers, input, isInputKept);
  const all = [
    ...sumMoment(steps, node, terms, input),
    ...moments.map((moment) => ({ ...moment, live: others + moment.live })),
  ];
  return part(space, { kind: "operation", stage, node, operation }, input, output, all, others);
}

/** None where there is but one term, and nothing to add. */
function sumMoment(
  steps: readonly BlockStep[],
  node: number | "out",
  terms: number,
  shape: Shape,
): Extract<Moment, { kind: "sum" }>[] {
  if (terms < 2) return [];
  const step = steps.find((each) => each.kind === "sum" && each.node === node);
  return step?.kind === "sum" ? [{ kind: "sum", terms, shape, live: step.live, depth: 0 }] : [];
}

/** `others`: activations that must stay beside what enters. */
function part(
  space: Space,
  place: PartPlace,
  input: Shape,
  output: Shape,
  moments: readonly Moment[],
  others: number,
): NetworkPart {
  const steps = moments.map((moment): PartStep => {
    if (moment.kind === "sum") return moment;
    const { layer, live, depth } = moment;
    const cost = costOfLayer(layer, moment.input, space.flopsConvention);
    return { kind: "layer", ...cost, live, depth };
  });
  const layers = steps.flatMap((step) => (step.kind === "layer" ? step : []));
  const counted = layers.reduce((sum, layer) => added(sum, layer.counted), noFlops);
  return {
    ...place,
    input,
    output,
    steps,
    counted,
    params: layers.reduce((sum, { params }) => sum + params, 0),
    flops: flopsOf(counted),
    peakActivations: steps.reduce(
      (most, { live }) => Math.max(most, live),
      others + elements(input),
    ),
  };
}

/** The FLOPs of two parts together. */
export function added(one: FlopsByKind, other: FlopsByKind): FlopsByKind {
  return {
    macs: one.macs + other.macs,
    bias: one.bias + other.bias,
    batchNorm: one.batchNorm + other.batchNorm,
    relu: one.relu + other.relu,
    pool: one.pool + other.pool,
  };
}
