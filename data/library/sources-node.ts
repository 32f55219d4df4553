import { createReadStream, type Stats } from "node:fs";
import { access, constants, readdir, realpath, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { codeOf } from "./file-problem-node";
import type { RequestedSource } from "./import-files";

/**
 * The files to import at these paths, in their order: of a folder those in it by name, without hidden
 * ones and without what is in folders of it. A file that several paths lead to is there once. Throws an
 * error that says what is wrong with which path.
 */
export async function sourcesAt(paths: readonly string[]): Promise<RequestedSource[]> {
  const sources = new Map<string, RequestedSource>();
  for (const path of paths) {
    for (const source of await sourcesOf(path)) {
      const key = await realpath(source.path);
      // What was named itself must be recognised, also where its folder was named before.
      if (sources.get(key)?.isFromFolder !== false) sources.set(key, source);
    }
  }
  return [...sources.values()];
}

interface FileSource extends RequestedSource {
  readonly path: string;
}

async function sourcesOf(path: string): Promise<FileSource[]> {
  const found = await readable(path);
  if (found.isFile()) {
    if (found.size === 0)
      throw new Error(`${path}: is an empty file; get it again, or leave it out`);
    return [sourceOf(path, found, false)];
  }
  if (found.isDirectory()) return sourcesIn(path);
  throw new Error(`${path}: is neither a file nor a folder`);
}

/** Fails where there is nothing, or nothing that may be read. */
async function readable(path: string): Promise<Stats> {
  try {
    const found = await stat(path);
    await access(path, constants.R_OK);
    return found;
  } catch (error) {
    throw new Error(`${path}: ${reasonOf(error)}`);
  }
}

function reasonOf(error: unknown): string {
  switch (codeOf(error)) {
    case "ENOENT":
    case "ENOTDIR":
      return "there is no such file or folder";
    case "EACCES":
    case "EPERM":
      return "you have no permission to read it";
    default:
      return `cannot be read: ${error instanceof Error ? error.message : error}`;
  }
}

async function sourcesIn(folder: string): Promise<FileSource[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    throw new Error(`${folder}: ${reasonOf(error)}`);
  });
  const sources: FileSource[] = [];
  for (const name of names.sort()) {
    if (name.startsWith(".")) continue;
    const path = join(folder, name);
    // A link that leads nowhere is no file of the folder.
    const found = await stat(path).catch(() => undefined);
    if (found?.isFile()) sources.push(sourceOf(path, await readable(path), true));
  }
  return sources;
}

function sourceOf(path: string, { size }: Stats, isFromFolder: boolean): FileSource {
  return {
    path,
    name: basename(path),
    size,
    isFromFolder,
    open: () => createReadStream(path, { highWaterMark: pieceBytes }),
  };
}

const pieceBytes = 1 << 18;
