import { indexOf } from "../data/architecture";
import type { Space } from "../data/space";
import { type KitNetwork, networksTable } from "../data/timing-kit/kit-network";
import { kitReadme } from "../data/timing-kit/kit-readme";
import { timingScript } from "../data/timing-kit/timing-script";
import { fileName } from "./exports/file-name";
import type { NetworkModel } from "./model/network-model";

/** A network by what its file is called: the same network has the same in every kit. */
export function modelName(space: Space, index: number): string {
  return `${space.name}-${index}`;
}

/** The complete networks of a space, in order; one that is there under several names once. */
export function completeIn(space: Space, networks: readonly NetworkModel[]): KitNetwork[] {
  const names = new Map<number, string>();
  for (const { space: its, architecture, name } of networks) {
    const index = its === space && architecture ? indexOf(space, architecture) : undefined;
    if (index !== undefined && !names.has(index)) names.set(index, name);
  }
  return Array.from(names, ([index, name]) => kitNetwork(space, index, name));
}

/** A network without a name of its own is called as its file is. */
export function kitNetwork(space: Space, index: number, name: string): KitNetwork {
  const file = `${fileName(modelName(space, index))}.onnx`;
  return { index, file, name: name || modelName(space, index) };
}

/** The files of a kit besides those of its networks. */
export function kitTexts(
  space: Space,
  networks: readonly KitNetwork[],
): readonly { readonly path: string; readonly text: string }[] {
  return [
    { path: "networks.csv", text: networksTable(networks) },
    { path: "README.txt", text: kitReadme(space, networks.length) },
    { path: "measure.py", text: timingScript(space) },
  ];
}

/** What the files of networks have for initial weights: any will do. */
export const kitSeed = 1;
