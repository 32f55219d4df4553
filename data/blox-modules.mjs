import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire, register } from "node:module";
import { isMainThread } from "node:worker_threads";

/**
 * Lets Node import a `.blox` file as its text, as the bundler does: `node --import ./data/blox-modules.mjs`.
 */
if (isMainThread) {
  register(import.meta.url);
  createRequire(import.meta.url).extensions[".blox"] = (module, path) => {
    module.exports = { __esModule: true, default: readFileSync(path, "utf8") };
  };
}

/** @type {import("node:module").LoadHook} */
export async function load(url, context, nextLoad) {
  if (!url.endsWith(".blox")) return nextLoad(url, context);
  const text = await readFile(new URL(url), "utf8");
  return { format: "module", source: `export default ${JSON.stringify(text)}`, shortCircuit: true };
}
