import { deepEqual, equal, match, ok } from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { CancellationTokenSource } from "vscode-languageserver/node";
import { bloxSpace } from "../../data/built-in-spaces";
import { compare } from "../../server/comparison/comparison";
import { comparisonText } from "../../server/comparison/comparison-file";
import { requestOf } from "../../server/comparison-requests";
import {
  type ComparisonProgressNotification,
  type ComparisonSpec,
  compareAlgorithms,
  comparisonPlot,
  comparisonProgress,
  comparisonSetup,
  importBenchmark,
  openComparison,
  type Refusal,
  type Request,
  type ShownComparison,
} from "../../server/messages";
import type { Platform } from "../../server/platform";
import { nodePlatform } from "../../server/platform-node";
import { embeddedBenchmarks } from "./embedded";
import { Editor, serverFolder } from "./joined";

const spec: ComparisonSpec = {
  space: "blox",
  entrants: [
    { name: "random", parameters: {} },
    { name: "regularized-evolution", parameters: { population: 20 } },
  ],
  objective: { direction: "maximize", metric: "accuracy" },
  seeds: 4,
  budget: 60,
  observation: "lowest seed",
  repeats: "free",
};

/** Longer than any test. */
const endless: ComparisonSpec = { ...spec, seeds: 9000, budget: 90_000 };

describe("comparisons that an editor asks for", function () {
  this.timeout(60_000);
  let editor: Editor;
  before(async () => {
    editor = await Editor.start();
  });
  after(() => editor.close());

  const ask = <Parameters, Answer>({ method }: Request<Parameters, Answer>, given: Parameters) =>
    editor.connection.sendRequest<Answer>(method, given);

  /** The next progress of the comparison with this id. */
  const progressOf = (id: number, listener: (progress: { done: number; runs: number }) => void) =>
    editor.connection.onNotification(
      comparisonProgress.method,
      (notification: ComparisonProgressNotification) => {
        if (notification.id === id) listener(notification.progress);
      },
    );

  it("offers algorithms, metrics, and the spaces that the document may name", async () => {
    const uri = "file:///own.blox";
    const setup = await ask(comparisonSetup, { space: "blox" });
    deepEqual(setup.spaces, ["blox", "blox-digits", "nas-bench-macro"]);
    equal(setup.benchmark, "embedded");
    ok(setup.algorithms.some(({ name }) => name === "local-search"));
    ok(setup.metrics.some(({ name }) => name === "accuracy"));
    const example = resolve(import.meta.dirname, "../../examples/own-space.blox");
    await editor.open(uri, await readFile(example, "utf8"));
    const own = await ask(comparisonSetup, { space: "tiny", uri });
    equal(own.space, "tiny");
    ok(own.spaces.includes("tiny") && own.spaces.includes("nas-bench-macro"));
  });

  it("are what the same comparison gives elsewhere, with progress on the way", async () => {
    const seen: { done: number; runs: number }[] = [];
    const listening = progressOf(1, (progress) => seen.push(progress));
    const answer = await ask(compareAlgorithms, { id: 1, spec });
    listening.dispose();
    const platform = nodePlatform(serverFolder);
    const signal = new AbortController().signal;
    const crew = { platform, workers: 1, signal };
    const elsewhere = await compare((await embeddedBenchmarks())(bloxSpace), requestOf(spec), crew);
    ok(elsewhere && !("refusal" in elsewhere));
    const shown = shownIn(answer);
    equal(shown.file, comparisonText(elsewhere));
    deepEqual(
      seen.map(({ done, runs }) => [done, runs]),
      Array.from({ length: 8 }, (_, place) => [place + 1, 8]),
    );
    deepEqual(await ask(openComparison, { file: shown.file }), shown);

    const plot = await ask(comparisonPlot, { file: shown.file, isLogarithmic: true, width: 433 });
    ok("svg" in plot);
    match(plot.svg, /^<svg [^>]*width="433"/);
    match(plot.svg, /var\(--vscode-charts-blue\)/);
    const file = await ask(comparisonPlot, { file: shown.file, isLogarithmic: true });
    ok("svg" in file && !file.svg.includes("var("));
  });

  it("are none once they are cancelled; meanwhile hovers answer", async () => {
    const uri = "file:///hovered.blox";
    await editor.open(uri, "network n {\n  stage 1: conv\n}\n");
    const cancellation = new CancellationTokenSource();
    const running = new Promise<void>((resolve) => {
      progressOf(2, () => resolve());
    });
    const answer = editor.connection.sendRequest(
      compareAlgorithms.method,
      { id: 2, spec: { ...endless, budget: 100 } },
      cancellation.token,
    );
    await running;
    const hover = await editor.connection.sendRequest("textDocument/hover", {
      textDocument: { uri },
      position: { line: 0, character: 9 },
    });
    match(JSON.stringify(hover), /CIFAR-100/);
    cancellation.cancel();
    equal(await answer, null);
  });

  const refused: Record<string, [Partial<ComparisonSpec>, RegExp]> = {
    "an algorithm that is not there": [
      { entrants: [{ name: "radom", parameters: {} }] },
      /Did you mean `random`/,
    ],
    "a metric that is not there": [
      { objective: { direction: "maximize", metric: "speed" } },
      /There is no metric `speed`/,
    ],
    "a seed that was not trained": [{ observation: "seed 7" }, /No training here has a seed/],
  };
  for (const [what, [changes, message]] of Object.entries(refused)) {
    it(`are refused for ${what}`, async () => {
      const answer = await ask(compareAlgorithms, { id: 3, spec: { ...spec, ...changes } });
      ok(answer && "refusal" in answer);
      match(answer.refusal, message);
    });
  }

  it("are refused from a file that is none, and so is its plot", async () => {
    const answers = await Promise.all([
      ask(openComparison, { file: "{}" }),
      ask(comparisonPlot, { file: "{}", isLogarithmic: false }),
    ]);
    for (const answer of answers) ok("refusal" in answer && /no comparison/.test(answer.refusal));
  });
});

describe("comparisons with an algorithm that goes by training curves", function () {
  this.timeout(60_000);

  it("are made where the curves have been imported", async () => {
    const root = mkdtempSync(join(tmpdir(), "blox-curves-"));
    const editor = await Editor.start(undefined, {
      initializationOptions: { benchmarkFolder: { path: join(root, "benchmarks") } },
    });
    try {
      const uri = "file:///tiny.blox";
      await editor.open(uri, tiny);
      // Made up: four networks whose order is the same after each epoch.
      const rows = [0, 1, 2, 3].flatMap((index) => [
        `${index},accuracy,${80 + index},0,3`,
        `${index},val_accuracy_by_epoch,${50 + index} ${60 + index} ${70 + index},0,3`,
      ]);
      const path = join(root, "own.csv");
      writeFileSync(path, ["network,metric,value,seed,epochs", ...rows, ""].join("\n"));
      const into = { space: "tiny", uri };
      await editor.connection.sendRequest(importBenchmark.method, {
        id: 1,
        files: [{ path }],
        into,
      });
      const answer = await editor.connection.sendRequest<ShownComparison | Refusal | null>(
        compareAlgorithms.method,
        {
          id: 2,
          spec: { ...spec, ...into, entrants: [{ name: "hyperband", parameters: {} }], budget: 4 },
        },
      );
      const { algorithms } = JSON.parse(shownIn(answer).file);
      deepEqual(
        algorithms.map(({ name }: { name: string }) => name),
        ["hyperband"],
      );
    } finally {
      await editor.close();
      rmSync(root, { recursive: true, force: true });
    }
  });
});

const tiny = `space tiny {
  input 1 x 8 x 8
  classes 3
  op plain { conv 3x3  bn  relu }
  op thin { conv 1x1  bn  relu }
  stem { conv 3x3 out 4  bn  relu }
  stages 2 { block of 1 ops }
  head { global-avg-pool  linear out classes }
}
`;

describe("comparisons of a server that fails or ends", function () {
  this.timeout(60_000);

  it("say that their workers died", async () => {
    const threads = nodePlatform(serverFolder);
    const platform: Platform = {
      ...threads,
      startWorker: (name) =>
        threads.startWorker(name === "comparison-worker" ? "no-such-worker" : name),
    };
    const editor = await Editor.start(platform);
    const answer = await editor.connection.sendRequest<Refusal>(compareAlgorithms.method, {
      id: 1,
      spec,
    });
    match(answer.refusal, /^The comparison broke off and has no result: .*Run it again\.$/s);
    await editor.close();
  });

  it("end with it, workers and all", async () => {
    const threads = nodePlatform(serverFolder);
    let [started, closed] = [0, 0];
    const platform: Platform = {
      ...threads,
      parallelism: 2,
      startWorker(name) {
        if (name !== "comparison-worker") return threads.startWorker(name);
        started++;
        const port = threads.startWorker(name);
        const close = () => {
          closed++;
          port.close();
        };
        return { ...port, close };
      },
    };
    const editor = await Editor.start(platform);
    const running = new Promise<void>((resolve) => {
      editor.connection.onNotification(comparisonProgress.method, () => resolve());
    });
    const spec = { ...endless, budget: 100 };
    const answer = editor.connection.sendRequest(compareAlgorithms.method, { id: 1, spec });
    await running;
    await editor.connection.sendRequest("shutdown");
    equal(await answer, null);
    deepEqual([started, closed], [2, 2]);
    editor.connection.dispose();
  });
});

function shownIn(answer: ShownComparison | Refusal | null): ShownComparison {
  ok(answer && !("refusal" in answer));
  return answer;
}
