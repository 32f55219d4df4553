import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { homedir } from "node:os";
import { join } from "node:path";
import { env, platform } from "node:process";
import { promisify } from "node:util";

/** The version that the embedded latencies are of. */
export const onnxRuntimeVersion = "1.30.0";

/** What is used of the package onnxruntime-node, which is too large to be a dependency. */
export interface OnnxRuntime {
  readonly InferenceSession: {
    create(model: Uint8Array, options: SessionOptions): Promise<OnnxSession>;
  };
  readonly Tensor: new (type: "float32", data: Float32Array, dims: readonly number[]) => OnnxTensor;
}

export interface SessionOptions {
  readonly executionProviders: readonly "cpu"[];
  readonly intraOpNumThreads: number;
  readonly interOpNumThreads: number;
  readonly executionMode: "sequential";
}

export interface OnnxSession {
  run(feeds: Readonly<Record<string, OnnxTensor>>): Promise<Readonly<Record<string, OnnxTensor>>>;
  release(): Promise<void>;
}

export interface OnnxTensor {
  readonly data: Float32Array;
  readonly dims: readonly number[];
}

/** The runtime if an earlier `installOnnxRuntime` has put it into the cache folder. */
export function installedOnnxRuntime(): OnnxRuntime | undefined {
  const folder = cacheFolder();
  if (!existsSync(folder)) return undefined;
  return createRequire(join(folder, "package.json"))("onnxruntime-node");
}

/**
 * The runtime, first downloaded through npm (288 MB) where it is not there yet. It lies in Blox's cache
 * folder, outside the repository. Throws with npm's own words if it cannot be had.
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
    if (!existsSync(folder)) throw error;
  }
}

function cacheFolder(): string {
  const local = platform === "win32" ? env.LOCALAPPDATA : undefined;
  const cache = env.XDG_CACHE_HOME || local || join(homedir(), ".cache");
  return join(cache, "blox", `onnxruntime-node-${onnxRuntimeVersion}`);
}
