import { readFileSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import type { ProblemCode } from "../model/problem";

/** The page about a code, in Markdown, from the docs beside the program; undefined where they are not. */
export function problemPage(code: ProblemCode): string | undefined {
  const page = join("docs", "diagnostics", `${code.slice("blox/".length)}.md`);
  const program = realpathSync(process.argv[1] ?? process.cwd());
  for (let folder = dirname(program); folder !== dirname(folder); folder = dirname(folder)) {
    try {
      return readFileSync(join(folder, page), "utf8");
    } catch {
      // Not in this folder: the bundle lies deeper in the package than the docs do.
    }
  }
  return undefined;
}
