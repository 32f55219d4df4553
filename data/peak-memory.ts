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

/** Of layers in sequence whose shapes fit. */
export function layersPeak(layers: readonly PlacedLayer[], input: Shape): Peak {
  return { alone: walk(layers, input, false).peak, keeping: walk(layers, input, true).peak };
}

function walk(layers: readonly PlacedLayer[], input: Shape, isInputKept: boolean) {
  let peak = elements(input);
  let present = input;
  for (const [place, layer] of layers.entries()) {
    // What enters the first layer is the input itself, which is not counted twice.
    const held = isInputKept && place > 0 ? elements(input) : 0;
    const mustStay = isInputKept && place === 0;
    const step = stepOf(layer, present, mustStay);
    peak = Math.max(peak, held + step.peak);
    present = step.output;
  }
  return { peak, output: present };
}

function stepOf(
  layer: PlacedLayer,
  input: Shape,
  mustStay: boolean,
): { readonly peak: number; readonly output: Shape } {
  if (layer.kind === "residual") {
    const branch = walk(layer.layers, input, true);
    // The sum is a new tensor beside the two that it adds.
    const sum = elements(input) + 2 * elements(branch.output);
    return { peak: Math.max(branch.peak, sum), output: branch.output };
  }
  if (layer.kind === "sum") return sumOfBranches(layer.branches, input, mustStay);
  const { output } = costOfLayer(layer, input, "macs");
  return { peak: elements(input) + elements(output) + besides(layer, input), output };
}

function sumOfBranches(
  branches: readonly (readonly PlacedLayer[])[],
  input: Shape,
  mustStay: boolean,
) {
  let peak = elements(input);
  let output = input;
  // The branches that have run are added up as they come.
  let added = 0;
  for (const [place, branch] of branches.entries()) {
    const isKept = mustStay || place < branches.length - 1;
    const run = walk(branch, input, isKept);
    output = run.output;
    peak = Math.max(peak, added + run.peak);
    const kept = isKept ? elements(input) : 0;
    if (place > 0) peak = Math.max(peak, kept + 3 * elements(output));
    added = elements(output);
  }
  return { peak, output };
}

/** Squeeze-and-excitation's small tensors: what it multiplies by is there beside what it multiplies. */
function besides(layer: PlacedSimpleLayer, { channels }: Shape): number {
  return layer.kind === "squeeze-excite" ? channels : 0;
}

/** Of a block on `input`, with the peak and the output of each of its operations. */
export function blockPeak(
  { nodes, output }: BlockGraph,
  input: Shape,
  operations: readonly { readonly peak: Peak; readonly output: Shape }[],
): number {
  const end = nodes.length;
  const lastRead = new Map<Source, number>();
  for (const [node, { inputs }] of nodes.entries())
    for (const source of inputs) lastRead.set(source, node);
  for (const source of output) lastRead.set(source, end);

  const sizeOf = (source: Source) =>
    elements(source === "in" ? input : (operations[source]?.output ?? input));
  const made: Source[] = ["in"];
  /** What is there and still needed when `step` begins, or after it. */
  const live = (step: number, except?: Source): number =>
    made
      .filter((source) => source !== except && (lastRead.get(source) ?? -1) >= step)
      .reduce<number>((sum, source) => sum + sizeOf(source), 0);

  let peak = elements(input);
  for (const [node, { inputs }] of nodes.entries()) {
    const operation = operations[node];
    if (!operation) continue;
    const [only] = inputs;
    if (only !== undefined && inputs.length === 1) {
      const isKept = (lastRead.get(only) ?? -1) > node;
      const step = isKept ? operation.peak.keeping : operation.peak.alone;
      peak = Math.max(peak, live(node + 1, only) + step);
    } else {
      peak = Math.max(peak, live(node) + sumsOf(inputs.length, sizeOf(only ?? "in")));
      peak = Math.max(peak, live(node + 1) + operation.peak.alone);
    }
    made.push(node);
  }
  const [first = "in"] = output;
  return Math.max(peak, live(end) + sumsOf(output.length, sizeOf(first)));
}

/** Adding up takes a new tensor, and from the third term on one for the sum so far. */
function sumsOf(terms: number, size: number): number {
  return Math.min(terms - 1, 2) * size;
}
