import { spawn } from "node:child_process";
import { Editor } from "../server/joined";

/**
 * `npm run bench`: what a user feels, from the bundled server in a process of its own, beside how long
 * this machine takes for something plain. Figures inform; no test asserts them.
 */

const hoverTarget = { line: 3, character: 10 };

async function main() {
  const server = spawn(process.execPath, ["dist/server-node.js", "--stdio"], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const editor = await Editor.over(server.stdout, server.stdin);
  const rows = [
    ["hover, warm, through the protocol", "median under 5 ms", await hovers(editor)],
    ["keystroke to diagnostics, 500 lines", "median under 50 ms", await keystrokes(editor, 500)],
    ["keystroke to diagnostics, 2,000 lines", "", await keystrokes(editor, 2000)],
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
}

async function hovers(editor: Editor): Promise<number[]> {
  const uri = "file:///hover.blox";
  await editor.open(uri, networks(500));
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

function percentile(times: readonly number[], share: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

function ms(time: number): string {
  return `${time.toFixed(2)} ms`.padStart(9);
}

await main();
