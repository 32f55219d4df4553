import { builtInSpaces, findSpace } from "../../data/built-in-spaces";
import { type Benchmarks, benchmarksOf, readSources } from "../benchmarks";
import { listed, similarNames } from "../model/spelling";
import { benchmarkPlace } from "./benchmark-place";
import { Failure } from "./failure";
import { libraryAt } from "./library";
import { reportWarning } from "./output";
import { programPlatform } from "./program-platform";

/**
 * What is known of networks: what comes with the product, and over it the database of `--db`, or the
 * user's own benchmarks, of which those that cannot be read are warned of.
 */
export async function knownBenchmarks(database: string | undefined): Promise<Benchmarks> {
  const library = await libraryAt(benchmarkPlace(database));
  for (const problem of library.problems) reportWarning(problem);
  const { embedded } = await readSources(programPlatform());
  return benchmarksOf({ embedded, library }, {});
}

export function spaceNamed(name: string) {
  const space = findSpace(name);
  if (space) return space;
  const known = builtInSpaces.map((space) => space.name);
  const [similar] = similarNames(name, known);
  const question = similar === undefined ? "" : ` Did you mean \`${similar}\`?`;
  throw new Failure(`There is no space \`${name}\`.${question} Known are ${listed(known)}.`);
}
