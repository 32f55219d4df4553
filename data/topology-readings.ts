import { ordersOf } from "./graph-canonical-form";
import type { Source, Topology } from "./space";

/** What is joined how, whatever the operations are. */
type Joined = Pick<Topology, "nodes" | "output">;

/**
 * Every order of a graph's nodes in which it is the topology: the k-th of an order is the place of the
 * node that the topology's k-th is. None where the graph is joined otherwise; several where the topology
 * is symmetric. It takes n! steps.
 */
export function readingsAs(topology: Joined, graph: Joined): readonly (readonly number[])[] {
  if (graph.nodes.length !== topology.nodes.length) return [];
  return ordersOf(graph.nodes.length).filter((order) => isRead(topology, graph, order));
}

/** The orders in which a topology is itself: the first is its own. */
export function symmetriesOf(topology: Topology): readonly (readonly number[])[] {
  const known = cache.get(topology);
  if (known) return known;
  const found = readingsAs(topology, topology);
  cache.set(topology, found);
  return found;
}

const cache = new WeakMap<Topology, readonly (readonly number[])[]>();

function isRead(topology: Joined, graph: Joined, order: readonly number[]): boolean {
  const isSame = (wanted: readonly Source[], found: readonly Source[] | undefined) =>
    found?.length === wanted.length &&
    wanted.every((source) => found.includes(source === "in" ? source : (order[source] ?? "in")));
  return (
    isSame(topology.output, graph.output) &&
    topology.nodes.every(({ inputs }, node) =>
      isSame(inputs, graph.nodes[order[node] ?? -1]?.inputs),
    )
  );
}
