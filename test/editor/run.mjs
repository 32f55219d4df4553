import { spawn } from "node:child_process";
import { env, execPath, platform } from "node:process";

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd]
 * @property {Record<string, string | undefined>} [env] what differs from the environment of this process
 * @property {"quiet" | "live"} [output] `quiet` (the default) keeps the output for the error
 */

/**
 * Runs a command to its end. Rejects with what it printed when it fails.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<string>} what it printed
 */
export function run(command, args, options = {}) {
  const live = options.output === "live";
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: { ...env, ...options.env },
    stdio: ["ignore", live ? "inherit" : "pipe", live ? "inherit" : "pipe"],
  });
  let output = "";
  const keep = (/** @type {Buffer} */ chunk) => {
    output += chunk.toString();
  };
  child.stdout?.on("data", keep);
  child.stderr?.on("data", keep);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => {
      if (code === 0) resolve(output);
      else reject(new CommandFailed([command, ...args].join(" "), code ?? signal, output));
    });
  });
}

/**
 * Runs npm: the one that runs this process where there is one, else the one on the PATH.
 *
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 */
export function npm(args, options = {}) {
  const script = env.npm_execpath;
  if (script?.endsWith(".js")) return run(execPath, [script, ...args], options);
  // On Windows npm is a batch file, which only a shell can start.
  if (platform === "win32") return run("cmd.exe", ["/d", "/s", "/c", "npm", ...args], options);
  return run("npm", args, options);
}

export class CommandFailed extends Error {
  /**
   * @param {string} command
   * @param {number | string | null} status exit code or signal
   * @param {string} output
   */
  constructor(command, status, output) {
    super(`\`${command}\` failed (${status}).\n${output.trim()}`);
    this.output = output;
  }
}
