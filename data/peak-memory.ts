import type { BlockGraph } from "./block-graph";
import { costOfLayer, elements } from "./layer-cost";
import type { PlacedLayer, PlacedSimpleLayer } from "./placed-layers";
import type { Shape, Source } from "./space";

/**
 * How many activations are live at a time, at most: every layer writes a new tensor beside those it
 * reads (nothing is computed in place), and a tensor dies after the last layer that reads it.
 */
export interface Peak {
  /** Where nothing else reads what enters. */
  readonly alone: number;
  /** Where what enters must stay for others, itself counted. */
  readonly keeping: number;
}

/** A step of execution: a layer, or the sum of what `terms` branches have given. */
export type Moment = {
  /** Activations that are there while it runs: what it reads, what it writes, what others still need. */
  readonly live: number;
  /** Residuals and branches around it. */
  readonly depth: number;
} & (
  | { readonly kind: "layer"; readonly layer: PlacedSimpleLayer; readonly input: Shape }
  | { readonly kind: "sum"; readonly terms: number; readonly shape: Shape }
);

/** Of layers in sequence whose shapes fit. */
export function layersPeak(layers: readonly PlacedLayer[], input: Shape): Peak {
  const peak = (isInputKept: boolean) =>
    peakOf(input, momentsOf(layers, input, isInputKept).moments);
  return { alone: peak(false), keeping: peak(true) };
}

/** What entered is there before anything runs. */
function peakOf(input: Shape, moments: readonly Moment[]): number {
  return moments.reduce((peak, { live }) => Math.max(peak, live), elements(input));
}

interface Run {
  readonly moments: readonly Moment[];
  readonly output: Shape;
}

/**
 * The steps of layers in sequence whose shapes fit, in order of execution. `isInputKept`: what enters
 * must stay for others.
 */
export function momentsOf(layers: readonly PlacedLayer[], input: Shape, isInputKept: boolean): Run {
  const moments: Moment[] = [];
  let present = input;
  for (const [place, layer] of layers.entries()) {
    // What enters the first layer is the input itself, which is not counted twice.
    const held = isInputKept && place > 0 ? elements(input) : 0;
    const run = runOf(layer, present, isInputKept && place === 0);
    moments.push(...beside(held, run.moments));
    present = run.output;
  }
  return { moments, output: present };
}

function runOf(layer: PlacedLayer, input: Shape, mustStay: boolean): Run {
  if (layer.kind === "residual") {
    const branch = momentsOf(layer.layers, input, true);
    // The sum is a new tensor beside the two that it adds.
    const live = elements(input) + 2 * elements(branch.output);
    const sum: Moment = { kind: "sum", terms: 2, shape: branch.output, live, depth: 0 };
    return { moments: [...deeper(branch.moments), sum], output: branch.output };
  }
  if (layer.kind === "sum") return sumOfBranches(layer.branches, input, mustStay);
  const { output } = costOfLayer(layer, input, "macs");
  const live = elements(input) + elements(output) + factors(layer, input);
  return { moments: [{ kind: "layer", layer, input, live, depth: 0 }], output };
}

function sumOfBranches(
  branches: readonly (readonly PlacedLayer[])[],
  input: Shape,
  mustStay: boolean,
): Run {
  const moments: Moment[] = [];
  let output = input;
  // The branches that have run are added up as they come.
  let added = 0;
  for (const [place, branch] of branches.entries()) {
    const isKept = mustStay || place < branches.length - 1;
    const run = momentsOf(branch, input, isKept);
    output = run.output;
    moments.push(...beside(added, deeper(run.moments)));
    const kept = isKept ? elements(input) : 0;
    const live = kept + 3 * elements(output);
    if (place > 0) moments.push({ kind: "sum", terms: 2, shape: output, live, depth: 0 });
    added = elements(output);
  }
  return { moments, output };
}

/** Squeeze-and-excitation's small tensors: what it multiplies by is there beside what it multiplies. */
function factors(layer: PlacedSimpleLayer, { channels }: Shape): number {
  return layer.kind === "squeeze-excite" ? channels : 0;
}

/** The same steps while so many other activations must stay. */
function beside(others: number, moments: readonly Moment[]): readonly Moment[] {
  return others === 0 ? moments : moments.map((each) => ({ ...each, live: others + each.live }));
}

function deeper(moments: readonly Moment[]): readonly Moment[] {
  return moments.map((each) => ({ ...each, depth: each.depth + 1 }));
}

/** A step of a block: the sum of what a node reads or the block gives, or the operation of a node. */
export type BlockStep =
  | { readonly kind: "sum"; readonly node: number | "out"; readonly live: number }
  | {
      readonly kind: "operation";
      readonly node: number;
      /** Activations that are there while it runs, beside what it reads and writes itself. */
      readonly others: number;
      /** Whether others still read what it reads. */
      readonly isInputKept: boolean;
    };

/** Of a block on `input`, with the peak and the output of each of its operations. */
export function blockPeak(
  graph: BlockGraph,
  input: Shape,
  operations: readonly { readonly peak: Peak; readonly output: Shape }[],
): number {
  const outputs = operations.map(({ output }) => output);
  return blockSteps(graph, input, outputs).reduce((most, step) => {
    if (step.kind === "sum") return Math.max(most, step.live);
    const peak = operations[step.node]?.peak;
    const own = (step.isInputKept ? peak?.keeping : peak?.alone) ?? 0;
    return Math.max(most, step.others + own);
  }, elements(input));
}

/** In order of execution, with the shape that each operation gives. */
export function blockSteps(
  { nodes, output }: BlockGraph,
  input: Shape,
  outputs: readonly Shape[],
): BlockStep[] {
  const end = nodes.length;
  const lastRead = new Map<Source, number>();
  for (const [node, { inputs }] of nodes.entries())
    for (const source of inputs) lastRead.set(source, node);
  for (const source of output) lastRead.set(source, end);

  const sizeOf = (source: Source) => elements(source === "in" ? input : (outputs[source] ?? input));
  const made: Source[] = ["in"];
  /** What is there and still needed when `step` begins, or after it. */
  const live = (step: number, except?: Source): number =>
    made
      .filter((source) => source !== except && (lastRead.get(source) ?? -1) >= step)
      .reduce<number>((sum, source) => sum + sizeOf(source), 0);

  const steps: BlockStep[] = [];
  for (const [node, { inputs }] of nodes.entries()) {
    const [only] = inputs;
    if (only !== undefined && inputs.length === 1) {
      const isInputKept = (lastRead.get(only) ?? -1) > node;
      steps.push({ kind: "operation", node, others: live(node + 1, only), isInputKept });
    } else {
      const sum = live(node) + sumsOf(inputs.length, sizeOf(only ?? "in"));
      steps.push({ kind: "sum", node, live: sum });
      steps.push({ kind: "operation", node, others: live(node + 1), isInputKept: false });
    }
    made.push(node);
  }
  const [first = "in"] = output;
  const sum = live(end) + sumsOf(output.length, sizeOf(first));
  return [...steps, { kind: "sum", node: "out", live: sum }];
}

/** Adding up takes a new tensor, and from the third term on one for the sum so far. */
function sumsOf(terms: number, size: number): number {
  return Math.min(terms - 1, 2) * size;
}
