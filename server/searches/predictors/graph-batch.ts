import type { OperationGraph } from "../operation-graph";

/**
 * Graphs side by side, as a graph network takes them. Each has one node more than before: a global one that
 * reads all others, and from which the network is read out.
 */
export interface GraphBatch {
  readonly graphs: number;
  /** One a node: its kind, that of global nodes being the one behind all others. */
  readonly kinds: Uint16Array;
  /** Where the sources of each node begin in `sources`; one more at the end. */
  readonly firstSource: Uint32Array;
  /** The nodes that are summed up for a node: itself first, then those that it reads. */
  readonly sources: Uint32Array;
  /** One a graph: its global node. */
  readonly globals: Uint32Array;
}

/** @param kinds how many kinds of node the graphs have, without the global one */
export function graphBatch(graphs: readonly OperationGraph[], kinds: number): GraphBatch {
  const allKinds: number[] = [];
  const firstSource: number[] = [0];
  const sources: number[] = [];
  const globals: number[] = [];
  for (const graph of graphs) {
    const first = allKinds.length;
    for (const [node, kind] of graph.kinds.entries()) {
      allKinds.push(kind);
      sources.push(first + node);
      for (const source of graph.sources[node] ?? []) sources.push(first + source);
      firstSource.push(sources.length);
    }
    const global = allKinds.length;
    globals.push(global);
    allKinds.push(kinds);
    sources.push(global);
    for (let node = first; node < global; node++) sources.push(node);
    firstSource.push(sources.length);
  }
  return {
    graphs: graphs.length,
    kinds: Uint16Array.from(allKinds),
    firstSource: Uint32Array.from(firstSource),
    sources: Uint32Array.from(sources),
    globals: Uint32Array.from(globals),
  };
}
