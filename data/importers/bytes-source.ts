import type { ImportSource } from "./importer";

/** A file in memory. */
export function bytesSource(name: string, bytes: Uint8Array): ImportSource {
  return {
    name,
    size: bytes.length,
    async *open() {
      yield bytes;
    },
  };
}
