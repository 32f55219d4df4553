import { createHash } from "node:crypto";
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { build } from "esbuild";

/**
 * `npm run build`: everything that ships, into dist/. Node bundles are CommonJS, as the editor loads
 * them; what runs in a browser is a classic script.
 */

const { version } = JSON.parse(await readFile("package.json", "utf8"));
const messages = await readFile("server/messages.ts");
const digest = createHash("sha256").update(messages).digest("hex").slice(0, 12);

const common = {
  loader: { ".blox": "text", ".csv": "text" },
  bundle: true,
  minify: true,
  sourcemap: false,
  legalComments: "none",
  logLevel: "warning",
  target: "es2022",
  // Its module for browsers asks for the address of the bundle, which a classic script has not.
  alias: { highs: "./node_modules/highs/build/highs.js" },
  define: { BLOX_BUILD: JSON.stringify(`${version}+${digest}`) },
};
const node = { ...common, platform: "node", format: "cjs", target: "node20" };
const browser = { ...common, platform: "browser", format: "iife" };
// sql.js and HiGHS ask whether they run in Node and would then want modules that a browser has not.
const nodeModules = { external: ["fs", "path", "crypto", "node:fs", "node:crypto"] };

await rm("dist", { recursive: true, force: true });
await mkdir("dist/data", { recursive: true });
await Promise.all([
  build({
    ...node,
    entryPoints: {
      "extension-node": "client/extension-node.ts",
      "server-node": "server/main-node.ts",
    },
    outdir: "dist",
    external: ["vscode"],
  }),
  build({
    ...node,
    entryPoints: {
      "search-worker-node": "server/search-worker-node.ts",
      "comparison-worker-node": "server/comparison-worker-node.ts",
      "benchmark-worker-node": "server/benchmark-worker-node.ts",
      "query-worker-node": "server/query-worker-node.ts",
      "measure-worker-node": "server/measure-worker-node.ts",
    },
    outdir: "dist",
  }),
  build({
    ...node,
    entryPoints: { cli: "server/cli/main.ts" },
    outdir: "dist",
    banner: { js: "#!/usr/bin/env node" },
  }),
  build({
    ...browser,
    format: "cjs",
    entryPoints: { "extension-browser": "client/extension-browser.ts" },
    outdir: "dist",
    external: ["vscode"],
  }),
  build({
    ...browser,
    ...nodeModules,
    entryPoints: {
      "server-browser": "server/main-browser.ts",
      "search-worker-browser": "server/search-worker-browser.ts",
      "comparison-worker-browser": "server/comparison-worker-browser.ts",
      "benchmark-worker-browser": "server/benchmark-worker-browser.ts",
      "query-worker-browser": "server/query-worker-browser.ts",
      "measure-worker-browser": "server/measure-worker-browser.ts",
    },
    outdir: "dist",
  }),
  build({
    ...browser,
    entryPoints: {
      search: "webview/search.ts",
      suggestions: "webview/suggestions.ts",
      graph: "webview/graph.ts",
      rows: "webview/rows.ts",
      curves: "webview/curves.ts",
      comparison: "webview/comparison.ts",
    },
    outdir: "dist/webview",
  }),
]);

// The repository's modules are ECMAScript modules; these bundles are not.
await writeFile("dist/package.json", JSON.stringify({ type: "commonjs" }));
await cp("node_modules/sql.js/dist/sql-wasm.wasm", "dist/sql-wasm.wasm");
await cp("node_modules/highs/build/highs.wasm", "dist/highs.wasm");
// What times networks in Node; a browser's bundle has the two scripts in it.
const ort = ["ort.wasm.min.js", "ort-wasm-simd-threaded.mjs", "ort-wasm-simd-threaded.wasm"];
for (const file of ort) await cp(`node_modules/onnxruntime-web/dist/${file}`, `dist/ort/${file}`);
await cp("data/blox.sqlite", "dist/data/blox.sqlite");
