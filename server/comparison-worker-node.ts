import { parentPort } from "node:worker_threads";
import { serveComparison } from "./comparison-worker";

/** Entry point of the worker in Node. */
if (!parentPort) throw new Error("This is a worker of Blox; it cannot run by itself.");
const port = parentPort;
serveComparison({
  post: (message) => port.postMessage(message),
  onMessage: (listener) => port.on("message", listener),
});
