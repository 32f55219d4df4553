import { randomBytes } from "node:crypto";
import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { isAlive, processSpace } from "./process-name-node";

/**
 * A name that nobody else uses for a file that is to become `name`: `.NAME.SPACE-PID-RANDOM.tmp`. It says
 * whose it is, so that what a process left behind that was killed can be told from what is being written.
 */
export function unfinishedName(name: string): string {
  return `.${name}.${processSpace}-${process.pid}-${randomBytes(6).toString("hex")}.tmp`;
}

const unfinished = /^\..+\.([0-9a-f]{8})-(\d+)-[0-9a-f]{12}\.tmp$/;

/** Removes from a folder what processes that have ended were writing. What cannot be removed stays. */
export async function removeAbandonedFiles(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    const [, space, pid] = unfinished.exec(name) ?? [];
    if (space === undefined) continue;
    const file = join(folder, name);
    const isAbandoned =
      space === processSpace ? !isAlive(Number(pid)) : await isUntouched(file).catch(() => false);
    if (isAbandoned) await rm(file, { force: true }).catch(() => {});
  }
}

/** Of processes elsewhere nothing is known but when they last wrote. */
const longestPauseMs = 24 * 60 * 60 * 1000;

async function isUntouched(file: string): Promise<boolean> {
  return Date.now() - (await stat(file)).mtimeMs > longestPauseMs;
}
