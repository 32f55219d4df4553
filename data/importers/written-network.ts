import { indexOf, networkCount } from "../architecture";
import { hasVectors, parseVector, VectorError } from "../architecture-vector";
import { bloxSpace } from "../built-in-spaces";
import type { Space } from "../space";
import type { HashIndex } from "./importer";
import { quoted } from "./quoted";
import { indexText, NotFound, writtenBlock } from "./written-block";

/**
 * The index of a network that is written as its index (`123`, `#123`), its architecture vector, its model
 * hash (of `blox` alone) or the blocks of its stages (`conv / mbconv / bconv`). Throws `NotFound`.
 */
export function writtenNetwork(space: Space, hashes: HashIndex, text: string): number {
  if (space.name === bloxSpace.name && /^[0-9a-f]{32}$/i.test(text)) return ofHash(hashes, text);
  if (text.startsWith("[")) return ofVector(space, text);
  const [, digits] = indexText.exec(text) ?? [];
  if (digits !== undefined) return ofIndex(space, Number(digits));
  return ofBlocks(space, text);
}

function ofHash(hashes: HashIndex, text: string): number {
  const network = hashes.indexOf(text);
  if (network === undefined) throw new NotFound(`no network has the model hash ${text}`);
  return network;
}

function ofVector(space: Space, text: string): number {
  try {
    return indexOf(space, parseVector(space, text));
  } catch (error) {
    if (error instanceof VectorError) throw new NotFound(error.message);
    throw error;
  }
}

function ofIndex(space: Space, index: number): number {
  const last = networkCount(space) - 1;
  if (index > last)
    throw new NotFound(`\`${space.name}\` has no network #${index}: the last is #${last}`);
  return index;
}

function ofBlocks(space: Space, text: string): number {
  // A name in quotation marks may hold a slash.
  const stages = text.match(/(?:"[^"]*"|[^"/])+/g) ?? [];
  if (stages.length !== space.stages.length)
    throw new NotFound(`${quoted(text)} is no network: ${waysOf(space)}`);
  return indexOf(
    space,
    stages.map((block, stage) => writtenBlock(space, stage, block.trim())),
  );
}

function waysOf(space: Space): string {
  const ways = [
    "an index such as #123",
    ...(hasVectors(space) ? ["an architecture vector"] : []),
    ...(space.name === bloxSpace.name ? ["a model hash of 32 digits"] : []),
    `the blocks of the ${space.stages.length} stages of \`${space.name}\` with slashes between them`,
  ];
  return `expected ${ways.slice(0, -1).join(", ")} or ${ways.at(-1)}`;
}
