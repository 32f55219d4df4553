import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Worker } from "node:worker_threads";
import type { Platform, Port } from "./platform";

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
    startWorker: (name) => workerPort(new Worker(layout.worker(name))),
  };
}

interface Layout {
  asset(name: string): string;
  worker(name: string): string;
}

function bundleLayout(folder: string): Layout | undefined {
  if (!existsSync(join(folder, "search-worker-node.js"))) return undefined;
  return {
    asset: (name) => join(folder, name),
    worker: (name) => join(folder, `${name}-node.js`),
  };
}

/** The sources, run by a loader of TypeScript that workers inherit. */
function sourceLayout(entryFolder: string): Layout {
  const root = rootOf(entryFolder);
  return {
    asset: (name) =>
      name === "sql-wasm.wasm" ? join(root, "node_modules/sql.js/dist", name) : join(root, name),
    worker: (name) => join(root, "server", `${name}-node.ts`),
  };
}

/** The nearest folder upwards that has a `package.json`. */
function rootOf(folder: string): string {
  const parent = dirname(folder);
  return parent === folder || existsSync(join(folder, "package.json")) ? folder : rootOf(parent);
}

function workerPort(worker: Worker): Port {
  return {
    post: (message) => worker.postMessage(message),
    onMessage: (listener) => worker.on("message", listener),
    onError(listener) {
      worker.on("error", (error) => listener(error.message));
      worker.on("messageerror", (error) => listener(error.message));
      worker.on("exit", (code) => listener(`it ended with exit code ${code}`));
    },
    close: () => void worker.terminate(),
  };
}
