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
  /** Begins a file that is written piece by piece and not there before it is finished. */
  create(name: string): NewFile;
  remove(name: string): Promise<void>;
  /** Sets a damaged file aside under a name that says so, which it gives; undefined if that failed. */
  setAside(name: string): Promise<string | undefined>;
  /**
   * Runs `action` while nobody else, in any window, has the lock of this name; waits for it before. An
   * action that asks for the same lock again waits forever.
   */
  locked<Result>(name: string, action: (lock: HeldLock) => Promise<Result>): Promise<Result>;
}

export interface HeldLock {
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
