import { closeSync, fsync, mkdirSync, openSync, rmSync, writeSync } from "node:fs";
import { access, type FileHandle, mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import type { BenchmarkFolder, FolderEntry, HeldLock, NewFile } from "./benchmark-folder";
import { expectFileName } from "./file-name";
import { codeOf, fileProblem } from "./file-problem-node";
import { withLockFile } from "./lock-file-node";
import { removeAbandonedFiles, unfinishedName } from "./unfinished-files-node";

/**
 * A folder of the disk, which is made when something is first written. What is being written, and the
 * locks, are files of it that begin with a full stop.
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
    create: (name) => create(folder, name),
    remove: (name) => remove(folder, name),
    setAside: (name) => setAside(folder, name),
    locked: (name, action) => locked(folder, name, action),
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
  const file = create(folder, name, lock);
  file.append(bytes);
  await file.finish();
}

/** Rows are small; each piece that is written is at least so many bytes. */
const pieceBytes = 1 << 20;

/** The file is open from the beginning, so that whatever is in the way shows early. */
function create(folder: string, name: string, lock?: HeldLock): NewFile {
  expectFileName(name);
  const temporary = join(folder, unfinishedName(name));
  const buffer = new Uint8Array(pieceBytes);
  let filled = 0;
  let descriptor: number | undefined;

  const close = () => {
    if (descriptor !== undefined) closeSync(descriptor);
    descriptor = undefined;
  };
  const discard = () => {
    try {
      close();
    } finally {
      rmSync(temporary, { force: true });
    }
  };
  const failed = (error: unknown): Error => {
    try {
      discard();
    } catch {
      // What went wrong first is what matters; the file is removed once this process has ended.
    }
    const reason =
      error instanceof LostLock
        ? error.message
        : fileProblem(error, `to write ${name} in ${folder}`);
    return new Error(`${reason} Nothing has changed.`);
  };
  const opened = (): number => {
    if (descriptor === undefined) throw new Error("the file is closed");
    return descriptor;
  };
  const flush = () => {
    writeAll(opened(), buffer.subarray(0, filled));
    filled = 0;
  };

  try {
    mkdirSync(folder, { recursive: true });
    descriptor = openSync(temporary, "wx");
  } catch (error) {
    throw failed(error);
  }
  return {
    append(bytes) {
      try {
        if (filled + bytes.length > buffer.length) flush();
        if (bytes.length >= buffer.length) writeAll(opened(), bytes);
        else {
          buffer.set(bytes, filled);
          filled += bytes.length;
        }
      } catch (error) {
        throw failed(error);
      }
    },
    async finish() {
      try {
        flush();
        await promisify(fsync)(opened());
        close();
        if (lock && !(await lock.isHeld())) throw new LostLock();
        await renamePatiently(temporary, join(folder, name));
      } catch (error) {
        throw failed(error);
      }
      await makeDurable(folder);
    },
    async discard() {
      discard();
    },
  };
}

class LostLock extends Error {
  constructor() {
    super("Another window has changed the benchmarks meanwhile; try again.");
  }
}

function writeAll(descriptor: number, bytes: Uint8Array): void {
  let written = 0;
  while (written < bytes.length)
    written += writeSync(descriptor, bytes, written, bytes.length - written);
}

/** Windows refuses for a moment while somebody, a virus scanner for one, looks at either file. */
async function renamePatiently(from: string, to: string): Promise<void> {
  for (let attempts = 10; ; attempts--) {
    try {
      return await rename(from, to);
    } catch (error) {
      const isForAMoment =
        process.platform === "win32" && ["EPERM", "EACCES", "EBUSY"].includes(codeOf(error) ?? "");
      if (!isForAMoment || attempts === 1) throw error;
      await delay(100);
    }
  }
}

/** That a name stands for another file is written to the disk too. Not all systems can be asked to. */
async function makeDurable(folder: string): Promise<void> {
  try {
    const handle = await open(folder);
    await handle.sync().finally(() => handle.close());
  } catch {
    // The new file is in place all the same, and it or the old one is after a crash.
  }
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

async function setAside(folder: string, name: string): Promise<string | undefined> {
  expectFileName(name);
  try {
    for (let number = 1; ; number++) {
      const kept = `${name}.damaged${number === 1 ? "" : `-${number}`}`;
      if ((await ifThere(access(join(folder, kept)).then(() => true))) === true) continue;
      await renamePatiently(join(folder, name), join(folder, kept));
      return kept;
    }
  } catch {
    return undefined;
  }
}

async function locked<Result>(
  folder: string,
  name: string,
  action: (lock: HeldLock) => Promise<Result>,
): Promise<Result> {
  expectFileName(name);
  let isLocked = false;
  try {
    await mkdir(folder, { recursive: true });
    return await withLockFile(join(folder, `.${name}.lock`), async (lock) => {
      isLocked = true;
      await removeAbandonedFiles(folder);
      return await action(lock);
    });
  } catch (error) {
    if (isLocked) throw error;
    throw new Error(
      `${fileProblem(error, `to write in the folder ${folder}`)} Nothing has changed.`,
    );
  }
}
