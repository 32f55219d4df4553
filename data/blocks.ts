import type { BlockGraph } from "./block-graph";
import type { Space, Topology } from "./space";

/** What a stage may hold: a topology with an operation for each of its nodes. */
export interface Block {
  /** Its place among the blocks of the space. */
  readonly index: number;
  readonly topology: Topology;
  /** One a node, as indices into the operations of the space; ascending where the order is free. */
  readonly operations: readonly number[];
  /** In the language: `conv`, `conv -> mbconv`, `conv | mbconv`, `st3(conv, mbconv)`. */
  readonly expression: string;
  readonly graph: BlockGraph;
}

/**
 * The blocks of a space in index order: topology by topology, the first operation fastest; of the
 * orders of a symmetric topology the first to come up counts.
 */
export function blocksOf(space: Space): readonly Block[] {
  const known = cache.get(space);
  if (known) return known;
  const blocks = space.topologies
    .flatMap((topology) =>
      assignments(space, topology).map((operations) => ({ topology, operations })),
    )
    .map(({ topology, operations }, index) => block(space, index, topology, operations));
  cache.set(space, blocks);
  return blocks;
}

const cache = new WeakMap<Space, readonly Block[]>();

function block(
  space: Space,
  index: number,
  topology: Topology,
  operations: readonly number[],
): Block {
  const names = operations.map((operation) => space.operations[operation]?.name ?? "");
  return {
    index,
    topology,
    operations,
    expression: expressionOf(topology, names),
    graph: {
      nodes: topology.nodes.map(({ inputs }, node) => ({ operation: names[node] ?? "", inputs })),
      output: topology.output,
    },
  };
}

function assignments(space: Space, topology: Topology): number[][] {
  let all: number[][] = [[]];
  for (const _ of topology.nodes) {
    all = space.operations.flatMap((_, operation) => all.map((first) => [...first, operation]));
  }
  if (!topology.symmetric) return all;
  // The first of several orders to come up is the descending one; it reads better ascending.
  const descending = all.filter((operations) =>
    operations.every((operation, node) => node === 0 || operation <= (operations[node - 1] ?? 0)),
  );
  return descending.map((operations) => operations.reverse());
}

function expressionOf(topology: Topology, names: readonly string[]): string {
  if (isChain(topology)) return names.join(" -> ");
  if (isParallel(topology)) return names.join(" | ");
  return `${topology.name.toLowerCase()}(${names.join(", ")})`;
}

function isChain({ nodes, output }: Topology): boolean {
  const readsOnlyThePrevious = nodes.every(
    ({ inputs }, node) => inputs.length === 1 && inputs[0] === (node === 0 ? "in" : node - 1),
  );
  return readsOnlyThePrevious && output.length === 1 && output[0] === nodes.length - 1;
}

function isParallel({ nodes, output }: Topology): boolean {
  return (
    nodes.every(({ inputs }) => inputs.length === 1 && inputs[0] === "in") &&
    output.length === nodes.length &&
    nodes.every((_, node) => output.includes(node))
  );
}
