import { mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { codeOf, fileProblem } from "../../data/library/file-problem-node";
import { unfinishedName } from "../../data/library/unfinished-files-node";
import type { ExportedFile } from "../exports/exporter";
import { Failure } from "./failure";

/** A file with the place that it is to be written to. */
export interface PlacedFile {
  readonly path: string;
  /** Read when it is needed: what is large may be made only then. */
  readonly bytes: Uint8Array;
}

/**
 * Where files go: a single one to the path `out`, or under its own name into the folder that `out` is;
 * several into the folder `out`. Left out, that is the current folder, and for several files one in it
 * of the name `folder`.
 */
export async function writePlaces(
  files: readonly ExportedFile[],
  out: string | undefined,
  folder: string,
): Promise<readonly PlacedFile[]> {
  const [only, another] = files;
  if (only && !another) {
    const path = out === undefined ? only.path : (await isFolder(out)) ? join(out, only.path) : out;
    return [{ path, bytes: bytesOf(only) }];
  }
  return files.map((file) => ({ path: join(out ?? folder, file.path), bytes: bytesOf(file) }));
}

/**
 * Writes all of them or, where one cannot be written, says why. A file that is there with other content
 * stays, and nothing is written, unless `mayReplace`. What stops half-way leaves no half of a file.
 */
export async function writeFiles(
  files: readonly PlacedFile[],
  mayReplace: boolean,
  onWritten?: (file: PlacedFile) => void,
): Promise<void> {
  for (const file of files) {
    if (!mayReplace && (await hasOtherContent(file)))
      throw new Failure(
        `${file.path}: is there already and holds something else; name another place with --out, or write over it with --force`,
      );
  }
  for (const file of files) {
    await writeWhole(file);
    onWritten?.(file);
  }
}

async function writeWhole({ path, bytes }: PlacedFile): Promise<void> {
  const folder = dirname(path);
  const temporary = join(folder, unfinishedName(basename(path)));
  try {
    // No more than this folder: of a path that leads nowhere, one may have meant another.
    await mkdir(folder).catch((error: unknown) => {
      if (codeOf(error) !== "EEXIST") throw error;
    });
    await writeFile(temporary, bytes);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    throw problemOf(path, error);
  }
}

async function hasOtherContent(file: PlacedFile): Promise<boolean> {
  const { path } = file;
  try {
    return !(await readFile(path)).equals(file.bytes);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return false;
    throw problemOf(path, error);
  }
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

function problemOf(path: string, error: unknown): Failure {
  const code = codeOf(error);
  if (code === "ENOENT") return new Failure(`${dirname(path)}: there is no folder for it`);
  if (code === "EISDIR") return new Failure(`${path}: is a folder, not a file`);
  if (code === "ENOTDIR" || code === "EEXIST")
    return new Failure(`${dirname(path)}: is a file, not a folder`);
  return new Failure(`${path}: ${fileProblem(error, "to write it")}`);
}

function bytesOf(file: ExportedFile): Uint8Array {
  return "text" in file ? new TextEncoder().encode(file.text) : file.bytes;
}
