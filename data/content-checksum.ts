import { md5 } from "js-md5";
import type { AccuracyEstimate } from "./accuracy-estimate";
import type { DeviceLatency } from "./device-latency";

/**
 * Over what the embedded file holds that cannot be computed at once: the model hashes of all networks,
 * joined, the estimates, and the latencies with what is known of their errors.
 */
export function contentChecksum(
  hashes: string,
  estimate: AccuracyEstimate,
  devices: readonly DeviceLatency[],
): string {
  const hasher = md5.create();
  hasher.update(hashes);
  for (const { buffer, byteOffset, byteLength } of [
    estimate.percent,
    estimate.standardErrorPercent,
    ...devices.map(({ latencyMs }) => latencyMs),
  ])
    hasher.update(new Uint8Array(buffer, byteOffset, byteLength));
  const told = devices.map(
    ({ device, source, measured, standardErrorPercent, composedError, noiseFloor }) => [
      device,
      source,
      [...measured].sort((one, other) => one - other),
      [standardErrorPercent.measured, standardErrorPercent.composed],
      [composedError.mape, composedError.tau, noiseFloor.mape, noiseFloor.tau],
    ],
  );
  hasher.update(JSON.stringify(told));
  return `md5:${hasher.hex()}`;
}
