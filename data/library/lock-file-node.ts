import { randomUUID } from "node:crypto";
import {
  closeSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { HeldLock } from "./benchmark-folder";
import { codeOf } from "./file-problem-node";
import { isAlive, processSpace } from "./process-name-node";
import { unfinishedName } from "./unfinished-files-node";

/** Others have taken the lock over. */
export class LostLock extends Error {
  override readonly name = "LostLock";
  override readonly message =
    "Another window has changed the benchmarks meanwhile; try again. Nothing has changed.";
}

/**
 * Runs `action` while no other process, and nothing else in this one, holds the lock `file`: it is there
 * exactly while somebody holds it, and says who. The lock of a process that has died is taken over.
 * Throws what the file system does where the file cannot be made, and where patience has an end before
 * another process gives the lock back.
 */
export async function withLockFile<Result>(
  file: string,
  action: (lock: Pick<HeldLock, "isHeld">) => Promise<Result>,
  { patienceMs = Number.POSITIVE_INFINITY, signal }: Patience = {},
): Promise<Result> {
  return inTurn(file, async () => {
    const token = await acquire(file, performance.now() + patienceMs, signal);
    const refresh = setInterval(() => touch(file, token), refreshMs);
    refresh.unref();
    try {
      return await action({ isHeld: () => isHeld(file, token) });
    } finally {
      clearInterval(refresh);
      await release(file, token);
    }
  });
}

/** For how long to wait for others. */
export interface Patience {
  readonly patienceMs?: number;
  /** Once it is aborted, its reason is thrown. */
  readonly signal?: AbortSignal;
}

/** Everyone in this process who wants a file waits for those who came before. */
async function inTurn<Result>(file: string, action: () => Promise<Result>): Promise<Result> {
  const before = queues.get(file);
  const mine = (async () => {
    await before?.catch(() => {});
    return action();
  })();
  queues.set(file, mine);
  try {
    return await mine;
  } finally {
    if (queues.get(file) === mine) queues.delete(file);
  }
}

const queues = new Map<string, Promise<unknown>>();

/** A holder shows so often that it is there; one elsewhere that has not for so long counts as dead. */
const refreshMs = 5_000;
const longestSilenceMs = 10 * 60_000;

/** Another thread of this process may have been ended, which nothing else tells. */
const longestSilenceOfThreadMs = 30_000;

/** A lock without its holder's name is one that is just being made, or whose maker was killed then. */
const longestNamelessMs = 5_000;

const shortestWaitMs = 25;
const longestWaitMs = 150;

interface Holder {
  readonly pid: number;
  /** The process space: see `process-name-node.ts`. */
  readonly host: string;
  readonly token: string;
}

/** Gives what the lock says while it is held here. */
async function acquire(
  file: string,
  latest: number,
  signal: AbortSignal | undefined,
): Promise<string> {
  const holder: Holder = { pid: process.pid, host: processSpace, token: randomUUID() };
  const text = JSON.stringify(holder);
  for (;;) {
    signal?.throwIfAborted();
    if (make(file, text)) return text;
    const found = contentOf(file);
    if (found !== undefined && isStale(file, found)) takeAway(file, found);
    else if (performance.now() > latest) throw new Error("another process has the lock");
    else await delay(shortestWaitMs + Math.random() * (longestWaitMs - shortestWaitMs));
  }
}

/** False where the lock is there already. */
function make(file: string, text: string): boolean {
  let descriptor: number;
  try {
    descriptor = openSync(file, "wx");
  } catch (error) {
    // Windows says so of a file that is being removed.
    const isThere = codeOf(error) === "EEXIST" || (isWindows && codeOf(error) === "EPERM");
    if (isThere) return false;
    throw error;
  }
  try {
    writeSync(descriptor, text);
  } catch (error) {
    rmSync(file, { force: true });
    throw error;
  } finally {
    closeSync(descriptor);
  }
  // Whoever was stopped in between for long may have lost it.
  return contentOf(file) === text;
}

const isWindows = process.platform === "win32";

/** Undefined where there is none. */
function contentOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const isGone = codeOf(error) === "ENOENT" || (isWindows && codeOf(error) === "EPERM");
    if (isGone) return undefined;
    throw error;
  }
}

function isStale(file: string, text: string): boolean {
  const holder = holderIn(text);
  if (holder?.host === processSpace && !isAlive(holder.pid)) return true;
  return silenceMs(file) > longestSilenceOf(holder);
}

function longestSilenceOf(holder: Holder | undefined): number {
  if (!holder) return longestNamelessMs;
  const isOfThisProcess = holder.host === processSpace && holder.pid === process.pid;
  return isOfThisProcess ? longestSilenceOfThreadMs : longestSilenceMs;
}

function silenceMs(file: string): number {
  try {
    return Date.now() - statSync(file).mtimeMs;
  } catch {
    return 0;
  }
}

function holderIn(text: string): Holder | undefined {
  try {
    const { pid, host, token } = JSON.parse(text);
    return Number.isSafeInteger(pid) && pid > 0 ? { pid, host, token } : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Removes a stale lock. Of several that try at once one may find that it has moved away the lock which
 * another has made since: it puts that back.
 */
function takeAway(file: string, stale: string): void {
  const aside = join(dirname(file), unfinishedName("lock"));
  try {
    if (contentOf(file) !== stale) return;
    renameSync(file, aside);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return;
    throw error;
  }
  const moved = contentOf(aside);
  if (moved !== undefined && moved !== stale) putBack(aside, file, moved);
  rmSync(aside, { force: true });
}

/** Unless there is another by now: then its holder finds out before it changes anything. */
function putBack(aside: string, file: string, text: string): void {
  try {
    linkSync(aside, file);
  } catch (error) {
    // Not all file systems have links.
    if (codeOf(error) !== "EEXIST") make(file, text);
  }
}

/** One that is moved away by mistake is back at once. */
async function isHeld(file: string, text: string): Promise<boolean> {
  for (let attempt = 0; attempt < 5; attempt++) {
    const found = contentOf(file);
    if (found !== undefined) return found === text;
    await delay(shortestWaitMs);
  }
  return false;
}

function touch(file: string, text: string): void {
  const now = new Date();
  try {
    if (contentOf(file) === text) utimesSync(file, now, now);
  } catch {
    // It is tried again before long, and whether the lock is held is asked before it matters.
  }
}

async function release(file: string, text: string): Promise<void> {
  try {
    if (await isHeld(file, text)) rmSync(file, { force: true });
  } catch {
    // Others take it over once this process has ended, or has not shown for long.
  }
}
