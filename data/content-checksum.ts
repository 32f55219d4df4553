import { md5 } from "js-md5";
import type { AccuracyEstimate } from "./accuracy-estimate";

/** Over what the embedded file holds that cannot be computed at once: hashes and estimates. */
export function contentChecksum(hashes: Uint8Array, estimate: AccuracyEstimate): string {
  const hasher = md5.create();
  hasher.update(hashes);
  for (const { buffer, byteOffset, byteLength } of [
    estimate.percent,
    estimate.standardErrorPercent,
  ])
    hasher.update(new Uint8Array(buffer, byteOffset, byteLength));
  return `md5:${hasher.hex()}`;
}

/** Sixteen bytes a model hash, one after the other. */
export function hashBytes(hashes: readonly string[]): Uint8Array {
  const bytes = new Uint8Array(16 * hashes.length);
  for (const [index, hash] of hashes.entries())
    for (let byte = 0; byte < 16; byte++)
      bytes[16 * index + byte] = Number.parseInt(hash.slice(2 * byte, 2 * byte + 2), 16);
  return bytes;
}
