import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import Module, { register } from "node:module";
import { isMainThread } from "node:worker_threads";

/**
 * Lets Node import a `.blox` file as its text, as the bundler does: `node --import ./data/blox-modules.mjs`.
 */
if (isMainThread) {
  register(import.meta.url);
  Module._extensions[".blox"] = (module, path) =>
    module._compile(commonJs(readFileSync(path, "utf8")), path);
}

/** @type {import("node:module").LoadHook} */
export async function load(url, context, nextLoad) {
  if (!url.endsWith(".blox")) return nextLoad(url, context);
  const text = await readFile(new URL(url), "utf8");
  return { format: "module", source: `export default ${JSON.stringify(text)}`, shortCircuit: true };
}

/** @param {string} text */
function commonJs(text) {
  return `exports.__esModule = true; exports.default = ${JSON.stringify(text)};`;
}
