import { architectureAt } from "../../data/architecture";
import { blocksOf } from "../../data/blocks";
import type { Space, StageDefinition } from "../../data/space";
import type { Network } from "./algorithm";
import { indexAt, type Position } from "./positions";

/** A network as its operations, in an order in which each follows those that it reads. */
export interface OperationGraph {
  /**
   * What each node is: 0 the network's input, 1 its output, and from 2 on an operation at a place of a
   * stage, so that the same operation is another thing in another stage.
   */
  readonly kinds: readonly number[];
  /** The nodes that each node reads. */
  readonly sources: readonly (readonly number[])[];
}

export interface OperationGraphs {
  /** How many kinds of node there are. */
  readonly kinds: number;
  graphOf(network: Network): OperationGraph;
}

const [input, output, firstOperation] = [0, 1, 2];

export function operationGraphs(space: Space, positions: readonly Position[]): OperationGraphs {
  const { stages, operations } = space;
  const places = stages.map(mostNodes);
  const firstKinds = places.map(
    (_, stage) =>
      firstOperation +
      operations.length * places.slice(0, stage).reduce((sum, nodes) => sum + nodes, 0),
  );
  return {
    kinds: firstOperation + operations.length * places.reduce((sum, nodes) => sum + nodes, 0),
    graphOf(network) {
      const architecture = architectureAt(space, indexAt(positions, network));
      const kinds = [input];
      const sources: number[][] = [[]];
      let entry = [0];
      for (const [stage, index] of architecture.entries()) {
        const block = blocksOf(space, stage)[index];
        if (!block) continue;
        const first = kinds.length;
        const nodesOf = (read: readonly ("in" | number)[]) =>
          read.flatMap((source) => (source === "in" ? entry : [first + source]));
        for (const [place, { inputs }] of block.topology.nodes.entries()) {
          const operation = block.operations[place] ?? 0;
          kinds.push((firstKinds[stage] ?? 0) + place * operations.length + operation);
          sources.push(nodesOf(inputs));
        }
        entry = nodesOf(block.topology.output);
      }
      kinds.push(output);
      sources.push(entry);
      return { kinds, sources };
    },
  };
}

function mostNodes({ block }: StageDefinition): number {
  if (block.kind === "chain") return block.length;
  return Math.max(...block.topologies.map(({ nodes }) => nodes.length));
}
