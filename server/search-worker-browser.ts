import { serveSearches } from "./search-worker";

/** Entry point of the worker in the browser. */
const scope = self as unknown as DedicatedWorkerGlobalScope;
const turns: (() => void)[] = [];
const toSelf = new MessageChannel();
toSelf.port1.onmessage = () => turns.shift()?.();

serveSearches(
  {
    post: (message) => scope.postMessage(message),
    onMessage: (listener) => scope.addEventListener("message", ({ data }) => listener(data)),
  },
  // A message to oneself comes after those that wait; a timer would wait 4 ms each time.
  () =>
    new Promise((resolve) => {
      turns.push(resolve);
      toSelf.port2.postMessage(undefined);
    }),
);
