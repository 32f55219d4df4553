import { nameText } from "../grammar/name-text";
import { blocksOf } from "./blocks";
import type { Space } from "./space";

/** The block of every stage, by index. */
export type Architecture = readonly number[];

export function networkCount(space: Space): number {
  return blocksOf(space).length ** space.stages;
}

/** The network's index: the first stage's block counts least. In `blox`: i₁ + 45·i₂ + 2025·i₃. */
export function indexOf(space: Space, architecture: Architecture): number {
  const blocks = blocksOf(space).length;
  return architecture.reduceRight((index, block) => index * blocks + block, 0);
}

/** The network with this index, from 0 to below `networkCount`. */
export function architectureAt(space: Space, index: number): Architecture {
  const count = networkCount(space);
  if (!Number.isInteger(index) || index < 0 || index >= count)
    throw new RangeError(`expected the index of a network, 0 to ${count - 1}: ${index}`);
  const blocks = blocksOf(space).length;
  return Array.from(
    { length: space.stages },
    (_, stage) => Math.floor(index / blocks ** stage) % blocks,
  );
}

/** The network as text in the language, ending in a newline. */
export function networkText(space: Space, architecture: Architecture, name: string): string {
  const stages = architecture.map(
    (block, stage) => `  stage ${stage + 1}: ${blocksOf(space)[block]?.expression}`,
  );
  const head = [`network ${nameText(name)} {`, `  space ${nameText(space.name)}`, ""];
  return `${[...head, ...stages, "}"].join("\n")}\n`;
}
