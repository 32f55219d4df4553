import type { BlockGraph } from "./block-graph";
import type { Source } from "./space";

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
