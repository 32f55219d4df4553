import { hostname } from "node:os";
import { parentPort } from "node:worker_threads";
import { loadRuntime } from "../data/timing/runtimes-node";
import { serveMeasuring } from "./measure-worker";

/** Entry point of the worker in Node, which reads the runtime's files itself. */
if (!parentPort) throw new Error("This is a worker of the Blox server; it cannot run by itself.");
const port = parentPort;
serveMeasuring(
  {
    post: (message) => port.postMessage(message),
    onMessage: (listener) => port.on("message", listener),
  },
  { machine: hostname(), runtime: () => loadRuntime("ort-wasm", __dirname) },
);
