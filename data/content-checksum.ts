import { md5 } from "js-md5";
import type { AccuracyEstimate } from "./accuracy-estimate";

/**
 * Over what the embedded file holds that cannot be computed at once: the model hashes of all networks,
 * joined, and the estimates.
 */
export function contentChecksum(hashes: string, estimate: AccuracyEstimate): string {
  const hasher = md5.create();
  hasher.update(hashes);
  for (const { buffer, byteOffset, byteLength } of [
    estimate.percent,
    estimate.standardErrorPercent,
  ])
    hasher.update(new Uint8Array(buffer, byteOffset, byteLength));
  return `md5:${hasher.hex()}`;
}
