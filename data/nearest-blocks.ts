import type { BlockGraph } from "./block-graph";
import type { Block } from "./blocks";
import { blocksOf } from "./blocks";
import type { Source, Space } from "./space";

/**
 * The blocks that the fewest edits make of a graph, at most `count`: an edit adds or removes an
 * operation or a connection, or replaces an operation. Ties break by index.
 */
export function nearestBlocks(
  space: Space,
  stage: number,
  graph: BlockGraph,
  count = 3,
): readonly Block[] {
  const definition = space.stages[stage];
  if (definition?.block.kind === "chain") return nearestChain(space, stage, graph);
  const part = firstNodes(graph);
  return blocksOf(space, stage)
    .map((block) => ({ block, edits: editDistance(part, block.graph) }))
    .sort((a, b) => a.edits - b.edits || a.block.index - b.block.index)
    .slice(0, count)
    .map(({ block }) => block);
}

/**
 * The operations of the graph in order, as many as the chain has, the last one again where they are too
 * few. Chains can be too many to compare with each.
 */
function nearestChain(space: Space, stage: number, { nodes }: BlockGraph): Block[] {
  const known = nodes.flatMap(({ operation }) => {
    const place = space.operations.findIndex(({ name }) => name === operation);
    return place === -1 ? [] : place;
  });
  const chains = blocksOf(space, stage);
  const wanted = chains[0]?.operations.map((_, place) => known[place] ?? known.at(-1) ?? 0) ?? [];
  const index = wanted.reduceRight(
    (sum, operation) => sum * space.operations.length + operation,
    0,
  );
  return chains.slice(index, index + 1);
}

/** More nodes than this are compared by their first ones: the search is over all assignments. */
const mostNodesCompared = 8;

function firstNodes(graph: BlockGraph): BlockGraph {
  if (graph.nodes.length <= mostNodesCompared) return graph;
  const last = graph.nodes.length - 1;
  const kept = (source: Source) => source === "in" || source < mostNodesCompared - 1;
  const final = graph.nodes[last];
  return {
    nodes: [
      ...graph.nodes.slice(0, mostNodesCompared - 1),
      ...(final ? [{ ...final, inputs: final.inputs.filter(kept) }] : []),
    ],
    output: graph.output.flatMap((source) =>
      source === last ? mostNodesCompared - 1 : kept(source) ? source : [],
    ),
  };
}

/** The least number of edits over all ways to assign nodes of the block to nodes of the graph. */
function editDistance(graph: BlockGraph, block: BlockGraph): number {
  const edges = new Set(edgesOf(graph));
  const assignment = new Map<number, number>();
  const used = new Set<number>();

  const leastFrom = (node: number): number => {
    if (node === block.nodes.length) return editsUnder(graph, edges, block, assignment);
    // A node of the block that is assigned to no node of the graph is one to be added.
    let least = leastFrom(node + 1);
    for (let place = 0; place < graph.nodes.length; place++) {
      if (used.has(place)) continue;
      assignment.set(node, place);
      used.add(place);
      least = Math.min(least, leastFrom(node + 1));
      assignment.delete(node);
      used.delete(place);
    }
    return least;
  };
  return leastFrom(0);
}

function editsUnder(
  graph: BlockGraph,
  edges: ReadonlySet<string>,
  block: BlockGraph,
  assignment: ReadonlyMap<number, number>,
): number {
  const moved = (end: Source | "out") =>
    typeof end === "number" ? (assignment.get(end) ?? "new") : end;
  const blockEdges = edgeEnds(block);
  const shared = blockEdges.filter(([from, to]) => edges.has(`${moved(from)}>${moved(to)}`)).length;
  const replaced = [...assignment].filter(
    ([node, place]) => block.nodes[node]?.operation !== graph.nodes[place]?.operation,
  ).length;
  const addedNodes = block.nodes.length - assignment.size;
  const removedNodes = graph.nodes.length - assignment.size;
  return addedNodes + removedNodes + replaced + blockEdges.length + edges.size - 2 * shared;
}

function edgesOf(graph: BlockGraph): string[] {
  return edgeEnds(graph).map(([from, to]) => `${from}>${to}`);
}

function edgeEnds({ nodes, output }: BlockGraph): [Source, Source | "out"][] {
  return [
    ...nodes.flatMap(({ inputs }, place) => inputs.map((from): [Source, number] => [from, place])),
    ...output.map((from): [Source, "out"] => [from, "out"]),
  ];
}
