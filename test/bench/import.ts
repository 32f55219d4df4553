import { execFileSync, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import * as messages from "../../server/messages";
import { Editor } from "../server/joined";
import { percentile } from "./percentile";

/**
 * Imports files of the published layout and size from the bundled program, each time in a process of its
 * own, and hovers while the bundled server imports. The files are written once, which takes minutes, and
 * kept in the folder of temporary files.
 */
export async function benchImport(): Promise<void> {
  const files = writtenOnce();
  const start = runs(() => measured(["--help"]));
  console.log(`${"start of the program".padEnd(26)} ${figures(start)}`);
  for (const [ending, aim] of [
    ["blox", "2 s"],
    ["pickle", "4 s"],
    ["csv", "5 s"],
  ] as const) {
    const name = `import, ${ending === "blox" ? "custom" : ending}`;
    const found = runs(() => imported(parts.map((part) => join(files, `${part}.${ending}`))));
    console.log(`${name.padEnd(26)} ${figures(found, start)}  aim: ${aim}, 1 GB, 60 MB`);
  }
  const ext = imported([join(files, "blox-ext-0.blox")]);
  console.log(`${"import, custom, ext, once".padEnd(26)} ${figures([ext], start)}`);
  await hoversBesideImport(parts.map((part) => ({ path: join(files, `${part}.csv`) })));
}

const parts = ["blox-base-0", "blox-info", "blox-bench-first", "blox-bench-second"];

/** The path of the files. */
function writtenOnce(): string {
  const folder = join(tmpdir(), "blox-bench-release");
  const complete = join(folder, ".complete");
  if (!existsSync(complete)) {
    console.log(`writing files to import to ${folder}, once; this takes minutes`);
    const loaders = ["--import", "tsx", "--import", "./data/blox-modules.mjs"];
    const program = resolve(import.meta.dirname, "full-release.ts");
    execFileSync(process.execPath, [...loaders, program, folder, "--ext"], { stdio: "ignore" });
    writeFileSync(complete, "");
  }
  return folder;
}

interface Run {
  /** Of the whole process. */
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** The largest resident set. */
  readonly bytes: number;
  /** On the disk afterwards: the database with its curves. */
  readonly kept: number;
}

function runs(run: () => Run): Run[] {
  return Array.from({ length: 3 }, run);
}

function imported(files: readonly string[]): Run {
  const folder = mkdtempSync(join(tmpdir(), "blox-bench-import-"));
  try {
    const run = measured(["import", "--db", join(folder, "benchmark.sqlite"), ...files]);
    const sizes = readdirSync(folder).map((name) => statSync(join(folder, name)).size);
    return { ...run, kept: sizes.reduce((sum, size) => sum + size, 0) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** On its last line of standard error: seconds, those of the processors, the largest resident set in bytes. */
const usageHook = `import { writeSync } from "node:fs";
process.on("exit", () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const usage = [performance.now() / 1e3, (userCPUTime + systemCPUTime) / 1e6, maxRSS * 1024];
  writeSync(2, JSON.stringify(usage));
});`;

/** A run of the bundled program, which says at its end what it has used. */
function measured(command: readonly string[]): Run {
  const hook = `data:text/javascript,${encodeURIComponent(usageHook)}`;
  const child = spawnSync(process.execPath, ["--import", hook, "dist/cli.js", ...command], {
    encoding: "utf8",
  });
  if (child.status !== 0) throw new Error(child.stderr);
  const [seconds = 0, cpuSeconds = 0, bytes = 0]: number[] = JSON.parse(child.stderr);
  return { seconds, cpuSeconds, bytes, kept: 0 };
}

function figures(found: readonly Run[], start: readonly Run[] = []): string {
  const median = (list: readonly Run[], figure: keyof Run) =>
    percentile(
      list.map((run) => run[figure]),
      0.5,
    );
  const seconds = median(found, "seconds");
  const kept = median(found, "kept");
  return [
    `${seconds.toFixed(2)} s`,
    ...(start.length > 0
      ? [`${(seconds - median(start, "seconds")).toFixed(2)} s without the start`]
      : []),
    `${median(found, "cpuSeconds").toFixed(2)} s of CPU`,
    `${(median(found, "bytes") / 1e6).toFixed(0)} MB of memory`,
    ...(kept > 0 ? [`${(kept / 1e6).toFixed(1)} MB on the disk`] : []),
  ].join("  ");
}

const document =
  "network n {\n  space blox\n  stage 1: conv\n  stage 2: conv\n  stage 3: conv\n}\n";

/** How long the server takes to answer hovers, alone and while it imports. */
async function hoversBesideImport(files: readonly messages.ImportedPath[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "blox-bench-hover-"));
  const server = spawn(process.execPath, ["dist/server-node.js", "--stdio"], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  try {
    const initializationOptions: messages.InitializationOptions = {
      benchmarkFolder: { path: folder },
    };
    const editor = await Editor.over(server.stdout, server.stdin, { initializationOptions });
    const uri = "file:///hover.blox";
    await editor.open(uri, document);
    const hover = async () => {
      const start = performance.now();
      await editor.connection.sendRequest("textDocument/hover", {
        textDocument: { uri },
        position: { line: 2, character: 12 },
      });
      return performance.now() - start;
    };
    for (let warm = 0; warm < 100; warm++) await hover();
    const alone: number[] = [];
    for (let time = 0; time < 500; time++) alone.push(await hover());

    let isDone = false;
    const importing = editor.connection
      .sendRequest<messages.ImportSummary | messages.Refusal>(messages.importBenchmark.method, {
        id: 1,
        files,
        into: { space: "blox" },
      })
      .finally(() => {
        isDone = true;
      });
    const beside: number[] = [];
    while (!isDone) beside.push(await hover());
    const summary = await importing;
    if ("refusal" in summary) throw new Error(summary.refusal);
    console.log(`${"hover".padEnd(26)} ${latencies(alone)}`);
    console.log(`${"hover during an import".padEnd(26)} ${latencies(beside)}  aim: 20 ms`);
    await editor.close();
  } finally {
    server.kill();
    rmSync(folder, { recursive: true });
  }
}

function latencies(times: readonly number[]): string {
  const ms = (time: number) => `${time.toFixed(2)} ms`;
  return [
    `median ${ms(percentile(times, 0.5))}`,
    `95th percentile ${ms(percentile(times, 0.95))}`,
    `worst ${ms(Math.max(...times))}`,
    `of ${times.length}`,
  ].join("  ");
}
