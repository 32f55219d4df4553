import { nameText } from "../grammar/name-text";
import { blocksOf } from "./blocks";
import type { Space } from "./space";

/** The block of every stage, by index. */
export type Architecture = readonly number[];

/** More networks than this cannot be told apart by a number. */
export const mostNetworks = Number.MAX_SAFE_INTEGER;

/** Exact up to `mostNetworks`. */
export function networkCount(space: Space): number {
  return space.stages.reduce((count, _, stage) => count * blocksOf(space, stage).length, 1);
}

/** What a block more of each stage adds to a network's index: in `blox` 1, 45 and 2025. */
export function indexStrides(space: Space): readonly number[] {
  let stride = 1;
  return space.stages.map((_, stage) => {
    const ofStage = stride;
    stride *= blocksOf(space, stage).length;
    return ofStage;
  });
}

/** The network's index: the first stage's block counts least. In `blox`: i₁ + 45·i₂ + 2025·i₃. */
export function indexOf(space: Space, architecture: Architecture): number {
  return architecture.reduceRight(
    (index, block, stage) => index * blocksOf(space, stage).length + block,
    0,
  );
}

/** The network with this index, from 0 to below `networkCount`. */
export function architectureAt(space: Space, index: number): Architecture {
  let rest = index;
  const architecture: number[] = [];
  for (let stage = 0; stage < space.stages.length; stage++) {
    const blocks = blocksOf(space, stage).length;
    architecture.push(rest % blocks);
    rest = Math.floor(rest / blocks);
  }
  if (!Number.isSafeInteger(index) || index < 0 || rest > 0)
    throw new RangeError(
      `expected the index of a network, 0 to ${networkCount(space) - 1}: ${index}`,
    );
  return architecture;
}

/** The network as text in the language, ending in a newline. */
export function networkText(space: Space, architecture: Architecture, name: string): string {
  const stages = architecture.map(
    (block, stage) => `  stage ${stage + 1}: ${blocksOf(space, stage)[block]?.expression}`,
  );
  const head = [`network ${nameText(name)} {`, `  space ${nameText(space.name)}`, ""];
  return `${[...head, ...stages, "}"].join("\n")}\n`;
}
