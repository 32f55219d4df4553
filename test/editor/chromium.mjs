import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { env, getuid, platform } from "node:process";
import { run } from "./run.mjs";

/**
 * A Chromium to drive: one that is installed, else Debian's, which root can install.
 *
 * @returns {Promise<string>} the path of its executable
 */
export async function chromium() {
  return findChromium() ?? (await installChromium());
}

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** @type {Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>>} */
const USUAL_PLACES = {
  darwin: ["Google Chrome", "Chromium"].map(
    (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
  ),
  win32: [env.PROGRAMFILES, env["PROGRAMFILES(X86)"], env.LOCALAPPDATA]
    .filter((root) => root !== undefined)
    .map((root) => join(root, "Google", "Chrome", "Application", "chrome.exe")),
};

/** @returns {string | undefined} */
function findChromium() {
  const folders = (env.PATH ?? "").split(delimiter).filter(Boolean);
  const onPath = folders.flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return [...onPath, ...(USUAL_PLACES[platform] ?? [])].find((path) => existsSync(path));
}

async function installChromium() {
  if (!(await isDebian()) || getuid?.() !== 0) {
    throw new NoChromium(
      "No Chromium or Chrome was found. Install one so that it is on the PATH " +
        "(on Debian: `apt-get install chromium`, as root).",
    );
  }
  console.log("Installing Chromium …");
  const noninteractive = { env: { DEBIAN_FRONTEND: "noninteractive" } };
  await run("apt-get", ["update", "-qq"], noninteractive);
  await run(
    "apt-get",
    ["install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-dejavu-core"],
    noninteractive,
  );
  const installed = findChromium();
  if (installed) return installed;
  throw new NoChromium("apt-get installed chromium, but no `chromium` is on the PATH.");
}

async function isDebian() {
  if (platform !== "linux" || !existsSync("/etc/debian_version")) return false;
  // Ubuntu's package of that name only points to another store.
  return /^ID=debian$/m.test(await readFile("/etc/os-release", "utf8"));
}

export class NoChromium extends Error {}
