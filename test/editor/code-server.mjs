import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { env } from "node:process";
import { createInterface } from "node:readline";
import { cached } from "./cache.mjs";
import { installOnce } from "./install-once.mjs";
import { node24 } from "./node24.mjs";
import { npm, run } from "./run.mjs";
import { QUIET_SETTINGS } from "./settings.mjs";

const VERSION = "4.139.1";
const START_LIMIT_MS = 60_000;

/**
 * A VS Code that runs in the browser: code-server, from the npm registry, bound to this machine.
 *
 * @typedef {object} CodeServer
 * @property {string} address such as `http://127.0.0.1:40123`
 * @property {Promise<void>} stopped settles when the server has ended
 * @property {() => Promise<void>} stop
 */

/**
 * Starts code-server with one extension in it, and answers once it answers HTTP.
 *
 * @param {object} options
 * @param {string} options.home the folder for its settings, extensions and logs
 * @param {string} options.vsix the packaged extension to install
 * @param {Record<string, unknown>} [options.settings] written over the quiet ones, if it has none
 * @returns {Promise<CodeServer>}
 */
export async function startCodeServer({ home, vsix, settings = {} }) {
  const [node, entry] = [await node24(), await installedCodeServer()];
  await prepareHome(home, settings);
  const places = [
    ...["--user-data-dir", userData(home), "--extensions-dir", join(home, "extensions")],
    ...["--config", configuration(home)],
  ];
  await run(node, [entry, ...places, "--force", "--install-extension", vsix], {
    env: OWN_ENVIRONMENT,
  });
  const child = spawn(node, [entry, ...places, ...SERVE], {
    env: { ...env, ...OWN_ENVIRONMENT },
    stdio: ["ignore", "pipe", "pipe"],
  });
  process.once("exit", () => child.kill());
  const stopped = new Promise((resolve) => child.once("close", () => resolve(undefined)));
  return {
    address: await announcedAddress(child),
    stopped,
    stop: async () => {
      child.kill("SIGTERM");
      await stopped;
    },
  };
}

/**
 * The folder of a home in which VS Code keeps `User/settings.json` and `logs/`.
 *
 * @param {string} home
 */
export function userData(home) {
  return join(home, "data");
}

const SERVE = [
  ...["--auth", "none", "--bind-addr", "127.0.0.1:0", "--ignore-last-opened"],
  "--disable-telemetry",
  "--disable-update-check",
  "--disable-workspace-trust",
  "--disable-getting-started-override",
  "--disable-proxy",
];

/** @returns {Promise<string>} the path of its entry script */
async function installedCodeServer() {
  const folder = cached(`code-server-${VERSION}`);
  await installOnce(folder, async (temporary) => {
    console.log(`Installing code-server ${VERSION} …`);
    // Its install scripts compile native parts; what Blox needs works without them.
    const quietly = ["--ignore-scripts", "--omit=dev", "--no-audit", "--no-fund"];
    const install = ["install", ...quietly, "--engine-strict=false"];
    await npm([...install, "--prefix", temporary, "--no-save", `code-server@${VERSION}`], {
      cwd: temporary,
    });
    const vscode = join(temporary, "node_modules", "code-server", "lib", "vscode");
    await npm([...install, "--prefix", vscode, "--legacy-peer-deps"], { cwd: vscode });
    const log = join(vscode, "node_modules", "@vscode", "spdlog", "index.js");
    await copyFile(new URL("file-log.cjs", import.meta.url), log);
  });
  return join(folder, "node_modules", "code-server", "out", "node", "entry.js");
}

/**
 * @param {string} home
 * @param {Record<string, unknown>} settings
 */
async function prepareHome(home, settings) {
  const user = join(userData(home), "User");
  await mkdir(user, { recursive: true });
  // Without one of its own, code-server reads and writes the file of the person's own code-server.
  await writeFile(configuration(home), "auth: none\n");
  const file = join(user, "settings.json");
  if (existsSync(file)) return;
  await writeFile(file, JSON.stringify({ ...QUIET_SETTINGS, ...settings }, undefined, 2));
}

/** @param {string} home */
function configuration(home) {
  return join(home, "config.yaml");
}

/**
 * Variables that would move the port or hand the folder to another editor that is open already.
 */
const OWN_ENVIRONMENT = {
  PORT: undefined,
  CODE_SERVER_HOST: undefined,
  CODE_SERVER_SESSION_SOCKET: undefined,
  VSCODE_IPC_HOOK_CLI: undefined,
};

/**
 * @param {import("node:child_process").ChildProcessByStdio<null, import("node:stream").Readable, import("node:stream").Readable>} child
 * @returns {Promise<string>}
 */
function announcedAddress(child) {
  let output = "";
  return new Promise((resolve, reject) => {
    const fail = (/** @type {string} */ reason) => {
      child.kill("SIGTERM");
      reject(new Error(`code-server ${reason}. It printed:\n${output.trim()}`));
    };
    const limit = setTimeout(() => fail("did not answer within a minute"), START_LIMIT_MS);
    const read = (/** @type {string} */ line) => {
      output += `${line}\n`;
      const address = /HTTP server listening on (http:\/\/\S+?)\/?$/.exec(line)?.[1];
      if (address === undefined) return;
      clearTimeout(limit);
      resolve(address);
    };
    createInterface(child.stdout).on("line", read);
    createInterface(child.stderr).on("line", read);
    child.once("error", (error) => fail(`could not be started: ${error.message}`));
    child.once("close", (code) => fail(`ended (${code}) before it answered`));
  });
}
