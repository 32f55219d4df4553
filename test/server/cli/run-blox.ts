import { spawn } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const repository = resolve(import.meta.dirname, "../../..");

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command line as a user does, from the sources. */
export function blox(args: readonly string[], input = ""): Promise<Ended> {
  const child = spawn(
    process.execPath,
    ["--import", "tsx", join(repository, "server/cli/main.ts"), ...args],
    { cwd: repository },
  );
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

/** Starts a shell line in which `blox` is the command line. */
export function shell(line: string): Promise<Ended> {
  const command = `"${process.execPath}" --import tsx server/cli/main.ts`;
  const child = spawn("sh", ["-c", line.replaceAll("blox ", `${command} `)], { cwd: repository });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (text) => {
    stdout += text;
  });
  child.stderr.on("data", (text) => {
    stderr += text;
  });
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, stdout, stderr })));
}

const folder = mkdtempSync(join(tmpdir(), "blox-cli-"));

/** A file with this content, outside the repository. */
export function fileWith(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}
