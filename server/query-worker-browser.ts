import { serveQueries } from "./query-worker";

/** Entry point of the worker in the browser. */
const scope = self as unknown as DedicatedWorkerGlobalScope;
serveQueries({
  post: (message) => scope.postMessage(message),
  onMessage: (listener) => scope.addEventListener("message", ({ data }) => listener(data)),
});
