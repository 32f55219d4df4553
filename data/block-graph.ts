import type { Block } from "./blocks";
import { blocksOf, leastOf } from "./blocks";
import { withoutDeadNodes } from "./dead-nodes";
import { nearestBlocks } from "./nearest-blocks";
import type { Source, Space, Topology } from "./space";
import { topologiesOf } from "./space-vocabulary";
import { readingsAs } from "./topology-readings";

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
 * The block of a stage (from 0) that this graph is, whatever the order of its nodes and sums, once
 * operations that do not reach its output are removed; or the rule that keeps it from being one.
 */
export function matchBlock(space: Space, stage: number, graph: BlockGraph): Block | Mismatch {
  // The same graphs come again with every keystroke.
  const matches = matchesOf(blocksOf(space, stage));
  const key = textOf(graph);
  const known = matches.get(key);
  if (known) return known;
  const match = newMatch(space, stage, graph);
  if ("rule" in match) return match;
  if (matches.size === mostMatches) matches.clear();
  matches.set(key, match);
  return match;
}

const matchesOfBlocks = new WeakMap<readonly Block[], Map<string, Block>>();
const mostMatches = 10_000;

function matchesOf(blocks: readonly Block[]): Map<string, Block> {
  const known = matchesOfBlocks.get(blocks);
  if (known) return known;
  const matches = new Map<string, Block>();
  matchesOfBlocks.set(blocks, matches);
  return matches;
}

/** The graph as it is, so that other orders give other texts. */
function textOf({ nodes, output }: BlockGraph): string {
  return `${nodes.map(({ operation, inputs }) => `"${operation}" ${inputs}`).join(";")}>${output}`;
}

function newMatch(space: Space, stage: number, graph: BlockGraph): Block | Mismatch {
  const live = withoutDeadNodes(graph);
  const brokenRule = ruleBrokenBy(space, stage, live);
  if (brokenRule === undefined) {
    const block =
      space.stages[stage]?.block.kind === "chain"
        ? chainOf(space, stage, live)
        : joinedBlockOf(space, stage, live);
    if (block) return block;
  }
  const rule = brokenRule ?? ruleOf(space, stage);
  return { rule, nearest: nearestBlocks(space, stage, live) };
}

/** What every block of the stage is. */
function ruleOf(space: Space, stage: number): string {
  const block = space.stages[stage]?.block;
  return block?.kind === "chain"
    ? `stage ${stage + 1} of \`${space.name}\` is a chain of ${operations(block.length)}, each reading the one before`
    : `no block of \`${space.name}\` joins its operations in this way`;
}

/** The first rule that a graph without dead nodes breaks, those about the whole stage last. */
function ruleBrokenBy(
  space: Space,
  stage: number,
  { nodes, output }: BlockGraph,
): string | undefined {
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

  const block = space.stages[stage]?.block;
  const found = nodes.length === 0 ? "none" : nodes.length;
  if (!block) return `\`${space.name}\` has no stage ${stage + 1}`;
  if (block.kind === "chain") {
    return nodes.length === block.length
      ? undefined
      : `stage ${stage + 1} of \`${space.name}\` is a chain of ${operations(block.length)}; this block has ${found}`;
  }
  const sizes = block.topologies.map((topology) => topology.nodes.length);
  const [fewest, most] = [Math.min(...sizes), Math.max(...sizes)];
  if (nodes.length > most)
    return `a block of \`${space.name}\` has at most ${operations(most)}; this one has ${found}`;
  if (nodes.length < fewest)
    return `a block of \`${space.name}\` has at least ${operations(fewest)}; this one has ${found}`;
  if (output.includes("in"))
    return `the block's input cannot be added to its output: no block of \`${space.name}\` has that skip`;
  return undefined;
}

function operations(count: number): string {
  return count === 1 ? "1 operation" : `${count} operations`;
}

/** The block of a stage that joins operations, whatever the order in which the graph has them. */
function joinedBlockOf(space: Space, stage: number, graph: BlockGraph): Block | undefined {
  const operations = graph.nodes.map(({ operation }) =>
    space.operations.findIndex(({ name }) => name === operation),
  );
  for (const topology of topologiesOf(space, stage)) {
    const readings = readingsAs(topology, graph);
    if (readings.length === 0) continue;
    const given = leastOf(readings.map((order) => order.map((place) => operations[place] ?? -1)));
    return blocksByOperations(space, stage).get(keyOf(topology, given));
  }
  return undefined;
}

const keyedBlocks = new WeakMap<readonly Block[], ReadonlyMap<string, Block>>();

function blocksByOperations(space: Space, stage: number): ReadonlyMap<string, Block> {
  const blocks = blocksOf(space, stage);
  const known = keyedBlocks.get(blocks);
  if (known) return known;
  const keyed = new Map(blocks.map((block) => [keyOf(block.topology, block.operations), block]));
  keyedBlocks.set(blocks, keyed);
  return keyed;
}

function keyOf({ name }: Topology, operations: readonly number[]): string {
  return `${name} ${operations.join(" ")}`;
}

/** The block of a stage that holds chains: its place follows from its operations. */
function chainOf(space: Space, stage: number, { nodes, output }: BlockGraph): Block | undefined {
  const isChain =
    nodes.every(
      ({ inputs }, node) => inputs.length === 1 && inputs[0] === (node === 0 ? "in" : node - 1),
    ) &&
    output.length === 1 &&
    output[0] === nodes.length - 1;
  if (!isChain) return undefined;
  const index = nodes.reduceRight(
    (sum, { operation }) =>
      sum * space.operations.length + space.operations.findIndex(({ name }) => name === operation),
    0,
  );
  return blocksOf(space, stage)[index];
}
