import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { mostBytes } from "../messages";
import type { WorkspaceFiles } from "../workspace-files";

/** The files of the disk; those of the workspace are the ones in `folder` and below. */
export function diskFiles(folder: string): WorkspaceFiles {
  return {
    async read(uri) {
      try {
        const bytes = await readFile(fileURLToPath(uri));
        // What is cut off is too long for the language anyway.
        return new TextDecoder().decode(bytes.subarray(0, mostBytes));
      } catch {
        return undefined;
      }
    },
    async list() {
      const paths = await bloxFilesIn(folder);
      return paths.map((path) => pathToFileURL(path).href);
    },
  };
}

/** A list serves suggestions: in a folder as large as a whole disk, an incomplete one will do. */
const mostFolders = 1000;

async function bloxFilesIn(folder: string): Promise<string[]> {
  const files: string[] = [];
  const folders = [folder];
  for (let visited = 0; visited < mostFolders; visited++) {
    const next = folders.shift();
    if (next === undefined) break;
    for (const entry of await readdir(next, { withFileTypes: true }).catch(() => [])) {
      const path = join(next, entry.name);
      if (entry.isDirectory() && !/^(\.|node_modules$)/.test(entry.name)) folders.push(path);
      else if (entry.isFile() && path.endsWith(".blox") && (await sizeOf(path)) <= mostBytes)
        files.push(path);
    }
  }
  return files;
}

async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => Number.POSITIVE_INFINITY,
  );
}
