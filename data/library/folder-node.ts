import { mkdirSync } from "node:fs";
import { access, type FileHandle, open, readdir, rm, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { BenchmarkFolder, FolderEntry, HeldLock } from "./benchmark-folder";
import { damagedName } from "./damaged-name";
import { expectFileName } from "./file-name";
import { codeOf, fileProblem } from "./file-problem-node";
import { hasJournal, undoJournal } from "./journal-node";
import { LostLock, type Patience, withLockFile } from "./lock-file-node";
import { newFile, type WrittenFile } from "./new-file-node";
import { makeDurable, renamePatiently } from "./place-file-node";
import { replaceAll } from "./replace-all-node";
import { removeAbandonedFiles } from "./unfinished-files-node";

/**
 * A folder of the disk, which is made when something is first written. What is being written, the locks
 * and the journals of what is being replaced are files of it that begin with a full stop.
 */
export function nodeFolder(path: string): BenchmarkFolder {
  const folder = resolve(path);
  return {
    place: folder,
    list: () => list(folder),
    read: (name) => read(folder, name, (handle) => handle.readFile()),
    readPart: (name, offset, length) =>
      read(folder, name, (handle) => readPart(handle, offset, length)),
    replace: (name, bytes, lock) => replace(folder, name, bytes, lock),
    replaceAll: async (files, lock) => {
      for (const { name } of files) expectFileName(name);
      return replaceAll(folder, files, lock);
    },
    settle: (lock) => settle(folder, lock),
    create: (name) => create(folder, name),
    remove: (name) => remove(folder, name),
    setAside: (name) => setAside(folder, name),
    locked: (name, action, signal) => locked(folder, name, action, signal && { signal }),
  };
}

async function list(folder: string): Promise<FolderEntry[]> {
  try {
    const names = (await readdir(folder)).filter((name) => !name.startsWith(".")).sort();
    const entries: FolderEntry[] = [];
    for (const name of names) {
      const found = await ifThere(stat(join(folder, name)));
      if (found?.isFile()) entries.push({ name, bytes: found.size });
    }
    return entries;
  } catch (error) {
    if (codeOf(error) === "ENOENT") return [];
    throw new Error(fileProblem(error, `to read the folder ${folder}`));
  }
}

async function read(
  folder: string,
  name: string,
  take: (handle: FileHandle) => Promise<Uint8Array>,
): Promise<Uint8Array | undefined> {
  expectFileName(name);
  try {
    const handle = await ifThere(open(join(folder, name)));
    if (!handle) return undefined;
    try {
      return await take(handle);
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw new Error(fileProblem(error, `to read ${name} in ${folder}`));
  }
}

async function readPart(handle: FileHandle, offset: number, length: number): Promise<Uint8Array> {
  const { size } = await handle.stat();
  const start = offset < 0 ? Math.max(0, size + offset) : Math.min(size, offset);
  const bytes = new Uint8Array(Math.min(length, size - start));
  let filled = 0;
  while (filled < bytes.length) {
    const { bytesRead } = await handle.read(bytes, filled, bytes.length - filled, start + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}

/** Undefined where there is no such file. */
async function ifThere<Result>(asked: Promise<Result>): Promise<Result | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}

async function replace(
  folder: string,
  name: string,
  bytes: Uint8Array,
  lock: HeldLock | undefined,
): Promise<void> {
  const file = create(folder, name);
  file.append(bytes);
  await file.complete();
  if (lock && !(await lock.isHeld())) {
    await file.discard();
    throw new LostLock();
  }
  await file.place();
}

function create(folder: string, name: string): WrittenFile {
  expectFileName(name);
  return newFile(folder, name);
}

async function remove(folder: string, name: string): Promise<void> {
  expectFileName(name);
  try {
    await rm(join(folder, name), { force: true });
  } catch (error) {
    throw new Error(`${fileProblem(error, `to remove ${name} from ${folder}`)}`);
  }
  await makeDurable(folder);
}

async function isThere(folder: string, name: string): Promise<boolean> {
  return (await ifThere(access(join(folder, name)).then(() => true))) ?? false;
}

async function setAside(folder: string, name: string): Promise<string | undefined> {
  expectFileName(name);
  try {
    const kept = await damagedName(name, (taken) => isThere(folder, taken));
    await renamePatiently(join(folder, name), join(folder, kept));
    return kept;
  } catch {
    return undefined;
  }
}

async function locked<Result>(
  folder: string,
  name: string,
  action: (lock: HeldLock) => Promise<Result>,
  patience?: Patience,
): Promise<Result> {
  expectFileName(name);
  let isLocked = false;
  const tidied = async ({ isHeld }: Pick<HeldLock, "isHeld">) => {
    await undoJournal(folder, name);
    isLocked = true;
    // Whether they are there is what the journal goes by.
    await removeAbandonedFiles(folder);
    return await action({ name, isHeld });
  };
  try {
    // At once, so that those of this process have their turns in the order in which they came.
    mkdirSync(folder, { recursive: true });
    return await withLockFile(join(folder, `.${name}.lock`), tidied, patience);
  } catch (error) {
    if (isLocked || (patience?.signal?.aborted && error === patience.signal.reason)) throw error;
    throw new Error(
      `${fileProblem(error, `to write in the folder ${folder}`)} Nothing has changed.`,
    );
  }
}

/** Long enough for whoever is replacing files just now. */
const patienceMs = 1000;

async function settle(folder: string, lock: string): Promise<void> {
  if (await hasJournal(folder, lock)) await locked(folder, lock, async () => {}, { patienceMs });
}
