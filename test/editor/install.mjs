import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { REPOSITORY } from "./repository.mjs";
import { npm } from "./run.mjs";

/**
 * Installs the packages that the lock file names, in its versions, unless `node_modules` holds them.
 *
 * Not with `npm ci`: that refuses a lock file without the optional packages of other systems, which
 * not every registry serves. Without scripts, since what they do is built anyway.
 */
export async function installPackages() {
  if (await isUpToDate()) return;
  console.log("Installing npm packages …");
  const quietly = ["--no-audit", "--no-fund", "--ignore-scripts"];
  await npm(["install", "--no-save", "--include=dev", ...quietly], { cwd: REPOSITORY });
}

async function isUpToDate() {
  // npm writes this copy of the lock file as the last act of an install.
  const installed = await lockedPackages(join("node_modules", ".package-lock.json"));
  const wanted = await lockedPackages("package-lock.json");
  if (installed === undefined || wanted === undefined) return false;
  return Object.entries(wanted).every(
    ([path, { version, optional }]) =>
      path === "" || optional === true || installed[path]?.version === version,
  );
}

/** @typedef {{ version?: string, optional?: boolean }} LockedPackage */

/**
 * @param {string} file
 * @returns {Promise<Record<string, LockedPackage> | undefined>}
 */
async function lockedPackages(file) {
  const path = join(REPOSITORY, file);
  if (!existsSync(path)) return undefined;
  return JSON.parse(await readFile(path, "utf8")).packages;
}
