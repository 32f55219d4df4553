import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { homedir } from "node:os";
import { join } from "node:path";
import { env, platform } from "node:process";
import { promisify } from "node:util";
import { type OnnxRuntime, onnxRuntimeVersion } from "./onnxruntime";

/**
 * The runtime if an earlier `installOnnxRuntime` has put it into the cache folder. Throws an error for the
 * user where what is there cannot be loaded.
 */
export function installedOnnxRuntime(): OnnxRuntime | undefined {
  const folder = cacheFolder();
  if (!existsSync(folder)) return undefined;
  try {
    return createRequire(join(folder, "package.json"))("onnxruntime-node");
  } catch (error) {
    throw new Error(notLoaded(folder, error), { cause: error });
  }
}

/**
 * The runtime, first downloaded through npm (288 MB) where it is not there yet. It lies in Blox's cache
 * folder, outside the repository. Throws an error that says what npm said if it cannot be had.
 */
export async function installOnnxRuntime(): Promise<OnnxRuntime> {
  const folder = cacheFolder();
  if (!existsSync(folder)) await install(folder);
  const runtime = installedOnnxRuntime();
  if (!runtime) throw new Error(`onnxruntime-node was installed, but ${folder} is gone`);
  return runtime;
}

/** Into a temporary folder that then gets its name: a killed install never leaves half of it. */
async function install(folder: string): Promise<void> {
  const temporary = `${folder}.installing-${randomUUID()}`;
  await mkdir(temporary, { recursive: true });
  try {
    const options = ["--no-audit", "--no-fund", "--ignore-scripts", "--prefix", temporary];
    // Its install script would download what only CUDA needs; the CPU's binary is in the package.
    await promisify(execFile)(
      "npm",
      ["install", ...options, `onnxruntime-node@${onnxRuntimeVersion}`],
      { env: { ...env, ONNXRUNTIME_NODE_INSTALL: "skip" }, shell: platform === "win32" },
    );
    await rename(temporary, folder);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    // Another process may have been faster.
    if (!existsSync(folder)) throw new Error(notInstalled(error), { cause: error });
  }
}

/** In one line: Node's own message goes on with all that asked for what is missing. */
function notLoaded(folder: string, error: unknown): string {
  const [reason] = (error instanceof Error ? error.message : String(error)).split("\n");
  return (
    `onnxruntime-node ${onnxRuntimeVersion} cannot be loaded (${reason}). ` +
    `Remove the folder ${folder}, so that it is downloaded anew, or take --runtime ort-wasm, which needs no installation.`
  );
}

/** In one line, of which what npm itself says of its mistake is the part that helps. */
function notInstalled(error: unknown): string {
  const said = error instanceof Error && "stderr" in error ? String(error.stderr) : "";
  const lines = said
    .split("\n")
    .flatMap((line) => /^npm (?:error|ERR!) (.+)$/.exec(line)?.[1] ?? []);
  const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
  const reason = isMissing
    ? "npm was not found"
    : (lines.find((line) => !/^(code|errno|syscall) /.test(line)) ?? String(error));
  return (
    `onnxruntime-node ${onnxRuntimeVersion} cannot be installed through npm (${reason}). ` +
    "Try again where npm reaches its registry, or take --runtime ort-wasm, which needs no installation."
  );
}

function cacheFolder(): string {
  const local = platform === "win32" ? env.LOCALAPPDATA : undefined;
  const cache = env.XDG_CACHE_HOME || local || join(homedir(), ".cache");
  return join(cache, "blox", `onnxruntime-node-${onnxRuntimeVersion}`);
}
