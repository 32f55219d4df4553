import { architectureAt } from "../architecture";
import { networkCost } from "../costs";
import type { Space } from "../space";
import { measuringProtocol } from "../timing/measuring";

/** More would fill the memory cards of the devices that kits are for. */
export const mostKitNetworks = 500;

/** Why so many networks are too many for a kit, for the user to read; undefined where they are not. */
export function tooManyNetworks(count: number): string | undefined {
  if (count <= mostKitNetworks) return undefined;
  const { warmUps, runs, fewestVisits } = measuringProtocol;
  const gigabytes = (count * megabytesInBlox) / 1000;
  return (
    `${count} networks are too many for one timing kit: the device has to hold a file of each, in \`blox\` of about ` +
    `${megabytesInBlox} MB (${gigabytes.toFixed(1)} GB in all), and to run each at least ${fewestVisits * (warmUps + runs)} times. ` +
    `Write ${mostKitNetworks} at most.`
  );
}

const megabytesInBlox = 12;

/** About what their ONNX files take: mostly their parameters, in float32. */
export function kitBytes(space: Space, networks: readonly number[]): number {
  return networks.reduce(
    (bytes, index) => bytes + 4 * networkCost(space, architectureAt(space, index)).params,
    0,
  );
}
