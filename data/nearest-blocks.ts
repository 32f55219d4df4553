import type { BlockGraph } from "./block-graph";
import type { Block } from "./blocks";
import { blocksOf } from "./blocks";
import type { Source, Space, Topology } from "./space";
import { topologiesOf } from "./space-vocabulary";

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
  const alignments = new Map(
    topologiesOf(space, stage).map((topology) => [topology, alignmentsOf(part, topology)]),
  );
  const wanted = part.nodes.map(({ operation }) =>
    space.operations.findIndex(({ name }) => name === operation),
  );
  return comparedBlocks(space, stage, graph)
    .map((block) => ({
      block,
      edits: editsTo(block, alignments.get(block.topology) ?? [], wanted),
    }))
    .sort((a, b) => a.edits - b.edits || a.block.index - b.block.index)
    .slice(0, count)
    .map(({ block }) => block);
}

/** The least number of edits over all ways; `wanted` are the operations of the graph's nodes. */
function editsTo(
  { operations }: Block,
  alignments: readonly Alignment[],
  wanted: readonly number[],
): number {
  return alignments.reduce((least, { places, edits }) => {
    const isReplaced = (place: number | undefined, node: number) =>
      place !== undefined && operations[node] !== wanted[place];
    return Math.min(least, edits + places.filter(isReplaced).length);
  }, Number.POSITIVE_INFINITY);
}

/** So many are compared each with the graph; of more blocks those of the graph's own operations. */
const mostCompared = 2000;

function comparedBlocks(space: Space, stage: number, { nodes }: BlockGraph): readonly Block[] {
  const blocks = blocksOf(space, stage);
  if (blocks.length <= mostCompared) return blocks;
  const used = new Set(nodes.map(({ operation }) => operation));
  const places = space.operations.flatMap(({ name }, place) => (used.has(name) ? place : []));
  const wanted = new Set(places.length > 0 ? places.slice(0, 4) : [0]);
  return blocks.filter(({ operations }) => operations.every((place) => wanted.has(place)));
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

/** A way to take nodes of a graph for the nodes of a topology. */
interface Alignment {
  /** By node of the topology, the place of the graph's node; undefined is a node to be added. */
  readonly places: readonly (number | undefined)[];
  /** The edits that it needs, whatever the operations are. */
  readonly edits: number;
}

/** Every way; what its edits are depends on the topology alone, which many blocks share. */
function alignmentsOf(graph: BlockGraph, topology: Topology): readonly Alignment[] {
  const edges = new Set(edgeEnds(graph).map(([from, to]) => `${from}>${to}`));
  const topologyEdges = edgeEnds(topology);
  return waysToPlace(topology.nodes.length, graph.nodes.length).map((places) => {
    const moved = (end: Source | "out") => (typeof end === "number" ? (places[end] ?? "new") : end);
    const shared = topologyEdges.filter(([from, to]) => edges.has(`${moved(from)}>${moved(to)}`));
    const taken = places.filter((place) => place !== undefined).length;
    const nodes = topology.nodes.length + graph.nodes.length - 2 * taken;
    return { places, edits: nodes + topologyEdges.length + edges.size - 2 * shared.length };
  });
}

function waysToPlace(nodes: number, places: number): (number | undefined)[][] {
  let ways: (number | undefined)[][] = [[]];
  const all = Array.from({ length: places }, (_, place) => place);
  for (let node = 0; node < nodes; node++) {
    ways = ways.flatMap((way) => [
      [...way, undefined],
      ...all.filter((place) => !way.includes(place)).map((place) => [...way, place]),
    ]);
  }
  return ways;
}

function edgeEnds({ nodes, output }: Pick<Topology, "nodes" | "output">): Edge[] {
  return [
    ...nodes.flatMap(({ inputs }, place) => inputs.map((from): Edge => [from, place])),
    ...output.map((from): Edge => [from, "out"]),
  ];
}

type Edge = readonly [from: Source, to: Source | "out"];
