import { homedir } from "node:os";
import { join } from "node:path";
import { env, platform } from "node:process";

/**
 * A path in Blox's cache folder, which lies outside the repository so that a fresh clone finds
 * what an earlier one has downloaded.
 *
 * @param {...string} path
 */
export function cached(...path) {
  return join(cacheFolder(), "blox", ...path);
}

function cacheFolder() {
  if (env.XDG_CACHE_HOME) return env.XDG_CACHE_HOME;
  if (platform === "win32" && env.LOCALAPPDATA) return env.LOCALAPPDATA;
  return join(homedir(), ".cache");
}
