import { existsSync } from "node:fs";
import { join } from "node:path";
import { REPOSITORY } from "./repository.mjs";
import { npm } from "./run.mjs";

/** Builds the embedded benchmark, `data/blox.sqlite`, where it is missing. */
export async function buildMissingData() {
  if (existsSync(join(REPOSITORY, "data", "blox.sqlite"))) return;
  console.log("Building the benchmark …");
  await npm(["run", "--silent", "data"], { cwd: REPOSITORY });
}
