/**
 * The place where the user's benchmarks lie: a folder on Node, a store of the browser's there. Two windows
 * and a command line may share one.
 */
export interface BenchmarkFolder {
  /** For people: where the databases are. */
  readonly place: string;
  /** The names of its files, those that are being written left out; none where it does not exist yet. */
  list(): Promise<readonly FolderEntry[]>;
  /** Undefined where there is no such file. Throws where it cannot be read. */
  read(name: string): Promise<Uint8Array | undefined>;
  /**
   * A part of a file, so that curves need not be read whole; shorter where the file ends. A negative
   * offset counts from the end.
   */
  readPart(name: string, offset: number, length: number): Promise<Uint8Array | undefined>;
  /**
   * Puts a file in place at once and durably: whatever happens, there is the old one or the new one.
   * Throws an error whose message says what could not be done (no space, no permission) and that nothing
   * has changed; also where `lock` is given and has been lost.
   */
  replace(name: string, bytes: Uint8Array, lock?: HeldLock): Promise<void>;
  /**
   * Puts several files in place together, as `replace` does one: whatever happens, there are all of the old
   * ones or all of the new ones; after the process was killed, once `settle` or `locked` has been called.
   * Gives the names under which damaged files are kept, by their own. Throws `HalfReplaced` where the old
   * ones could not be put back at once.
   */
  replaceAll(files: readonly Replacement[], lock: HeldLock): Promise<ReadonlyMap<string, string>>;
  /**
   * Puts back what a process was replacing under a lock of this name when it was killed, which `locked`
   * does too. Throws where it could not, and where somebody else keeps the lock.
   */
  settle(lock: string): Promise<void>;
  /** Begins a file that is written piece by piece and not there before it is finished. */
  create(name: string): NewFile;
  remove(name: string): Promise<void>;
  /** Sets a damaged file aside under a name that says so, which it gives; undefined if that failed. */
  setAside(name: string): Promise<string | undefined>;
  /**
   * Runs `action` while nobody else, in any window, has the lock of this name; waits for it before, until
   * `signal` says no more, whose reason is thrown then. An action that asks for the same lock again waits
   * forever.
   */
  locked<Result>(
    name: string,
    action: (lock: HeldLock) => Promise<Result>,
    signal?: AbortSignal,
  ): Promise<Result>;
}

export interface Replacement {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** What stands there is damaged: it is kept as `setAside` does. */
  readonly isDamaged: boolean;
}

/** Some files are the old ones, some the new ones, until they can be put back: neither may be lost. */
export class HalfReplaced extends Error {
  override readonly name = "HalfReplaced";

  /** `reason`: why they could not be, a sentence. */
  constructor(reason: string) {
    super(`${reason} It is done when the benchmarks are next opened; until then, some are new.`);
  }
}

export interface HeldLock {
  /** The one that it was asked for by. */
  readonly name: string;
  /** False once others have taken it over, which they do where its holder seems to have died. */
  isHeld(): Promise<boolean>;
}

export interface FolderEntry {
  readonly name: string;
  readonly bytes: number;
}

export interface NewFile {
  /** Synchronous, as rows come in a loop that does not wait. `bytes` is not kept. */
  append(bytes: Uint8Array): void;
  /** Makes it durable and gives it its name. */
  finish(): Promise<void>;
  /** Leaves nothing of it. */
  discard(): Promise<void>;
}
