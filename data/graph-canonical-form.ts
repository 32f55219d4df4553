import type { BlockGraph } from "./block-graph";
import type { Source } from "./space";

/**
 * A text that two graphs share exactly if they are isomorphic: the least of the texts that the orders
 * of its nodes give. For the few nodes of a block this is all that is needed; it takes n! steps.
 */
export function canonicalForm(graph: BlockGraph): string {
  const [least = ""] = ordersOf(graph.nodes.length)
    .map((order) => formInOrder(graph, order))
    .sort();
  return least;
}

/** `order[k]` is the place of the node that comes k-th. */
function formInOrder(graph: BlockGraph, order: readonly number[]): string {
  const rank = new Map(order.map((place, rank) => [place, rank]));
  const sum = (sources: readonly Source[]) =>
    sources
      .map((source) => (source === "in" ? "in" : `${rank.get(source)}`))
      .sort()
      .join("+");
  const nodes = order.map((place) => {
    const node = graph.nodes[place];
    return node ? `${node.operation}(${sum(node.inputs)})` : "";
  });
  return [...nodes, sum(graph.output)].join(" ");
}

/** Every order of so many places, their own first; listed once. */
export function ordersOf(count: number): readonly (readonly number[])[] {
  const known = orders.get(count);
  if (known) return known;
  const found = permutations(Array.from({ length: count }, (_, place) => place));
  orders.set(count, found);
  return found;
}

const orders = new Map<number, readonly (readonly number[])[]>();

function permutations(items: readonly number[]): number[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((first) =>
    permutations(items.filter((item) => item !== first)).map((rest) => [first, ...rest]),
  );
}
