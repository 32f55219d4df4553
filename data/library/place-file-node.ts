import { open, rename } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { codeOf } from "./file-problem-node";

/** Windows refuses for a moment while somebody, a virus scanner for one, looks at either file. */
export async function renamePatiently(from: string, to: string): Promise<void> {
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
export async function makeDurable(folder: string): Promise<void> {
  try {
    const handle = await open(folder);
    await handle.sync().finally(() => handle.close());
  } catch {
    // The new file is in place all the same, and it or the old one is after a crash.
  }
}
