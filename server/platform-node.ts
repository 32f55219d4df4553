import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import type { Platform, Port } from "./platform";
import { nodeTraces } from "./traces/trace-store-node";

/**
 * Node. `entryFolder` is the folder of the file that was started: that of the bundles, or in a
 * checkout a folder of the sources.
 */
export function nodePlatform(entryFolder: string): Platform {
  const layout = bundleLayout(entryFolder) ?? sourceLayout(entryFolder);
  return {
    async readAsset(name) {
      try {
        return await readFile(layout.asset(name));
      } catch {
        return undefined;
      }
    },
    startWorker: (name) => workerPort(layout.worker(name)),
    parallelism: availableParallelism(),
    traces: nodeTraces,
  };
}

interface Layout {
  asset(name: string): string;
  worker(name: string): Worker;
}

function bundleLayout(folder: string): Layout | undefined {
  if (!existsSync(join(folder, "search-worker-node.js"))) return undefined;
  return {
    asset: (name) => join(folder, name),
    worker: (name) => new Worker(join(folder, `${name}-node.js`)),
  };
}

/** The sources, which a worker must be taught to read: it does not inherit the loader of TypeScript. */
function sourceLayout(entryFolder: string): Layout {
  const root = rootOf(entryFolder);
  return {
    asset: (name) => join(root, packaged[name] ?? name),
    worker(name) {
      const source = pathToFileURL(join(root, "server", `${name}-node.ts`)).href;
      const texts = pathToFileURL(join(root, "data/blox-modules.mjs")).href;
      const start =
        `require("node:module").register(${JSON.stringify(texts)});` +
        `import("tsx/esm/api").then(({ register }) => { register(); return import(${JSON.stringify(source)}); })`;
      return new Worker(start, { eval: true });
    },
  };
}

/** Where files of the package are before it is built. */
const packaged: Readonly<Record<string, string>> = {
  "sql-wasm.wasm": "node_modules/sql.js/dist/sql-wasm.wasm",
  "highs.wasm": "node_modules/highs/build/highs.wasm",
};

/** The nearest folder upwards that has a `package.json`. */
function rootOf(folder: string): string {
  const parent = dirname(folder);
  return parent === folder || existsSync(join(folder, "package.json")) ? folder : rootOf(parent);
}

function workerPort(worker: Worker): Port {
  return {
    post: (message, moved = []) => worker.postMessage(message, moved),
    onMessage: (listener) => worker.on("message", listener),
    onError(listener) {
      worker.on("error", (error) => listener(error.message));
      worker.on("messageerror", (error) => listener(error.message));
      worker.on("exit", (code) => listener(`it ended with exit code ${code}`));
    },
    close: () => void worker.terminate(),
  };
}
