import { realpathSync } from "node:fs";
import { dirname } from "node:path";
import type { SqlJsStatic } from "sql.js";
import { loadSql } from "../benchmarks";
import type { Platform } from "../platform";
import { nodePlatform } from "../platform-node";

/** The files and workers of the product, found beside the program that runs. */
export function programPlatform(): Platform {
  return nodePlatform(programFolder());
}

export function programFolder(): string {
  const program = process.argv[1] ?? process.cwd();
  return dirname(realpathSync(program));
}

export function programSql(): Promise<SqlJsStatic> {
  loading ??= loadSql(programPlatform());
  return loading;
}

let loading: Promise<SqlJsStatic> | undefined;
