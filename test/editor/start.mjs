// `npm start`: opens a VS Code with Blox in it on the examples. With `--browser` it does so in the
// browser even where there is a VS Code on this desktop.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { argv, env, platform } from "node:process";
import { cached } from "./cache.mjs";
import { startCodeServer } from "./code-server.mjs";
import { folderAddress } from "./folder-address.mjs";
import { installPackages } from "./install.mjs";
import { REPOSITORY, VSIX } from "./repository.mjs";
import { npm, run } from "./run.mjs";

const EXAMPLES = join(REPOSITORY, "examples");
const FIRST_EXAMPLE = join(EXAMPLES, "first-network.blox");

try {
  await installPackages();
  await npm(["run", "build"], { cwd: REPOSITORY });
  if (argv.includes("--browser") || !(await openDesktopEditor())) await openInBrowser();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

/**
 * Opens the examples in the VS Code of this desktop. Blox runs from this folder in that one window:
 * nothing is installed in it.
 *
 * @returns {Promise<boolean>} false where there is none that can
 */
async function openDesktopEditor() {
  const args = [
    `--extensionDevelopmentPath=${REPOSITORY}`,
    "--new-window",
    EXAMPLES,
    FIRST_EXAMPLE,
  ];
  try {
    // On Windows `code` is a batch file, which only a shell can start.
    if (platform === "win32") await run("cmd.exe", ["/d", "/s", "/c", "code", ...args]);
    else await run("code", args);
  } catch {
    return false;
  }
  console.log("Blox is open in VS Code.");
  return true;
}

async function openInBrowser() {
  await npm(["run", "package"], { cwd: REPOSITORY });
  const server = await startCodeServer({ home: cached("editor"), vsix: VSIX });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, () => server.stop());
  const address = folderAddress(server.address, EXAMPLES, FIRST_EXAMPLE);
  console.log(`Blox is open at ${address}`);
  showInDesktopBrowser(address);
  await server.stopped;
}

/**
 * A convenience: where it cannot be done, the printed address is enough.
 *
 * @param {string} address
 */
function showInDesktopBrowser(address) {
  if (platform !== "linux" || !(env.DISPLAY || env.WAYLAND_DISPLAY)) return;
  const opener = spawn("xdg-open", [address], { stdio: "ignore", detached: true });
  opener.on("error", () => {});
  opener.unref();
}
