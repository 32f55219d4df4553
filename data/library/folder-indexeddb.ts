import type { BenchmarkFolder, FolderEntry, NewFile, Replacement } from "./benchmark-folder";
import { damagedName } from "./damaged-name";
import { expectFileName } from "./file-name";

/**
 * A store of the browser's (IndexedDB), of this name: a Blob a file, so that a part can be read without
 * the whole. The browser keeps other windows of the same origin out of a lock, and lets go of one whose
 * window is closed.
 */
export function browserFolder(name: string): BenchmarkFolder {
  const place = `the browser's storage (${name})`;
  const change = async (file: string, make: (files: IDBObjectStore) => IDBRequest) => {
    expectFileName(file);
    try {
      await inStore(name, "readwrite", make);
    } catch (error) {
      throw new Error(`${storageProblem(error, file, place)} Nothing has changed.`);
    }
  };
  const part = async (file: string, start?: number, length?: number) => {
    expectFileName(file);
    const blob = await inStore<unknown>(name, "readonly", (files) => files.get(file));
    if (!(blob instanceof Blob)) return undefined;
    const end = start === undefined || length === undefined ? blob.size : endOf(start, length);
    return new Uint8Array(await blob.slice(start, end).arrayBuffer());
  };
  return {
    place,
    list: () => list(name),
    read: (file) => part(file),
    readPart: (file, offset, length) => part(file, offset, length),
    replace: (file, bytes) => change(file, (files) => files.put(new Blob([copyOf(bytes)]), file)),
    replaceAll: (files) => replaceAll(name, files, place),
    // One transaction puts them all in place, or none.
    settle: async () => {},
    create: (file) => newFile((blob) => change(file, (files) => files.put(blob, file))),
    remove: (file) => change(file, (files) => files.delete(file)),
    setAside: (file) => setAside(name, file),
    // The browser takes a lock from nobody who still runs.
    locked: (lock, action, signal) =>
      navigator.locks.request(`${name}/${lock}`, { ...(signal && { signal }) }, () =>
        action({ name: lock, isHeld: async () => true }),
      ),
  };
}

/** `Blob.slice` counts negative places from the end, where 0 would be the beginning again. */
function endOf(start: number, length: number): number | undefined {
  const end = start + length;
  return start < 0 && end >= 0 ? undefined : end;
}

const storeName = "files";

/** What a request of one transaction gives, once all of it is durable. */
async function inStore<Result>(
  name: string,
  mode: "readonly" | "readwrite",
  ask: (files: IDBObjectStore) => IDBRequest<Result>,
): Promise<Result> {
  const database = await open(name);
  try {
    const transaction = database.transaction(storeName, mode, { durability: "strict" });
    const request = ask(transaction.objectStore(storeName));
    await new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error ?? request.error);
    });
    return request.result;
  } finally {
    database.close();
  }
}

function open(name: string): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(storeName);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function list(name: string): Promise<FolderEntry[]> {
  const entries: FolderEntry[] = [];
  await inStore(name, "readonly", (files) => {
    const request = files.openCursor();
    request.onsuccess = () => {
      const cursor = request.result;
      if (!cursor) return;
      entries.push({ name: String(cursor.key), bytes: cursor.value.size });
      cursor.continue();
    };
    return request;
  });
  return entries;
}

/** In one transaction: it has one name or the other. */
async function setAside(name: string, file: string): Promise<string | undefined> {
  const taken = await namesIn(name);
  if (!taken.has(file)) return undefined;
  const kept = await damagedName(file, async (other) => taken.has(other));
  try {
    await inStore<unknown>(name, "readwrite", (files) => {
      const request = copyTo(files, file, kept);
      files.delete(file);
      return request;
    });
    return kept;
  } catch {
    return undefined;
  }
}

async function replaceAll(
  name: string,
  replacements: readonly Replacement[],
  place: string,
): Promise<ReadonlyMap<string, string>> {
  for (const { name: file } of replacements) expectFileName(file);
  const taken = await namesIn(name);
  const kept = new Map<string, string>();
  for (const { name: file, isDamaged } of replacements)
    if (isDamaged && taken.has(file))
      kept.set(file, await damagedName(file, async (other) => taken.has(other)));
  try {
    await inStore(name, "readwrite", (files) => {
      for (const [file, other] of kept) copyTo(files, file, other);
      for (const { name: file, bytes } of replacements) files.put(new Blob([copyOf(bytes)]), file);
      return files.count();
    });
    return kept;
  } catch (error) {
    const all = replacements.map((each) => each.name).join(", ");
    throw new Error(`${storageProblem(error, all, place)} Nothing has changed.`);
  }
}

async function namesIn(name: string): Promise<ReadonlySet<string>> {
  return new Set((await list(name)).map((entry) => entry.name));
}

/** What is asked of the store after this is done after the file has been read. */
function copyTo(files: IDBObjectStore, file: string, kept: string): IDBRequest<unknown> {
  const request: IDBRequest<unknown> = files.get(file);
  request.onsuccess = () => files.add(request.result, kept);
  return request;
}

/** Large Blobs are the browser's to keep; what is not in one yet is no more than this. */
const pieceBytes = 1 << 20;

function newFile(put: (blob: Blob) => Promise<void>): NewFile {
  let pieces: Blob[] = [];
  let rows: Uint8Array<ArrayBuffer>[] = [];
  let waiting = 0;
  const gather = () => {
    pieces.push(new Blob(rows));
    rows = [];
    waiting = 0;
  };
  return {
    append(bytes) {
      rows.push(copyOf(bytes));
      waiting += bytes.length;
      if (waiting >= pieceBytes) gather();
    },
    finish() {
      gather();
      return put(new Blob(pieces));
    },
    async discard() {
      pieces = [];
      rows = [];
      waiting = 0;
    },
  };
}

function copyOf(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(bytes);
}

function storageProblem(error: unknown, file: string, place: string): string {
  if (error instanceof DOMException && error.name === "QuotaExceededError")
    return `There is no space left to write ${file} in ${place}.`;
  const reason = error instanceof Error ? error.message : String(error);
  return `It was not possible to write ${file} in ${place}: ${reason}.`;
}
