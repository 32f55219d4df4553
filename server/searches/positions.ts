import { indexStrides } from "../../data/architecture";
import { blocksOf } from "../../data/blocks";
import type { Space } from "../../data/space";

/** Where a search has a choice. An algorithm sees how many choices there are, not what they are. */
export interface Position {
  /** From 0. */
  readonly stage: number;
  /** What each choice adds to the index of the network. */
  readonly choices: readonly number[];
}

/** Stage by stage the indices of the blocks that a network may have. */
export type AllowedBlocks = readonly (readonly number[])[];

/**
 * The positions of a space, stage by stage; `allowed` left out, a stage may have every block. A stage
 * that may have every chain is as many positions as the chain has operations.
 */
export function positionsOf(space: Space, allowed?: AllowedBlocks): readonly Position[] {
  const strides = indexStrides(space);
  return stagePositions(space, allowed).flatMap((whole) => {
    const { stage, choices } = whole;
    const { block } = space.stages[stage] ?? {};
    if (block?.kind !== "chain" || choices.length < blocksOf(space, stage).length) return [whole];
    const stride = strides[stage] ?? 0;
    return Array.from({ length: block.length }, (_, place) => ({
      stage,
      choices: space.operations.map(
        (_, operation) => operation * stride * space.operations.length ** place,
      ),
    }));
  });
}

/** One position a stage, for what is known of whole blocks. */
export function stagePositions(space: Space, allowed?: AllowedBlocks): readonly Position[] {
  const strides = indexStrides(space);
  return space.stages.map((_, stage) => {
    const blocks = allowed?.[stage] ?? blocksOf(space, stage).map(({ index }) => index);
    return { stage, choices: blocks.map((block) => block * (strides[stage] ?? 0)) };
  });
}

/** How many networks there are to choose among. */
export function networksAmong(positions: readonly Position[]): number {
  return positions.reduce((count, { choices }) => count * choices.length, 1);
}

/** The index of the network with these choices, one a position. */
export function indexAt(positions: readonly Position[], network: ArrayLike<number>): number {
  let index = 0;
  for (let place = 0; place < positions.length; place++)
    index += positions[place]?.choices[network[place] ?? 0] ?? 0;
  return index;
}

/** Every network that the positions allow, by index, the first position's choice changing fastest. */
export function* indicesAmong(positions: readonly Position[]): Generator<number, void> {
  const network = new Uint32Array(positions.length);
  for (let place = 0; place < positions.length; ) {
    yield indexAt(positions, network);
    for (place = 0; place < positions.length; place++) {
      const next = (network[place] ?? 0) + 1;
      const isOver = next >= (positions[place]?.choices.length ?? 0);
      network[place] = isOver ? 0 : next;
      if (!isOver) break;
    }
  }
}
