import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";

const HALF_INSTALLED = ".installing-";
const ABANDONED_AFTER_MS = 60 * 60 * 1000;

/**
 * Makes sure that `folder` exists, complete. `install` fills a temporary folder beside it, which
 * then gets its name: a killed install never leaves half a folder, and of two at once the first
 * one wins and both succeed.
 *
 * @param {string} folder
 * @param {(temporary: string) => Promise<void>} install
 */
export async function installOnce(folder, install) {
  if (existsSync(folder)) return;
  await removeAbandoned(dirname(folder));
  const temporary = `${folder}${HALF_INSTALLED}${randomUUID()}`;
  await mkdir(temporary, { recursive: true });
  try {
    await install(temporary);
    await rename(temporary, folder);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
}

/** @param {string} parent */
async function removeAbandoned(parent) {
  if (!existsSync(parent)) return;
  for (const name of await readdir(parent)) {
    if (!name.includes(HALF_INSTALLED)) continue;
    const path = join(parent, name);
    const { mtimeMs } = await stat(path);
    if (Date.now() - mtimeMs > ABANDONED_AFTER_MS) await rm(path, { recursive: true, force: true });
  }
}
