import { serveComparison } from "./comparison-worker";

/** Entry point of the worker in the browser. */
const scope = self as unknown as DedicatedWorkerGlobalScope;
serveComparison({
  post: (message) => scope.postMessage(message),
  onMessage: (listener) => scope.addEventListener("message", ({ data }) => listener(data)),
});
