import type { Architecture } from "./architecture";
import { type Block, blocksOf } from "./blocks";
import { costOfLayer, type LayerCost } from "./layer-cost";
import type { Channels, Layer, Shape, Space } from "./space";

/** What a part of a network costs on one image. */
export interface Cost {
  /** Learned parameters. */
  readonly params: number;
  /** As the space counts them (`Space.flopsConvention`). */
  readonly flops: number;
}

export interface LayersCost extends Cost {
  readonly output: Shape;
  /** Layer by layer in order of execution, repetitions and branches written out. */
  readonly layers: readonly LayerCost[];
}

export type { LayerCost };

/**
 * Costs of layers in sequence on one image of the shape `input`, whose channels are what `c` stands
 * for throughout. Throws `ShapeError` where the shapes do not fit.
 */
export function costOfLayers(layers: readonly Layer[], input: Shape, space: Space): LayersCost {
  const channels = (out: Channels): number => {
    if (out === "classes") return space.classes;
    return typeof out === "number" ? out : out.timesInput * input.channels;
  };
  return walk(layers, input, channels, space);
}

/** Layers whose shapes do not fit; the message says which and how. */
export class ShapeError extends Error {
  override readonly name = "ShapeError";
}

function walk(
  layers: readonly Layer[],
  input: Shape,
  channels: (out: Channels) => number,
  space: Space,
): LayersCost {
  let output = input;
  const costs: LayerCost[] = [];
  const follow = (parts: readonly Layer[], from: Shape): Shape => {
    const part = walk(parts, from, channels, space);
    costs.push(...part.layers);
    return part.output;
  };
  for (const layer of layers) {
    if (layer.kind === "repeat") {
      for (let time = 0; time < layer.times; time++) output = follow(layer.layers, output);
    } else if (layer.kind === "residual") {
      output = commonShape("a residual", [output, follow(layer.layers, output)]);
    } else if (layer.kind === "sum") {
      const from = output;
      output = commonShape(
        "a sum",
        layer.branches.map((branch) => follow(branch, from)),
      );
    } else {
      const cost = costOfLayer(layer, output, channels, space.flopsConvention);
      if (!isPossible(cost.output))
        throw new ShapeError(
          `a ${layer.kind} on ${shapeText(output)} gives ${shapeText(cost.output)}`,
        );
      costs.push(cost);
      output = cost.output;
    }
  }
  return { output, layers: costs, ...total(costs) };
}

function commonShape(what: string, [first, ...others]: readonly Shape[]): Shape {
  if (!first) throw new ShapeError(`${what} needs a branch`);
  const other = others.find((shape) => shapeText(shape) !== shapeText(first));
  if (other) throw new ShapeError(`${what} cannot add ${shapeText(first)} and ${shapeText(other)}`);
  return first;
}

function isPossible({ channels, height, width }: Shape): boolean {
  return [channels, height, width].every((size) => Number.isInteger(size) && size > 0);
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
  for (let stage = 0; stage < space.stages; stage++) {
    const cost = stageCost(space, input);
    stages.push(cost);
    input = cost.output;
  }
  const head = costOfLayers(space.head, input, space);
  const costs = { stem: costOnly(stem), stages, head: costOnly(head) };
  cache.set(space, costs);
  return costs;
}

const cache = new WeakMap<Space, StageCosts>();

function stageCost(space: Space, input: Shape): StageCost {
  const operations = space.operations.map(({ layers }) => costOfLayers(layers, input, space));
  // Their outputs are added up and read by one another, so they must not change the shape.
  commonShape("a block", [input, ...operations.map(({ output }) => output)]);
  const reduction = costOfLayers(space.reduction, input, space);
  return {
    input,
    blocks: blocksOf(space).map((block: Block) =>
      total(block.operations.flatMap((operation) => operations[operation] ?? [])),
    ),
    blockOutput: input,
    reduction: costOnly(reduction),
    output: reduction.output,
  };
}

/** The shapes that activations take on their way through a stage. */
export type StageShapes = Pick<StageCost, "input" | "blockOutput" | "output">;

/** Stage by stage: what enters it, what its block gives, and what its reduction gives. */
export function stageShapes(space: Space): readonly StageShapes[] {
  return stageCosts(space).stages;
}

/** The whole network's parameters and FLOPs. */
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

function total(costs: readonly Cost[]): Cost {
  let params = 0;
  let flops = 0;
  for (const cost of costs) {
    params += cost.params;
    flops += cost.flops;
  }
  return { params, flops };
}

function costOnly({ params, flops }: Cost): Cost {
  return { params, flops };
}
