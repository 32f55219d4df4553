import { access } from "node:fs/promises";
import { join } from "node:path";
import { HalfReplaced, type HeldLock, type Replacement } from "./benchmark-folder";
import { damagedName } from "./damaged-name";
import { codeOf, fileProblem } from "./file-problem-node";
import {
  closeJournal,
  type JournalEntry,
  keepBefore,
  nameBefore,
  openJournal,
  undoJournal,
} from "./journal-node";
import { LostLock } from "./lock-file-node";
import { newFile, notWritten, type WrittenFile } from "./new-file-node";
import { renamePatiently } from "./place-file-node";

/** Puts files in place together: see `BenchmarkFolder.replaceAll`. */
export async function replaceAll(
  folder: string,
  files: readonly Replacement[],
  lock: HeldLock,
): Promise<ReadonlyMap<string, string>> {
  const written: WrittenFile[] = [];
  const entries: JournalEntry[] = [];
  const kept = new Map<string, string>();
  try {
    for (const { name, bytes, isDamaged } of files) {
      const file = newFile(folder, name);
      written.push(file);
      file.append(bytes);
      await file.complete();
      const before = await placeBefore(folder, name, isDamaged, lock);
      entries.push({ name, fresh: file.temporary, before });
      if (isDamaged && before !== null) kept.set(name, before);
    }
    await expectHeld(lock);
    await replaceWritten(folder, entries, lock);
    return kept;
  } catch (error) {
    // To put the others back later, it must be seen which are not in place.
    if (!(error instanceof HalfReplaced))
      for (const file of written) await file.discard().catch(() => {});
    throw error;
  }
}

/** A damaged file is kept for good, another one until all are in place. */
async function placeBefore(
  folder: string,
  name: string,
  isDamaged: boolean,
  lock: HeldLock,
): Promise<string | null> {
  if (!(await isThere(folder, name))) return null;
  return isDamaged
    ? damagedName(name, (kept) => isThere(folder, kept))
    : nameBefore(name, lock.name);
}

async function isThere(folder: string, name: string): Promise<boolean> {
  try {
    await access(join(folder, name));
    return true;
  } catch (error) {
    if (codeOf(error) === "ENOENT") return false;
    throw notWritten(error, name, folder);
  }
}

async function expectHeld(lock: HeldLock): Promise<void> {
  if (!(await lock.isHeld())) throw new LostLock();
}

async function replaceWritten(
  folder: string,
  entries: readonly JournalEntry[],
  lock: HeldLock,
): Promise<void> {
  const each = async (action: (entry: JournalEntry) => Promise<void>) => {
    for (const entry of entries) {
      await action(entry).catch((error: unknown) => {
        throw notWritten(error, entry.name, folder);
      });
    }
  };
  try {
    await openJournal(folder, lock.name, entries);
    await each((entry) => keepBefore(folder, entry));
    await each(({ name, fresh }) => renamePatiently(join(folder, fresh), join(folder, name)));
    await expectHeld(lock);
    await closeJournal(folder, lock.name);
  } catch (error) {
    await putBack(folder, lock);
    throw error;
  }
}

/** Unless others have the lock by now, who have done it. */
async function putBack(folder: string, lock: HeldLock): Promise<void> {
  if (!(await lock.isHeld())) return;
  try {
    await undoJournal(folder, lock.name);
  } catch (error) {
    throw new HalfReplaced(fileProblem(error, `to put back what was in ${folder}`));
  }
}
