import { spawn } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { build } from "esbuild";

const repository = resolve(import.meta.dirname, "../../..");
const source = "server/cli/main.ts";

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command line as a user does who has imported nothing. */
export async function blox(args: readonly string[], input = ""): Promise<Ended> {
  return run(process.execPath, [await bundle(), ...args], input);
}

/** The command line of a user whose benchmarks are in a folder. */
export function userOf(benchmarks: string): (args: readonly string[]) => Promise<Ended> {
  return async (args) => run(process.execPath, [await bundle(), ...args], "", benchmarks);
}

/** The words of a command, to be run where a terminal is needed. */
export async function commandOf(args: readonly string[]): Promise<string[]> {
  return [process.execPath, await bundle(), ...args];
}

/** Runs it from the sources. */
export function bloxFromSources(args: readonly string[]): Promise<Ended> {
  return run(
    process.execPath,
    ["--import", "tsx", "--import", "./data/blox-modules.mjs", source, ...args],
    "",
  );
}

/** Runs a shell line in which `blox` is the command line. */
export async function shell(line: string): Promise<Ended> {
  const command = `"${process.execPath}" "${await bundle()}"`;
  return run("sh", ["-c", line.replaceAll("blox ", `${command} `)], "");
}

/** The present sources in one file, which starts several times as fast; built once a test run. */
function bundle(): Promise<string> {
  bundling ??= bundleTo(join(repository, "node_modules/.cache/blox-cli-test/cli.cjs"));
  return bundling;
}

let bundling: Promise<string> | undefined;

async function bundleTo(outfile: string): Promise<string> {
  const entryPoints = [join(repository, source)];
  await build({
    entryPoints,
    outfile,
    bundle: true,
    loader: { ".blox": "text", ".csv": "text" },
    platform: "node",
    format: "cjs",
  });
  return outfile;
}

function run(
  program: string,
  args: readonly string[],
  input: string,
  benchmarks = nothingImported,
): Promise<Ended> {
  const env = { ...process.env, BLOX_BENCHMARKS: benchmarks };
  const child = spawn(program, args, { cwd: repository, env });
  const output = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"] as const) {
    child[stream].setEncoding("utf8").on("data", (text: string) => {
      output[stream] += text;
    });
  }
  child.stdin.end(input);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, ...output }));
  });
}

const folder = mkdtempSync(join(tmpdir(), "blox-cli-"));
/** What whoever runs the tests has imported must not matter. */
const nothingImported = join(folder, "benchmarks");

/** An empty folder, outside the repository. */
export function emptyFolder(): string {
  return mkdtempSync(join(folder, "in "));
}

/** A file with this content, outside the repository. */
export function fileWith(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}
