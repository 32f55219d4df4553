import { copyFile, link, open, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { codeOf } from "./file-problem-node";
import { newFile, notWritten } from "./new-file-node";
import { makeDurable, renamePatiently } from "./place-file-node";
import { unfinishedName } from "./unfinished-files-node";

/** What becomes of one of several files that are replaced together. All are names in the folder. */
export interface JournalEntry {
  readonly name: string;
  /** The file that takes its place. */
  readonly fresh: string;
  /** Where what stood there is kept meanwhile; null where nothing did. */
  readonly before: string | null;
}

/**
 * Says durably what is about to be replaced. While the journal of a lock is there nothing of it counts:
 * whoever has the lock next puts everything back. Once it is closed, all of it counts.
 */
export async function openJournal(
  folder: string,
  lock: string,
  entries: readonly JournalEntry[],
): Promise<void> {
  const file = newFile(folder, journalName(lock));
  file.append(new TextEncoder().encode(JSON.stringify(entries)));
  await file.finish();
}

/** The name under which to keep what stands in a file's place until the journal is closed. */
export function nameBefore(name: string, lock: string): string {
  return `.${name}${suffixBefore(lock)}`;
}

/** Gives what stands in a file's place its second name; that one is never there in part. */
export async function keepBefore(
  folder: string,
  { name, before }: Pick<JournalEntry, "name" | "before">,
): Promise<void> {
  if (before === null) return;
  const [from, to] = [join(folder, name), join(folder, before)];
  try {
    await link(from, to);
  } catch {
    // Not all file systems have links, nor may all files have them.
    const copy = join(folder, unfinishedName(name));
    try {
      await copyFile(from, copy);
      const handle = await open(copy, "r+");
      await handle.sync().finally(() => handle.close());
      await renamePatiently(copy, to);
    } finally {
      await rm(copy, { force: true });
    }
  }
}

/** The moment at which all is replaced. */
export async function closeJournal(folder: string, lock: string): Promise<void> {
  await makeDurable(folder);
  await rm(join(folder, journalName(lock)), { force: true }).catch((error: unknown) => {
    throw notWritten(error, journalName(lock), folder);
  });
  await makeDurable(folder);
  // What is left is removed by whoever has the lock next.
  await removeKept(folder, lock).catch(() => {});
}

export async function hasJournal(folder: string, lock: string): Promise<boolean> {
  return (await namesIn(folder)).includes(journalName(lock));
}

/**
 * Puts back what stood in the places of files, if there is a journal. To be called with the lock; may be
 * ended at any moment, and is then begun anew by the next.
 */
export async function undoJournal(folder: string, lock: string): Promise<void> {
  const journal = join(folder, journalName(lock));
  const text = await readFile(journal, "utf8").catch((error: unknown) => {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  });
  const names = new Set(await readdir(folder));
  for (const { name, fresh, before } of entriesIn(text)) {
    const isReplaced = !names.has(fresh);
    if (isReplaced && before === null) await rm(join(folder, name), { force: true });
    if (before === null || !names.has(before)) continue;
    if (isReplaced) await renamePatiently(join(folder, before), join(folder, name));
    // Where both are links to one file, renaming does nothing.
    await rm(join(folder, before), { force: true });
  }
  if (text !== undefined) {
    await makeDurable(folder);
    await rm(journal, { force: true });
    await makeDurable(folder);
  }
  await removeKept(folder, lock);
}

function journalName(lock: string): string {
  return `.${lock}.journal`;
}

async function removeKept(folder: string, lock: string): Promise<void> {
  for (const name of await namesIn(folder))
    if (name.startsWith(".") && name.endsWith(suffixBefore(lock)))
      await rm(join(folder, name), { force: true });
}

async function namesIn(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch(() => []);
}

function suffixBefore(lock: string): string {
  return `.${lock}.before`;
}

/** None where it is not as `openJournal` writes it: a journal that came with the folder may say anything. */
function entriesIn(text: string | undefined): readonly JournalEntry[] {
  try {
    const entries: unknown = JSON.parse(text ?? "[]");
    return Array.isArray(entries) && entries.every(isEntry) ? entries : [];
  } catch {
    return [];
  }
}

function isEntry(entry: unknown): entry is JournalEntry {
  if (typeof entry !== "object" || entry === null) return false;
  const { name, fresh, before }: Partial<Record<keyof JournalEntry, unknown>> = entry;
  return isInFolder(name) && isInFolder(fresh) && (before === null || isInFolder(before));
}

function isInFolder(name: unknown): boolean {
  return typeof name === "string" && /^(?!\.{1,2}$)[^/\\:\p{Cc}]+$/u.test(name);
}
