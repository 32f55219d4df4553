import { parentPort } from "node:worker_threads";
import { serveQueries } from "./query-worker";

/** Entry point of the worker in Node. */
if (!parentPort) throw new Error("This is a worker of the Blox server; it cannot run by itself.");
const port = parentPort;
serveQueries({
  post: (message) => port.postMessage(message),
  onMessage: (listener) => port.on("message", listener),
});
