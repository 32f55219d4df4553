import { existsSync } from "node:fs";
import { resolve } from "node:path";

const root = process.env.BLOX_SHARED ?? resolve(import.meta.dirname, "../../shared");

/** The path of a file of reference values, or undefined on a machine that has none. */
export function shared(...path: string[]): string | undefined {
  const file = resolve(root, ...path);
  return existsSync(file) ? file : undefined;
}
