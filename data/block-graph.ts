import type { Block } from "./blocks";
import { blocksOf } from "./blocks";
import { canonicalForm } from "./graph-canonical-form";
import { nearestBlocks } from "./nearest-blocks";
import type { Source, Space } from "./space";

/** The operations of a block and how they are joined. */
export interface BlockGraph {
  /** In order of definition: a node reads the block's input and nodes before it. */
  readonly nodes: readonly BlockNode[];
  /** What is added up to the block's output. */
  readonly output: readonly Source[];
}

export interface BlockNode {
  readonly operation: string;
  /** What is added up to the operation's input. */
  readonly inputs: readonly Source[];
}

/** Why a graph is no block of the space. */
export interface Mismatch {
  /** The rule that it breaks, in plain words, without a full stop. */
  readonly rule: string;
  /** Up to three blocks, the most similar first. */
  readonly nearest: readonly Block[];
}

/**
 * The block of the space that this graph is, whatever the order of its nodes and sums, once
 * operations that do not reach its output are removed; or the rule that keeps it from being one.
 */
export function matchBlock(space: Space, graph: BlockGraph): Block | Mismatch {
  const live = withoutDeadNodes(graph);
  const brokenRule = ruleBrokenBy(space, live);
  if (brokenRule === undefined) {
    const block = blocksByForm(space).get(canonicalForm(live));
    if (block) return block;
  }
  const rule = brokenRule ?? `no block of \`${space.name}\` joins its operations in this way`;
  return { rule, nearest: nearestBlocks(space, live) };
}

/** The same graph without the nodes that do not reach its output. */
export function withoutDeadNodes(graph: BlockGraph): BlockGraph {
  const live = new Set<number>();
  const open = [...graph.output];
  for (let source = open.pop(); source !== undefined; source = open.pop()) {
    if (source === "in" || live.has(source)) continue;
    live.add(source);
    open.push(...(graph.nodes[source]?.inputs ?? []));
  }
  const kept = graph.nodes.flatMap((node, place) => (live.has(place) ? [{ node, place }] : []));
  const newPlaces = new Map(kept.map(({ place }, newPlace) => [place, newPlace]));
  const renumbered = (sources: readonly Source[]): Source[] =>
    sources.flatMap((source) => (source === "in" ? "in" : (newPlaces.get(source) ?? [])));
  return {
    nodes: kept.map(({ node }) => ({ ...node, inputs: renumbered(node.inputs) })),
    output: renumbered(graph.output),
  };
}

/** The first rule that a graph without dead nodes breaks, those about the whole space last. */
function ruleBrokenBy(space: Space, { nodes, output }: BlockGraph): string | undefined {
  const sums = [...nodes.map(({ inputs }) => inputs), output];
  if (sums.some((sum) => sum.length === 0)) return "a sum names nothing";
  if (sums.some((sum) => new Set(sum).size < sum.length)) return "a sum names the same term twice";
  if (
    nodes.some(({ inputs }, place) => inputs.some((source) => source !== "in" && source >= place))
  )
    return "an operation reads one that is defined after it";

  const unknown = nodes.find(
    ({ operation }) => !space.operations.some((o) => o.name === operation),
  );
  if (unknown) {
    const names = space.operations.map(({ name }) => `\`${name}\``).join(", ");
    return `\`${space.name}\` has no operation \`${unknown.operation}\`; it has ${names}`;
  }

  const sizes = space.topologies.map((topology) => topology.nodes.length);
  const [fewest, most] = [Math.min(...sizes), Math.max(...sizes)];
  const found = nodes.length === 0 ? "none" : nodes.length;
  if (nodes.length > most)
    return `a block of \`${space.name}\` has at most ${operations(most)}; this one has ${found}`;
  if (nodes.length < fewest)
    return `a block of \`${space.name}\` has at least ${operations(fewest)}; this one has ${found}`;

  const addsInputToOutput = ({ output }: { output: readonly Source[] }) => output.includes("in");
  if (addsInputToOutput({ output }) && !space.topologies.some(addsInputToOutput))
    return `the block's input cannot be added to its output: no block of \`${space.name}\` has that skip`;
  return undefined;
}

function operations(count: number): string {
  return count === 1 ? "1 operation" : `${count} operations`;
}

const formsOfSpaces = new WeakMap<Space, ReadonlyMap<string, Block>>();

function blocksByForm(space: Space): ReadonlyMap<string, Block> {
  const known = formsOfSpaces.get(space);
  if (known) return known;
  // Where two topologies give the same block, the one that the space lists first counts.
  const forms = new Map<string, Block>();
  for (const block of blocksOf(space)) {
    const form = canonicalForm(block.graph);
    if (!forms.has(form)) forms.set(form, block);
  }
  formsOfSpaces.set(space, forms);
  return forms;
}
