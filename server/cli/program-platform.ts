import { realpathSync } from "node:fs";
import { dirname } from "node:path";
import type { SqlJsStatic } from "sql.js";
import { loadSql } from "../benchmarks";
import type { Platform } from "../platform";
import { nodePlatform } from "../platform-node";

/** The files and workers of the product, found beside the program that runs. */
export function programPlatform(): Platform {
  const program = process.argv[1] ?? process.cwd();
  return nodePlatform(dirname(realpathSync(program)));
}

export function programSql(): Promise<SqlJsStatic> {
  loading ??= loadSql(programPlatform());
  return loading;
}

let loading: Promise<SqlJsStatic> | undefined;
