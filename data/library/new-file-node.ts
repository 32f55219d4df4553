import { closeSync, fsync, mkdirSync, openSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { NewFile } from "./benchmark-folder";
import { fileProblem } from "./file-problem-node";
import { makeDurable, renamePatiently } from "./place-file-node";
import { unfinishedName } from "./unfinished-files-node";

export interface WrittenFile extends NewFile {
  /** Where it is until it gets its name. */
  readonly temporary: string;
  /** Makes it durable there: what is left to do needs no space. */
  complete(): Promise<void>;
  /** Gives it its name then. */
  place(): Promise<void>;
}

/** Rows are small; each piece that is written is at least so many bytes. */
const pieceBytes = 1 << 20;

/** The file is open from the beginning, so that whatever is in the way shows early. */
export function newFile(folder: string, name: string): WrittenFile {
  const temporary = unfinishedName(name);
  const path = join(folder, temporary);
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
      rmSync(path, { force: true });
    }
  };
  const failed = (error: unknown): Error => {
    try {
      discard();
    } catch {
      // What went wrong first is what matters; the file is removed once this process has ended.
    }
    return notWritten(error, name, folder);
  };
  const opened = (): number => {
    if (descriptor === undefined) throw new Error("the file is closed");
    return descriptor;
  };
  const flush = () => {
    writeAll(opened(), buffer.subarray(0, filled));
    filled = 0;
  };
  const complete = async () => {
    try {
      flush();
      await promisify(fsync)(opened());
      close();
    } catch (error) {
      throw failed(error);
    }
  };
  const place = async () => {
    try {
      await renamePatiently(path, join(folder, name));
    } catch (error) {
      throw failed(error);
    }
    await makeDurable(folder);
  };

  try {
    mkdirSync(folder, { recursive: true });
    descriptor = openSync(path, "wx");
  } catch (error) {
    throw failed(error);
  }
  return {
    temporary,
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
    complete,
    place,
    async finish() {
      await complete();
      await place();
    },
    async discard() {
      discard();
    },
  };
}

/** Why a file could not be written, for people. */
export function notWritten(error: unknown, name: string, folder: string): Error {
  return new Error(`${fileProblem(error, `to write ${name} in ${folder}`)} Nothing has changed.`);
}

function writeAll(descriptor: number, bytes: Uint8Array): void {
  let written = 0;
  while (written < bytes.length)
    written += writeSync(descriptor, bytes, written, bytes.length - written);
}
