import { equal, ok } from "node:assert/strict";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { Worker as Thread } from "node:worker_threads";
import type { Browser, Page } from "playwright-core";
import type { MetricColumn } from "../../../data/benchmark";
import { findSpace } from "../../../data/built-in-spaces";
import { exactBenchmark } from "../../../data/exact-benchmark";
import { accuracy } from "../../../data/metrics";
import type { SearchSpec } from "../../../server/messages";
import { algorithms } from "../../../server/searches/algorithms";
import { type SearchedColumns, withoutFunctions } from "../../../server/searches/searched-columns";
import type { ValidationCurves } from "../../../server/searches/validation-curves";
import type { FromSearchWorker, ToSearchWorker } from "../../../server/searches/worker-messages";
import { chromiumPath, launch } from "../../webview/preview";

const dist = resolve(import.meta.dirname, "../../../dist");

/** The bundled worker of searches in Node, and its bundle for the browser in Chromium. */
describe("the trace of a search in Node and in a browser", () => {
  let browser: Browser;
  let page: Page;

  before(async function () {
    if (chromiumPath === undefined || !existsSync(resolve(dist, "search-worker-node.js")))
      return this.skip();
    browser = await launch(chromiumPath);
    page = await browser.newPage();
    const bundle = await readFile(resolve(dist, "search-worker-browser.js"), "utf8");
    const { epochs, hundredths } = risingCurves();
    const curves = { epochs, hundredths: [...hundredths] };
    await page.evaluate(offerTraces, { bundle, columns: listed(columnsToSend()), curves });
  });
  after(() => browser?.close());

  for (const { name } of algorithms) {
    for (const objectives of [["accuracy"], ["accuracy", "flops"]]) {
      it(`${name} by ${objectives.join(" and ")}: the same bytes`, async () => {
        const spec = specOf(name, objectives);
        const inNode = await traceInNode(spec);
        const inBrowser = await page.evaluate((spec) => window.traceOf(spec), spec);
        equal(inBrowser, inNode);
        // Of two objectives an algorithm may say that they are none of its business.
        if (objectives.length === 1) ok(inNode.split("\n").length > 3, inNode);
      });
    }
  }
});

function specOf(algorithm: string, objectives: readonly string[]): SearchSpec {
  return {
    space: "nas-bench-macro",
    algorithm,
    parameters: {},
    objectives: objectives.map((metric) => ({
      direction: metric === "accuracy" ? "maximize" : "minimize",
      metric,
    })),
    subjectTo: "flops <= 100 M",
    budget: 120,
    seed: 11,
  };
}

/** As it travels to a worker. */
function columnsToSend(): SearchedColumns {
  const space = findSpace("nas-bench-macro");
  ok(space);
  const benchmark = exactBenchmark(space);
  const params = benchmark.columns.find(({ metric }) => metric.name === "params");
  ok(params);
  const column: MetricColumn = {
    metric: accuracy,
    provenance: "measured",
    source: "invented for a test",
    values: params.values.map((count, index) => 80 + count / 1e6 + Math.sin(index)),
  };
  return withoutFunctions({ ...benchmark, columns: [column, ...benchmark.columns] });
}

/** Nine epochs in which accuracies rise to what they are, by network and epoch. */
function risingCurves(): ValidationCurves {
  const [column] = columnsToSend().columns;
  const epochs = 9;
  const values = [...(column?.values ?? [])].flatMap((value) =>
    Array.from({ length: epochs }, (_, epoch) => Math.round((value * 100 * (epoch + 1)) / epochs)),
  );
  return { epochs, hundredths: Uint16Array.from(values) };
}

function listed(sent: SearchedColumns) {
  const columns = sent.columns.map((column) => ({ ...column, values: [...column.values] }));
  return { ...sent, columns };
}

async function traceInNode(spec: SearchSpec): Promise<string> {
  const worker = new Thread(resolve(dist, "search-worker-node.js"));
  const post = (message: ToSearchWorker) => worker.postMessage(message);
  try {
    return await new Promise((resolve, reject) => {
      let text = "";
      worker.on("error", reject);
      worker.on("message", (message: FromSearchWorker) => {
        if (message.type === "trace") text += message.line;
        if (message.type === "result") resolve(text || message.result.notes.join("\n"));
        if (message.type === "failed") reject(new Error(message.message));
      });
      post({ type: "benchmark", benchmark: 0, columns: columnsToSend() });
      post({ type: "curves", benchmark: 0, observation: "lowest seed", curves: risingCurves() });
      post({ type: "search", id: 1, benchmark: 0, spec, trace: "new" });
    });
  } finally {
    await worker.terminate();
  }
}

declare global {
  interface Window {
    traceOf(spec: SearchSpec): Promise<string>;
  }
}

/** Runs in the page: `columns` has lists where there are typed arrays, which do not travel to it. */
function offerTraces({
  bundle,
  columns,
  curves,
}: {
  bundle: string;
  columns: ReturnType<typeof listed>;
  curves: { epochs: number; hundredths: number[] };
}) {
  window.traceOf = (spec) => {
    const worker = new Worker(URL.createObjectURL(new Blob([bundle])));
    return new Promise<string>((resolve, reject) => {
      let text = "";
      worker.addEventListener("error", ({ message }) => reject(new Error(message)));
      worker.addEventListener("message", ({ data }) => {
        if (data.type === "trace") text += data.line;
        if (data.type === "result") resolve(text || data.result.notes.join("\n"));
        if (data.type === "failed") reject(new Error(data.message));
      });
      const arrays = columns.columns.map((column) => ({
        ...column,
        values: Float64Array.from(column.values),
      }));
      const sent = { ...columns, columns: arrays };
      worker.postMessage({ type: "benchmark", benchmark: 0, columns: sent });
      worker.postMessage({
        type: "curves",
        benchmark: 0,
        observation: "lowest seed",
        curves: { ...curves, hundredths: Uint16Array.from(curves.hundredths) },
      });
      worker.postMessage({ type: "search", id: 1, benchmark: 0, spec, trace: "new" });
    }).finally(() => worker.terminate());
  };
}
