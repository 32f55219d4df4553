import Papa from "papaparse";
import { architectureAt } from "../architecture";
import { moduleName } from "../pytorch/python-names";
import { pytorchModule } from "../pytorch/pytorch-module";
import { kitTrainScript } from "../pytorch/train-script";
import type { Space } from "../space";
import { trainingReadme } from "./kit-readme";

/** A text file of a kit, in its folder. */
export interface KitText {
  readonly path: string;
  readonly text: string;
}

/** More would be better trained in parts: each is a file of some kilobytes. */
export const mostTrainedNetworks = 20_000;

/**
 * What a training kit is of: a module of torch for each of these networks, by index in the space, the script
 * that trains them, and how to use it. The script comes last: a folder without it is not complete. Throws
 * an `ExportProblem` where the networks of the space cannot run.
 */
export function trainingKit(space: Space, networks: readonly number[]): readonly KitText[] {
  const modules = networks.map((index) => {
    const name = moduleName(`network_${index}`);
    return { index, name, ...pytorchModule(space, architectureAt(space, index), name) };
  });
  const rows = modules.map(({ index, name, className }) => [index, name, className]);
  const table = Papa.unparse([["network", "module", "class"], ...rows], { newline: "\n" });
  return [
    ...modules.map(({ name, text }) => ({ path: `${name}.py`, text })),
    { path: "networks.csv", text: `${table}\n` },
    { path: "README.txt", text: trainingReadme(space, networks.length) },
    { path: "train.py", text: kitTrainScript(space) },
  ];
}
