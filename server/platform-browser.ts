import type { Platform, Port } from "./platform";
import { memoryTraces } from "./traces/trace-store";

/**
 * The browser, where nothing can be read by path: `readAsset` gets a file of the package however the
 * host can. Workers start from a Blob of their bundle's text, as a web worker host may start nothing
 * from another origin.
 */
export function browserPlatform(readAsset: Platform["readAsset"]): Platform {
  return {
    readAsset,
    startWorker: (name) => workerPort(startFromBlob(readAsset, `${name}-browser.js`)),
    parallelism: navigator.hardwareConcurrency,
    traces: memoryTraces,
  };
}

async function startFromBlob(readAsset: Platform["readAsset"], bundle: string): Promise<Worker> {
  const text = await readAsset(bundle);
  if (!text) throw new Error(`${bundle} is missing from the package`);
  const url = URL.createObjectURL(new Blob([text.slice()], { type: "text/javascript" }));
  return new Worker(url);
}

/** The way to a worker that may still be starting; what is posted meanwhile waits in order. */
function workerPort(starting: Promise<Worker>): Port {
  const withWorker = (use: (worker: Worker) => void) => {
    starting.then(use, () => {});
  };
  return {
    post: (message, moved = []) => withWorker((worker) => worker.postMessage(message, [...moved])),
    onMessage: (listener) =>
      withWorker((worker) => worker.addEventListener("message", ({ data }) => listener(data))),
    onError(listener) {
      starting.catch((error: unknown) => listener(String(error)));
      withWorker((worker) => {
        worker.addEventListener("error", ({ message }) => listener(message));
        worker.addEventListener("messageerror", () => listener("a message could not be read"));
      });
    },
    close: () => withWorker((worker) => worker.terminate()),
  };
}
