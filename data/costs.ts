import type { Architecture } from "./architecture";
import { blocksOf } from "./blocks";
import { costOfLayer, type LayerCost } from "./layer-cost";
import { blockPeak, layersPeak, type Peak } from "./peak-memory";
import {
  operationPlacement,
  type PlacedLayer,
  type Placement,
  placedLayers,
  placement,
} from "./placed-layers";
import type { Layer, Shape, Space } from "./space";

/** What a part of a network costs on one image. */
export interface Cost {
  /** Learned parameters. */
  readonly params: number;
  /** As the space counts them (`Space.flopsConvention`). */
  readonly flops: number;
  /** The largest number of activations that are live at a time. */
  readonly peakActivations: number;
}

export interface LayersCost extends Cost {
  readonly output: Shape;
  /** Layer by layer in order of execution, repetitions and branches written out. */
  readonly layers: readonly LayerCost[];
  readonly peak: Peak;
}

export type { LayerCost };

/**
 * Costs of layers in sequence on one image of the shape `input`, whose channels are what `c` stands
 * for throughout; the shape that is wanted of them is what enters, unless `place` says otherwise.
 * Throws `ShapeError` where the shapes do not fit.
 */
export function costOfLayers(
  layers: readonly Layer[],
  input: Shape,
  space: Pick<Space, "classes" | "flopsConvention">,
  place: Placement = placement(input.channels, space.classes),
): LayersCost {
  const placed = placedLayers(layers, place);
  const costs: LayerCost[] = [];
  const output = walk(placed, input, space, costs);
  const { params, flops } = total(costs.map((cost) => ({ ...cost, peakActivations: 0 })));
  const peak = layersPeak(placed, input);
  return { output, layers: costs, params, flops, peakActivations: peak.alone, peak };
}

/** Layers whose shapes do not fit; the message says which and how. */
export class ShapeError extends Error {
  override readonly name = "ShapeError";
}

/** The output of the layers; what each costs is added to `costs`. */
function walk(
  layers: readonly PlacedLayer[],
  input: Shape,
  space: Pick<Space, "flopsConvention">,
  costs: LayerCost[],
): Shape {
  let output = input;
  for (const layer of layers) {
    if (layer.kind === "residual") {
      output = commonShape("a residual", [output, walk(layer.layers, output, space, costs)]);
    } else if (layer.kind === "sum") {
      const from = output;
      output = commonShape(
        "a sum",
        layer.branches.map((branch) => walk(branch, from, space, costs)),
      );
    } else {
      const cost = costOfLayer(layer, output, space.flopsConvention);
      if (!isPossible(cost.output))
        throw new ShapeError(
          `a ${layer.kind} on ${shapeText(output)} gives ${shapeText(cost.output)}`,
        );
      costs.push(cost);
      output = cost.output;
    }
  }
  return output;
}

function commonShape(what: string, [first, ...others]: readonly Shape[]): Shape {
  if (!first) throw new ShapeError(`${what} needs a branch`);
  const other = others.find((shape) => !isSame(shape, first));
  if (other) throw new ShapeError(`${what} cannot add ${shapeText(first)} and ${shapeText(other)}`);
  return first;
}

function isSame(one: Shape, other: Shape): boolean {
  return (
    one.channels === other.channels && one.height === other.height && one.width === other.width
  );
}

function isPossible({ channels, height, width }: Shape): boolean {
  return [channels, height, width].every((size) => Number.isSafeInteger(size) && size > 0);
}

/** `32×16×16`: channels, height, width. */
export function shapeText({ channels, height, width }: Shape): string {
  return `${channels}×${height}×${width}`;
}

/** The costs of the parts that networks of a space are made of. */
export interface StageCosts {
  readonly stem: Cost;
  readonly stages: readonly StageCost[];
  readonly head: Cost;
}

export interface StageCost {
  readonly input: Shape;
  /** By block index. */
  readonly blocks: readonly Cost[];
  /** What every block of the stage gives. */
  readonly blockOutput: Shape;
  readonly reduction: Cost;
  /** What the reduction gives: the next stage's input. */
  readonly output: Shape;
}

/** Computed once a space. Throws `ShapeError` where the layers of the space do not fit. */
export function stageCosts(space: Space): StageCosts {
  const known = cache.get(space);
  if (known) return known;
  const stem = costOfLayers(space.stem, space.input, space);
  const stages: StageCost[] = [];
  let input = stem.output;
  for (const stage of space.stages.keys()) {
    const cost = stageCost(space, stage, input);
    stages.push(cost);
    input = cost.output;
  }
  const head = costOfLayers(space.head, input, space);
  const costs = { stem: costOnly(stem), stages, head: costOnly(head) };
  cache.set(space, costs);
  return costs;
}

const cache = new WeakMap<Space, StageCosts>();

function stageCost(space: Space, stage: number, input: Shape): StageCost {
  const { first, others, output } = operationCosts(space, stage, input);
  const reduction = costOfLayers(space.stages[stage]?.reduction ?? [], output, space);
  const isChain = space.stages[stage]?.block.kind === "chain";
  return {
    input,
    blocks: blocksOf(space, stage).map((block) => {
      const nodes = block.operations.flatMap(
        (operation, node) => (node === 0 ? first : others)[operation] ?? [],
      );
      // In a chain nothing but what enters an operation is there beside it.
      return isChain
        ? total(nodes)
        : { ...total(nodes), peakActivations: blockPeak(block.graph, input, nodes) };
    }),
    blockOutput: output,
    reduction: costOnly(reduction),
    output: reduction.output,
  };
}

/** By operation: what it costs as the first of its block, and behind that. */
export function operationCosts(space: Space, stage: number, input: Shape) {
  const costs = (node: number, entering: Shape) =>
    space.operations.map(({ layers }) =>
      costOfLayers(
        layers,
        entering,
        space,
        operationPlacement(space, stage, node, entering.channels),
      ),
    );
  const first = costs(0, input);
  const isReshaped = space.stages[stage]?.first !== undefined;
  const output = commonShape("a block", [
    ...(isReshaped ? [] : [input]),
    ...first.map(({ output }) => output),
  ]);
  const others = isReshaped ? costs(1, output) : first;
  // Their outputs are added up and read by one another, so they must not change the shape.
  commonShape("a block", [output, ...others.map(({ output }) => output)]);
  return { first, others, output };
}

/** The shapes that activations take on their way through a stage. */
export type StageShapes = Pick<StageCost, "input" | "blockOutput" | "output">;

/** Stage by stage: what enters it, what its block gives, and what its reduction gives. */
export function stageShapes(space: Space): readonly StageShapes[] {
  return stageCosts(space).stages;
}

/** The whole network's cost. */
export function networkCost(space: Space, architecture: Architecture): Cost {
  const { stem, stages, head } = stageCosts(space);
  const parts = stages.flatMap(({ blocks, reduction }, stage) => [
    blockCost(blocks, architecture[stage]),
    reduction,
  ]);
  return total([stem, ...parts, head]);
}

function blockCost(blocks: readonly Cost[], block: number | undefined): Cost {
  const cost = block === undefined ? undefined : blocks[block];
  if (!cost)
    throw new RangeError(`expected the index of a block, 0 to ${blocks.length - 1}: ${block}`);
  return cost;
}

/** Of parts that run one after another: parameters and FLOPs add up, of live activations the most count. */
function total(costs: readonly Cost[]): Cost {
  let params = 0;
  let flops = 0;
  let peakActivations = 0;
  for (const cost of costs) {
    params += cost.params;
    flops += cost.flops;
    peakActivations = Math.max(peakActivations, cost.peakActivations);
  }
  return { params, flops, peakActivations };
}

function costOnly({ params, flops, peakActivations }: Cost): Cost {
  return { params, flops, peakActivations };
}
