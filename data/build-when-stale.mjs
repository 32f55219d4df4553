import { execFileSync } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/**
 * Builds the embedded benchmark where it is missing or older than what it is built from: before
 * every `npm run build`. Building takes half a minute, most of it for hashing all networks.
 */
const folder = import.meta.dirname;
const database = join(folder, "blox.sqlite");

const sources = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .map((name) => join(folder, name))
  .filter((file) => !file.startsWith(database) && statSync(file).isFile());
const newest = Math.max(...sources.map((file) => statSync(file).mtimeMs));

if ((statSync(database, { throwIfNoEntry: false })?.mtimeMs ?? 0) < newest) {
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  execFileSync(npm, ["run", "--silent", "data"], { stdio: "inherit", shell: npm.endsWith("cmd") });
}
