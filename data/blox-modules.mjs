import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire, register } from "node:module";
import { isMainThread } from "node:worker_threads";

/**
 * Lets Node import a `.blox` or `.csv` file as its text, as the bundler does:
 * `node --import ./data/blox-modules.mjs`.
 */
const endings = [".blox", ".csv"];

if (isMainThread) {
  register(import.meta.url);
  const { extensions } = createRequire(import.meta.url);
  for (const ending of endings) {
    extensions[ending] = (module, path) => {
      module.exports = { __esModule: true, default: readFileSync(path, "utf8") };
    };
  }
}

/** @type {import("node:module").LoadHook} */
export async function load(url, context, nextLoad) {
  if (!endings.some((ending) => url.endsWith(ending))) return nextLoad(url, context);
  const text = await readFile(new URL(url), "utf8");
  return { format: "module", source: `export default ${JSON.stringify(text)}`, shortCircuit: true };
}
