import { deepEqual, equal, match, ok } from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CancellationTokenSource } from "vscode-languageserver";
import {
  benchmarksLoaded,
  importBenchmark,
  interruptedSearch,
  type Request,
  resumeSearch,
  type SearchSpec,
  search,
  searchProgress,
  traceText,
} from "../../server/messages";
import type { Platform } from "../../server/platform";
import { nodePlatform } from "../../server/platform-node";
import type { FromSearchWorker } from "../../server/searches/worker-messages";
import { Editor, serverFolder } from "./joined";
import { exampleSpec } from "./searches/example-benchmark";

const spec = exampleSpec({ algorithm: "exhaustive", budget: 20_000 });

describe("the traces of a server's searches", () => {
  const root = mkdtempSync(join(tmpdir(), "blox-traces-"));
  const folder = join(root, "traces");
  const opened: Editor[] = [];
  const threads = nodePlatform(serverFolder);

  after(async () => {
    for (const editor of opened) await editor.close();
    rmSync(root, { recursive: true, force: true });
  });

  async function start(traceFolder: string | null = folder, platform: Platform = threads) {
    const benchmarkFolder = { path: join(root, "benchmarks") };
    const editor = await Editor.start(platform, {
      initializationOptions: { benchmarkFolder, ...(traceFolder !== null && { traceFolder }) },
    });
    opened.push(editor);
    const ask = <Parameters extends object, Answer>(
      { method }: Request<Parameters, Answer>,
      parameters: Parameters,
      token = new CancellationTokenSource().token,
    ) => editor.connection.sendRequest<Answer>(method, parameters, token);
    return { ask, connection: editor.connection };
  }

  /** Ends the thread of the searches when so many lines of a trace have come. */
  function dyingAfter(lines: number): Platform {
    return {
      ...threads,
      startWorker(name) {
        const port = threads.startWorker(name);
        let seen = 0;
        return {
          ...port,
          onMessage: (listener) =>
            port.onMessage((message) => {
              if ((message as FromSearchWorker).type === "trace") seen += 1;
              if (seen <= lines) listener(message);
              else if (seen === lines + 1) port.close();
            }),
        };
      },
    };
  }

  const withoutTime = <Result extends { readonly elapsedMs: number }>(result: Result) => ({
    ...result,
    elapsedMs: 0,
  });

  it("are in its folder when the answer comes, and can be had as text", async () => {
    const { ask } = await start();
    const found = await ask(search, { id: 1, spec, trace: "whole" });
    const text = readFileSync(join(folder, "whole"), "utf8");
    const lines = text.split("\n").slice(0, -1);
    const evaluated = lines.slice(1, -1).flatMap((line) => JSON.parse(line).evaluated);
    deepEqual(evaluated, found.evaluated);
    deepEqual(await ask(traceText, { trace: "whole" }), { text });
    equal(await ask(interruptedSearch, { trace: "whole" }), null);
    equal(await ask(interruptedSearch, { trace: "unknown" }), null);
  });

  it("are gone on with by the next server to the end that an undisturbed search has", async () => {
    const died = await start(folder, dyingAfter(123));
    const broken = await died.ask(search, { id: 1, spec, trace: "broken" });
    equal(broken.outcome, "refused");
    match(broken.notes.join(), /broke off/);

    const { ask, connection } = await start();
    deepEqual(await ask(interruptedSearch, { trace: "broken" }), { evaluations: 122 * 50 });
    const told: number[] = [];
    connection.onNotification(searchProgress.method, ({ id }) => void told.push(id));
    const inDocument: SearchSpec = { ...spec, uri: "file:///any.blox" };
    const resumed = await ask(resumeSearch, { id: 7, spec: inDocument, trace: "broken" });
    const undisturbed = await ask(search, { id: 8, spec: inDocument, trace: "undisturbed" });
    ok(told.includes(7));
    deepEqual(withoutTime(resumed), withoutTime(undisturbed));
    equal(
      readFileSync(join(folder, "broken"), "utf8"),
      readFileSync(join(folder, "undisturbed"), "utf8"),
    );
    equal(await ask(interruptedSearch, { trace: "broken" }), null);
  });

  it("last as long as the server where it has been told of no folder", async () => {
    const { ask } = await start(null);
    await ask(search, { id: 1, spec, trace: "in memory" });
    const answer = await ask(traceText, { trace: "in memory" });
    equal(Object(answer).text, readFileSync(join(folder, "whole"), "utf8"));
  });

  it("do not stop a search where they cannot be written, and the result says so", async () => {
    const file = join(root, "file");
    writeFileSync(file, "");
    const { ask } = await start(file);
    const { outcome, notes } = await ask(search, { id: 1, spec, trace: "none" });
    equal(outcome, "finished");
    match(notes.join("\n"), /^This search cannot be resumed or saved as a trace: .*none in .*file/);
    match(Object(await ask(traceText, { trace: "none" })).refusal, /not there any more/);
  });

  it("keep what was found before a cancellation", async () => {
    const { ask, connection } = await start();
    const cancellation = new CancellationTokenSource();
    connection.onNotification(searchProgress.method, () => cancellation.cancel());
    const endless = { ...spec, algorithm: "nsga-ii", budget: 91_125 };
    const request = { id: 1, spec: endless, trace: "cancelled" };
    const { outcome, evaluated } = await ask(search, request, cancellation.token);
    equal(outcome, "cancelled");
    const lines = readFileSync(join(folder, "cancelled"), "utf8").split("\n").slice(1, -2);
    deepEqual(
      lines.flatMap((line) => JSON.parse(line).evaluated),
      evaluated,
    );
  });

  it("an import while a search runs: it ends on the numbers that it began with, and says so", async () => {
    const { ask, connection } = await start();
    const rows = join(root, "lab.csv");
    writeFileSync(rows, "network,metric,value,seed,device\n4321,accuracy,99,0,\n");
    const cancellation = new CancellationTokenSource();
    const isRunning = new Promise<void>((resolve) => {
      connection.onNotification(searchProgress.method, () => resolve());
    });
    const isLoaded = new Promise<void>((resolve) => {
      connection.onNotification(benchmarksLoaded.method, () => resolve());
    });
    const endless = { ...spec, algorithm: "nsga-ii", budget: 91_125 };
    const request = { id: 1, spec: endless, trace: "before" };
    const running = ask(search, request, cancellation.token);
    await isRunning;
    const [files, into] = [[{ path: rows }], { space: "blox" }];
    ok("benchmarks" in (await ask(importBenchmark, { id: 2, files, into })));
    await isLoaded;
    cancellation.cancel();
    const { notes, best, outcome } = await running;
    equal(outcome, "cancelled");
    match(
      notes[0] ?? "",
      /^The benchmark has changed since this search began: .* from embedded\. .* of lab as it is now\.$/,
    );
    ok(best.every(({ index }) => index !== 4321));
    match(readFileSync(join(folder, "before"), "utf8"), /"benchmark":\{"name":"embedded"/);

    const next = await ask(search, { id: 3, spec: { ...spec, budget: 91_125 }, trace: "after" });
    ok(!next.notes.join().includes("has changed"));
    equal(next.best[0]?.index, 4321);
    const resumed = await ask(resumeSearch, { ...request, id: 4 });
    equal(resumed.outcome, "refused");
    match(resumed.notes.join(), /recorded with the benchmark embedded .* has lab/);
  });
});
