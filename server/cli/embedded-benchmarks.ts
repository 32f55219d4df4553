import { realpathSync } from "node:fs";
import { dirname } from "node:path";
import { builtInSpaces, findSpace } from "../../data/built-in-spaces";
import { type Benchmarks, loadBenchmarks } from "../benchmarks";
import { listed, similarNames } from "../model/spelling";
import { nodePlatform } from "../platform-node";
import { Failure } from "./failure";

/** The benchmarks that come with the product, found beside the program that runs. */
export function embeddedBenchmarks(): Promise<Benchmarks> {
  const program = process.argv[1] ?? process.cwd();
  return loadBenchmarks(nodePlatform(dirname(realpathSync(program))));
}

export function spaceNamed(name: string) {
  const space = findSpace(name);
  if (space) return space;
  const known = builtInSpaces.map((space) => space.name);
  const [similar] = similarNames(name, known);
  const question = similar === undefined ? "" : ` Did you mean \`${similar}\`?`;
  throw new Failure(`There is no space \`${name}\`.${question} Known are ${listed(known)}.`);
}
