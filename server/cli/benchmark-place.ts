import { type Stats, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { env } from "node:process";
import envPaths from "env-paths";
import type { BenchmarkFolder } from "../../data/library/benchmark-folder";
import { nodeFolder } from "../../data/library/folder-node";
import { Failure } from "./failure";

/** Where imported benchmarks are: a folder of the user's, or one database file of any. */
export interface BenchmarkPlace {
  readonly folder: BenchmarkFolder;
  /** The name of the one database; undefined where all in the folder count. */
  readonly database?: string;
}

/** The option of all commands that read or write benchmarks. */
export const databaseOption = [
  "--db <file>",
  "a benchmark database; left out, your own benchmarks (in the folder BLOX_BENCHMARKS, if it is set)",
] as const;

/** That of `--db`, or the user's own. Fails where `--db` names a folder. */
export function benchmarkPlace(file: string | undefined): BenchmarkPlace {
  if (file === undefined) return { folder: nodeFolder(usersFolder()) };
  const path = resolve(file);
  if (found(path)?.isDirectory())
    throw new Failure(
      `--db ${file}: is a folder; name a file of it, such as ${join(file, "my-lab.sqlite")}`,
    );
  if (found(dirname(path))?.isDirectory() === false)
    throw new Failure(`--db ${file}: ${dirname(path)} is a file, not a folder`);
  return { folder: nodeFolder(dirname(path)), database: basename(path) };
}

function found(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

/** The editor names its folder in the environment of its terminals, so that both have the same benchmarks. */
function usersFolder(): string {
  return env.BLOX_BENCHMARKS || join(envPaths("blox", { suffix: "" }).data, "benchmarks");
}
