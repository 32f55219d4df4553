import { parentPort } from "node:worker_threads";
import { ownMachine } from "../data/timing/own-machine-node";
import { loadPresentRuntime } from "../data/timing/runtimes-node";
import { serveMeasuring } from "./measure-worker";

/**
 * Entry point of the worker in Node, which reads the runtime's files itself. The processor's own runtime is
 * there once `blox measure` has downloaded it: an editor downloads nothing.
 */
if (!parentPort) throw new Error("This is a worker of the Blox server; it cannot run by itself.");
const port = parentPort;
serveMeasuring(
  {
    post: (message) => port.postMessage(message),
    onMessage: (listener) => port.on("message", listener),
  },
  { machine: ownMachine(), runtime: () => loadPresentRuntime(__dirname) },
);
