import { browserFolder } from "../data/library/folder-indexeddb";
import type { RequestedSource } from "../data/library/import-files";
import { serveBenchmarks } from "./benchmark-worker";
import type { ImportedPath } from "./messages";

/** Entry point of the worker in the browser. */
const scope = self as unknown as DedicatedWorkerGlobalScope;
serveBenchmarks(
  {
    post: (message) => scope.postMessage(message),
    onMessage: (listener) => scope.addEventListener("message", ({ data }) => listener(data)),
  },
  {
    folderAt: browserFolder,
    sourcesOf: async (files) => files.flatMap(sourceOf),
  },
);

/** The editor's side has read the file: nothing here can. */
function sourceOf(file: ImportedPath): RequestedSource[] {
  if ("path" in file) return [];
  const { name, bytes, isFromFolder } = file;
  return [
    {
      name,
      size: bytes.length,
      isFromFolder,
      async *open() {
        yield bytes;
      },
    },
  ];
}
