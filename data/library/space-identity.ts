import { blocksOf } from "../blocks";
import { stageCosts } from "../costs";
import { sha256 } from "../sha256";
import type { Space } from "../space";
import type { SpaceIdentity } from "./measurements";

/**
 * What tells a space from others of its name: `sha256:` and 64 hexadecimal digits over what its networks
 * are given and asked, and over the blocks of every stage as they are written, in index order, with what
 * they cost, and the costs around them. How layers are represented here does not matter to it. Computed
 * once a space.
 */
export function spaceIdentity(space: Space): SpaceIdentity {
  const known = cache.get(space);
  if (known) return known;
  const fingerprint = `sha256:${sha256(new TextEncoder().encode(description(space)))}`;
  const identity = { name: space.name, fingerprint };
  cache.set(space, identity);
  return identity;
}

const cache = new WeakMap<Space, SpaceIdentity>();

/** What counts, a line each. */
function description(space: Space): string {
  const { input, classes, dataset = "" } = space;
  const { stem, stages, head } = stageCosts(space);
  return [
    `input ${input.channels} ${input.height} ${input.width}`,
    `classes ${classes}`,
    `dataset ${JSON.stringify(dataset)}`,
    `stem ${costText(stem)}`,
    ...stages.flatMap(({ blocks, reduction }, stage) => [
      `stage ${stage + 1}`,
      ...blocksOf(space, stage).map(
        ({ expression }, block) => `${expression} ${costText(blocks[block])}`,
      ),
      `reduction ${costText(reduction)}`,
    ]),
    `head ${costText(head)}`,
  ].join("\n");
}

function costText(cost: { readonly params: number; readonly flops: number } | undefined): string {
  return `${cost?.params} ${cost?.flops}`;
}
