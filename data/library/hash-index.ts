import type { HashIndex } from "../importers/importer";
import { bytesOfDigits, hashBytesEach } from "./hash-bytes";

/** What an import needs of hashes: to find networks by them, and to write them beside the networks. */
export interface KnownHashes extends HashIndex {
  /** Those of all networks by index, 32 hexadecimal digits each, joined. */
  readonly digits: string;
}

/**
 * Finds networks by their model hash. `hashes` are the hashes of all networks by index, 32 hexadecimal
 * digits each, joined; none, and nothing is found. Throws a `RangeError` where they are something else.
 */
export function hashIndex(hashes: string): KnownHashes {
  const known = bytesOfDigits(hashes);
  if (!known || known.length % hashBytesEach !== 0)
    throw new RangeError("expected hashes of 32 hexadecimal digits each, joined");
  const slots = slotsOf(known);
  return {
    digits: hashes,
    indexOf(hash) {
      const bytes = bytesOfDigits(hash);
      return bytes?.length === hashBytesEach ? find(known, slots, bytes, 0) : undefined;
    },
    indexAt: (bytes, offset) => find(known, slots, bytes, offset),
  };
}

/** A free slot of the table. */
const free = -1;

/**
 * A hash table with open addressing, at most half full: the index of a hash is at the first slot from
 * where its own bits point to. Hashes are random, so that their first bits will do.
 */
function slotsOf(known: Uint8Array): Int32Array {
  const count = known.length / hashBytesEach;
  const slots = new Int32Array(2 ** Math.ceil(Math.log2(2 * count + 2))).fill(free);
  const mask = slots.length - 1;
  for (let index = 0; index < count; index++) {
    let slot = firstBits(known, index * hashBytesEach) & mask;
    while (slots[slot] !== free) slot = (slot + 1) & mask;
    slots[slot] = index;
  }
  return slots;
}

function find(
  known: Uint8Array,
  slots: Int32Array,
  bytes: Uint8Array,
  offset: number,
): number | undefined {
  if (offset + hashBytesEach > bytes.length) return undefined;
  const mask = slots.length - 1;
  let slot = firstBits(bytes, offset) & mask;
  for (;;) {
    const index = slots[slot] ?? free;
    if (index === free) return undefined;
    if (isSame(known, index * hashBytesEach, bytes, offset)) return index;
    slot = (slot + 1) & mask;
  }
}

function firstBits(bytes: Uint8Array, offset: number): number {
  const at = (place: number) => bytes[offset + place] ?? 0;
  return at(0) | (at(1) << 8) | (at(2) << 16) | (at(3) << 24);
}

function isSame(one: Uint8Array, start: number, other: Uint8Array, offset: number): boolean {
  for (let place = 0; place < hashBytesEach; place++)
    if (one[start + place] !== other[offset + place]) return false;
  return true;
}
