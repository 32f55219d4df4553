import type { BlockGraph } from "./block-graph";
import { withoutDeadNodes } from "./dead-nodes";
import { canonicalForm } from "./graph-canonical-form";
import type { Source, Topology } from "./space";

/** Blocks with more operations than this are chains: the ways to join them are too many to name. */
export const mostJoinedOperations = 3;

/**
 * Every way to join from `fewest` to `most` operations: each reads the block's input, others before it
 * or the sum of several, all of them reach the output, and the output adds up operations only, never
 * the input. With up to two operations these are ST1 to ST6 of Chau et al. (NeurIPS 2022), in the order
 * of the first architecture vector that means each: ST2, ST1, ST3, ST4, ST6, ST5.
 */
export function topologies(fewest: number, most: number): readonly Topology[] {
  const key = `${fewest}..${most}`;
  const known = cache.get(key);
  if (known) return known;
  const found = named(most).filter(({ nodes }) => nodes.length >= fewest);
  cache.set(key, found);
  return found;
}

const cache = new Map<string, readonly Topology[]>();

/** As published. Those of three operations have no names in the literature: they are counted on. */
const publishedNames = ["ST2", "ST1", "ST3", "ST4", "ST6", "ST5"];

function named(most: number): Topology[] {
  const pairs = waysToJoin(2);
  const all = most > 2 ? waysToJoin(most) : pairs;
  const names = new Map(
    [...pairs.keys()].map((form, place) => [form, publishedNames[place] ?? ""]),
  );
  let count = publishedNames.length;
  return [...all]
    .filter(([, { nodes }]) => nodes.length <= most)
    .map(([form, graph]) => ({
      name: names.get(form) ?? `ST${++count}`,
      nodes: graph.nodes.map(({ inputs }) => ({ inputs })),
      output: graph.output,
    }));
}

/** By canonical form; operations that do not reach the output are removed. */
function waysToJoin(operations: number): Map<string, BlockGraph> {
  const all = new Map<string, BlockGraph>();
  for (const graph of graphs(operations)) {
    const live = withoutDeadNodes(graph);
    const form = canonicalForm(live);
    if (!all.has(form)) all.set(form, live);
  }
  return all;
}

/** What the output adds changes slowest, then whether the last operation reads the input. */
function graphs(operations: number): BlockGraph[] {
  const nodes = Array.from({ length: operations }, (_, place) => place);
  const last = operations - 1;
  const outputs = sums(nodes.slice(0, last)).map((others): Source[] => [...others, last]);
  const inputs = nodes.map((node): Source[][] =>
    sums([...nodes.slice(0, node), "in"]).filter((sum) => sum.length > 0),
  );
  return outputs.flatMap((output) =>
    inputs
      .reduceRight<Source[][][]>(
        (rest, ofNode) => rest.flatMap((others) => ofNode.map((sum) => [sum, ...others])),
        [[]],
      )
      .map((read) => ({
        nodes: read.map((inputs) => ({ operation: "op", inputs })),
        output,
      })),
  );
}

/** Every subset, counting with the first source fastest. */
function sums(sources: readonly Source[]): Source[][] {
  return Array.from({ length: 2 ** sources.length }, (_, subset) =>
    sources.filter((_, place) => (subset >> place) & 1),
  );
}
