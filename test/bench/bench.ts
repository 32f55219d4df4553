import { spawn } from "node:child_process";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { blocksOf } from "../../data/blocks";
import { bloxSpace } from "../../data/built-in-spaces";
import { exactBenchmark } from "../../data/exact-benchmark";
import { completionsOf } from "../../server/completions";
import { parseConstraints } from "../../server/searches/constraints";
import { Editor } from "../server/joined";
import { benchImport } from "./import";
import { percentile } from "./percentile";
import { benchSearches } from "./searches";

/**
 * `npm run bench`: what a user feels, from the bundled server in a process of its own, beside how long
 * this machine takes for something plain. `npm run bench -- import` measures imports of full size instead.
 * Figures inform; no test asserts them.
 */

const hoverTarget = { line: 3, character: 10 };

async function main() {
  const server = spawn(process.execPath, ["dist/server-node.js", "--stdio"], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const editor = await Editor.over(server.stdout, server.stdin);
  const rows = [
    ["hover, warm, 2,000 lines", "median under 2 ms", await hovers(editor, 2000)],
    ["keystroke to diagnostics, 500 lines", "median under 50 ms", await keystrokes(editor, 500)],
    ["keystroke to diagnostics, 2,000 lines", "95 % under 16 ms", await keystrokes(editor, 2000)],
    ["formatting, 2,000 lines", "under 50 ms", await formatting(editor, 2000)],
    ["91,125 completions, 3 requirements", "under 10 ms", threeHoles()],
    ["this machine: sort 100,000 numbers", "", baseline()],
  ] as const;
  for (const [what, aim, times] of rows) {
    const [median, p95] = [percentile(times, 0.5), percentile(times, 0.95)];
    console.log(
      `${what.padEnd(40)} median ${ms(median)}  95th percentile ${ms(p95)}  ${aim && `aim: ${aim}`}`,
    );
  }
  await editor.close();
  server.kill();
  await benchSearches();
  await memory();
}

async function hovers(editor: Editor, lines: number): Promise<number[]> {
  const uri = "file:///hover.blox";
  await editor.open(uri, networks(lines));
  const hover = () =>
    editor.connection.sendRequest("textDocument/hover", {
      textDocument: { uri },
      position: hoverTarget,
    });
  return timed(300, hover);
}

async function keystrokes(editor: Editor, lines: number): Promise<number[]> {
  const uri = `file:///typing-${lines}.blox`;
  await editor.open(uri, networks(lines));
  const character = "  stage 1: conv".length;
  let typed = 0;
  return timed(200, () => {
    typed += 1;
    return editor.type(uri, 6, character + typed - 1, "x");
  });
}

async function formatting(editor: Editor, lines: number): Promise<number[]> {
  const uri = "file:///formatting.blox";
  // Every line has something to mend.
  await editor.open(uri, networks(lines).replaceAll("  stage", " stage").replaceAll(" = ", "="));
  return timed(30, () =>
    editor.connection.sendRequest("textDocument/formatting", {
      textDocument: { uri },
      options: { tabSize: 2, insertSpaces: true },
    }),
  );
}

/** The hover over a network whose three blocks are open, without the protocol. */
function threeHoles(): number[] {
  const benchmark = exactBenchmark(bloxSpace);
  const all = bloxSpace.stages.map((_, stage) =>
    blocksOf(bloxSpace, stage).map((_, block) => block),
  );
  const constraints = parseConstraints(
    benchmark,
    "params <= 3 M, flops <= 250 M, peak_memory <= 700 KB",
  );
  if ("refusal" in constraints) throw new Error(constraints.refusal);
  const run = () => void completionsOf(benchmark, all, constraints);
  for (let warm = 0; warm < 10; warm++) run();
  return Array.from({ length: 50 }, () => {
    const start = performance.now();
    run();
    return performance.now() - start;
  });
}

/** What 10,000 edits in a row leave in the memory of this process, in which the server runs for once. */
async function memory(): Promise<void> {
  setFlagsFromString("--expose-gc");
  const collect: () => void = runInNewContext("gc");
  const inUse = () => {
    collect();
    return process.memoryUsage().heapUsed;
  };
  const editor = await Editor.start();
  const uri = "file:///memory.blox";
  await editor.open(uri, networks(200));
  const edit = async () => {
    await editor.type(uri, 6, "  stage 1: conv".length, "x");
    await editor.erase(uri, 6, "  stage 1: conv".length, 1);
  };
  for (let warm = 0; warm < 500; warm++) await edit();
  const before = inUse();
  for (let time = 0; time < 5000; time++) await edit();
  const after = inUse();
  await editor.close();
  const change = (100 * (after - before)) / before;
  const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
  console.log(
    `${"heap before and after 10,000 edits".padEnd(40)} ${megabytes(before)}, ${megabytes(after)} (${change.toFixed(1)} %)  aim: within 10 %`,
  );
}

/** Networks with expressions and bodies, documentation and comments, up to a number of lines. */
function networks(lines: number): string {
  const text: string[] = ["// Bench", "", "/// One of many."];
  for (let number = 1; text.length < lines; number++) {
    text.push(
      `network n${number} {`,
      "  space blox",
      "",
      "  stage 1: conv",
      "  stage 2: st5(mbconv, bconv) // both",
      "  stage 3 {",
      "    a = conv(in)",
      "    out = mbconv(in + a) + a",
      "  }",
      // Most requirements of a file are met; a tenth are not, and want a change to be found.
      `  require params <= ${number % 10 === 0 ? 2 : 4} M`,
      "}",
      "",
      "/// One of many.",
    );
  }
  return text.join("\n");
}

/** Milliseconds each of `count` runs took, after a tenth as many to warm up. */
async function timed(count: number, run: () => unknown): Promise<number[]> {
  for (let warm = 0; warm < count / 10; warm++) await run();
  const times: number[] = [];
  for (let time = 0; time < count; time++) {
    const start = performance.now();
    await run();
    times.push(performance.now() - start);
  }
  return times;
}

function baseline(): number[] {
  return Array.from({ length: 20 }, () => {
    const numbers = Float64Array.from({ length: 100_000 }, (_, place) => (place * 7919) % 100_003);
    const start = performance.now();
    numbers.sort();
    return performance.now() - start;
  });
}

function ms(time: number): string {
  return `${time.toFixed(2)} ms`.padStart(9);
}

await (process.argv[2] === "import" ? benchImport() : main());
