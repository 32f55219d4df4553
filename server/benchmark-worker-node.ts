import { parentPort } from "node:worker_threads";
import { nodeFolder } from "../data/library/folder-node";
import { sourcesAt } from "../data/library/sources-node";
import { serveBenchmarks } from "./benchmark-worker";

/** Entry point of the worker in Node. */
if (!parentPort) throw new Error("This is a worker of the Blox server; it cannot run by itself.");
const port = parentPort;
serveBenchmarks(
  {
    post: (message) => port.postMessage(message),
    onMessage: (listener) => port.on("message", listener),
  },
  {
    folderAt: nodeFolder,
    sourcesOf: (files) => sourcesAt(files.flatMap((file) => ("path" in file ? [file.path] : []))),
  },
);
