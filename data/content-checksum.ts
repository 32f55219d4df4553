import { md5 } from "js-md5";
import type { AccuracyEstimate } from "./accuracy-estimate";
import type { CampaignRun } from "./campaign";
import type { DeviceLatency } from "./device-latency";

/** What the embedded file holds of a space that cannot be computed at once. */
export interface StoredContent {
  /** The model hashes of all networks by index, 32 hexadecimal digits each, joined. */
  readonly hashes: string;
  readonly estimate: AccuracyEstimate | undefined;
  readonly devices: readonly DeviceLatency[];
  readonly runs: readonly CampaignRun[];
}

/** Over all of it. */
export function contentChecksum({ hashes, estimate, devices, runs }: StoredContent): string {
  const hasher = md5.create();
  hasher.update(hashes);
  for (const { buffer, byteOffset, byteLength } of [
    ...(estimate ? [estimate.percent, estimate.standardErrorPercent] : []),
    ...devices.map(({ latencyMs }) => latencyMs),
    ...runs.flatMap(({ networks, columns }) => [networks, ...Object.values(columns)]),
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
  hasher.update(
    JSON.stringify([told, runs.map(({ seed, epochs, byEpoch }) => [seed, epochs, byEpoch])]),
  );
  return `md5:${hasher.hex()}`;
}
