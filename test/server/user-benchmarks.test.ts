import { deepEqual, equal, match, ok } from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CancellationTokenSource, type Hover } from "vscode-languageserver";
import { architectureAt, networkText } from "../../data/architecture";
import { bloxSpace } from "../../data/built-in-spaces";
import {
  type BenchmarkInUse,
  type BenchmarkList,
  benchmarkInUse,
  benchmarkSchema,
  benchmarks,
  benchmarksLoaded,
  type ImportProgressNotification,
  type ImportSummary,
  importBenchmark,
  importProgress,
  type QueryResult,
  queryBenchmark,
  type Refusal,
  removeBenchmark,
  type TrainingCurves,
  trainingCurves,
  useBenchmark,
} from "../../server/messages";
import { shared } from "../shared";
import { Editor } from "./joined";

const uri = "file:///measured.blox";
/** Any network will do. */
const index = 4321;
const text = networkText(bloxSpace, architectureAt(bloxSpace, index), "kiosk");

describe("The user's benchmarks over a connection", function () {
  this.timeout(60_000);
  const root = mkdtempSync(join(tmpdir(), "blox-user-"));
  const folder = join(root, "benchmarks");
  let editor: Editor;

  const ask = <Answer>({ method }: { readonly method: string }, parameters: object | null) =>
    editor.connection.sendRequest<Answer>(method, parameters);
  const importing = (...paths: string[]) =>
    ask<ImportSummary | Refusal>(importBenchmark, {
      id: 1,
      files: paths.map((path) => ({ path })),
      into: { space: "blox" },
    });
  const hoverText = async () => {
    const textDocument = { uri };
    const position = { line: 0, character: "network k".length };
    const hover = await ask<Hover>({ method: "textDocument/hover" }, { textDocument, position });
    return JSON.stringify(hover.contents).replaceAll("\u00a0", " ");
  };
  const written = (name: string, ...rows: string[]) => {
    const file = join(root, name);
    writeFileSync(file, ["network,metric,value,seed,device", ...rows, ""].join("\n"));
    return file;
  };

  before(async () => {
    editor = await Editor.start(undefined, {
      initializationOptions: { benchmarkFolder: { path: folder } },
    });
    await editor.open(uri, text);
  });
  after(async () => {
    await editor.close();
    rmSync(root, { recursive: true, force: true });
  });

  it("an import changes the hover from estimated to measured, and its removal back", async () => {
    match(await hoverText(), /Top-1 accuracy[^|]*\| \*\*[\d.]+ % ± [\d.]+ \(estimated\)/);
    const steps: string[] = [];
    editor.connection.onNotification(
      importProgress.method,
      ({ step }: ImportProgressNotification) => void steps.push(step),
    );
    const loaded = notified(benchmarksLoaded.method);
    const summary = await importing(
      written("lab.csv", `${index},accuracy,71.25,0,`, `${index},latency,3.5,,phone`),
    );
    ok("benchmarks" in summary, JSON.stringify(summary));
    deepEqual(
      summary.benchmarks.map(({ name, database, networks }) => [name, database, networks]),
      [["lab", "lab.sqlite", 1]],
    );
    ok(steps.includes("lab.csv") && steps.includes("writing"), steps.join());
    await loaded;
    const measured = await hoverText();
    match(measured, /\*\*71\.25 % \(measured\)\*\*[^|]*\| lab, seed 0, test split/);
    match(measured, /Latency, phone[^|]*\| \*\*3\.5 ms \(measured\)/);

    const list = await ask<BenchmarkList>(benchmarks, null);
    deepEqual(
      list.benchmarks.map(({ database, space, content }) => [database, space, content]),
      [["lab.sqlite", "blox", "1 network; trained with seed 0; latency on phone"]],
    );
    match(list.benchmarks[0]?.checksum ?? "", /^sha256:[0-9a-f]{64}$/);
    equal(await ask(removeBenchmark, { database: "lab.sqlite" }), null);
    match(await hoverText(), /Top-1 accuracy[^|]*\| \*\*[\d.]+ % ± [\d.]+ \(estimated\)/);
    deepEqual((await ask<BenchmarkList>(benchmarks, null)).benchmarks, []);
  });

  it("of two benchmarks one is in use, the other is told beside it, and a choice switches", async () => {
    await importing(written("one.csv", `${index},accuracy,71,0,`));
    await importing(written("two.csv", `${index},accuracy,72,0,`));
    const { name } = await ask<BenchmarkInUse>(benchmarkInUse, { space: "blox" });
    equal(name, "two", "what was imported last");
    const other = "one";
    const values = { one: "71.00", two: "72.00" };
    match(
      await hoverText(),
      new RegExp(`\\*\\*${values.two} % .measured.*${other} has ${values[other]} %`),
    );
    equal(await ask(useBenchmark, { space: "blox", name: other }), null);
    const inUse = await ask<BenchmarkInUse>(benchmarkInUse, { space: "blox" });
    equal(inUse.name, other);
    equal(inUse.accuracy, "measured");
    deepEqual(inUse.choices.map((choice) => choice.name).sort(), ["embedded", "one", "two"]);
    match(await hoverText(), new RegExp(`\\*\\*${values[other]} % .measured`));
    equal(await ask(useBenchmark, { space: "blox", name: "embedded" }), null);
    match(await hoverText(), /\(estimated\)/);
    const refused = await ask<Refusal>(useBenchmark, { space: "blox", name: "three" });
    match(refused.refusal, /There is no benchmark three of blox/);
    for (const name of ["one", "two"]) await ask(removeBenchmark, { database: `${name}.sqlite` });
  });

  it("a file that is none is refused in one message, and nothing has changed", async () => {
    const file = join(root, "none.csv");
    writeFileSync(file, "to do: everything\n");
    const refused = await importing(file);
    ok("refusal" in refused);
    match(refused.refusal, /^none\.csv: is no file that can be imported/);
    deepEqual((await ask<BenchmarkList>(benchmarks, null)).benchmarks, []);
  });

  it("an import that is cancelled has changed nothing", async function () {
    const file = shared("reference/release-sample/blox-ext-0.csv");
    if (!file) this.skip();
    const cancellation = new CancellationTokenSource();
    const parameters = { id: 7, files: [{ path: file }], into: { space: "blox" } };
    const answer = editor.connection.sendRequest<Refusal>(
      importBenchmark.method,
      parameters,
      cancellation.token,
    );
    cancellation.cancel();
    match((await answer).refusal, /cancelled\. Nothing has changed/);
    deepEqual((await ask<BenchmarkList>(benchmarks, null)).benchmarks, []);
  });

  it("an imported benchmark answers SQL, and gives training curves", async function () {
    const file = shared("reference/release-sample/blox-base-0.blox");
    if (!file) this.skip();
    await importing(file);
    const { rows } = await ask<QueryResult>(queryBenchmark, {
      benchmark: "blox-release",
      sql: "SELECT network FROM training ORDER BY test_top1 DESC",
    });
    equal(rows.length, 250);
    const { schema } = await ask<{ schema: string }>(benchmarkSchema, {
      benchmark: "blox-release",
    });
    match(schema, /CREATE TABLE training/);
    const refused = await ask<Refusal>(queryBenchmark, {
      benchmark: "blox-release",
      sql: "DELETE FROM training",
    });
    match(refused.refusal, /A benchmark can only be read/);
    const [[network] = []] = rows;
    const { curves } = await ask<TrainingCurves>(trainingCurves, {
      space: "blox",
      networks: [{ name: "best", index: network }],
    });
    deepEqual(
      curves.map(({ column, seed, values }) => [column, seed, values.length]),
      [["val_top1", 0, 200]],
    );
    await ask(removeBenchmark, { database: "blox-release.sqlite" });
  });

  it("the embedded benchmark answers SQL", async () => {
    const { rows } = await ask<QueryResult>(queryBenchmark, {
      benchmark: "embedded",
      sql: "SELECT space.name, count(*) FROM network JOIN space ON space.id = space GROUP BY space.name",
    });
    deepEqual(rows, [
      ["blox", 91_125],
      ["blox-digits", 2025],
    ]);
  });

  function notified(method: string): Promise<void> {
    return new Promise((resolve) => {
      const listening = editor.connection.onNotification(method, () => {
        listening.dispose();
        resolve();
      });
    });
  }
});
