import { deepEqual, equal } from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { Browser, Page } from "playwright-core";
import {
  type ComparisonSpec,
  compareAlgorithms,
  type SearchResult,
  type SearchSpec,
  type ShownComparison,
  search,
} from "../../server/messages";
import { chromiumPath, launch } from "../webview/preview";
import { Editor } from "./joined";
import { largeSpace } from "./searches/large-space";

const dist = resolve(import.meta.dirname, "../../dist");

/** The bundled server as a browser runs it: a worker from a Blob, whose files come over the connection. */
describe("the server in a browser's worker", () => {
  let browser: Browser;
  let page: Page;

  before(async function () {
    if (chromiumPath === undefined) return this.skip();
    browser = await launch(chromiumPath);
    page = await browser.newPage();
    await page.exposeFunction("readAsset", async (name: string) =>
      (await readFile(resolve(dist, name))).toString("base64"),
    );
    await page.evaluate(connect, await readFile(resolve(dist, "server-browser.js"), "utf8"));
    await ask("initialize", { processId: null, rootUri: null, capabilities: {} });
  });
  after(() => browser?.close());

  const ask = (method: string, params: object): Promise<unknown> =>
    page.evaluate(([method, params]) => window.ask(method, params), [method, params] as const);

  it("finds the same networks as in Node, for the same seed", async () => {
    const inBrowser = (await ask(search.method, { id: 1, spec })) as SearchResult;
    const editor = await Editor.start();
    const inNode = await editor.connection.sendRequest<SearchResult>(search.method, {
      id: 1,
      spec,
    });
    await editor.close();

    equal(inBrowser.outcome, "finished", inBrowser.notes.join(" "));
    deepEqual({ ...inBrowser, elapsedMs: 0 }, { ...inNode, elapsedMs: 0 });
  });

  it("solves the same integer programs as in Node", async () => {
    const editor = await Editor.start();
    await editor.open(uri, largeSpace);
    const inNode = await editor.connection.sendRequest<SearchResult>(search.method, program);
    await editor.close();

    const textDocument = { uri, languageId: "blox", version: 1, text: largeSpace };
    await page.evaluate((opened) => window.tell("textDocument/didOpen", opened), { textDocument });
    const inBrowser = (await ask(search.method, program)) as SearchResult;
    equal(inBrowser.outcome, "finished", inBrowser.notes.join(" "));
    deepEqual({ ...inBrowser, elapsedMs: 0 }, { ...inNode, elapsedMs: 0 });
  });

  it("compares algorithms as in Node, all but which build it was", async () => {
    const inBrowser = (await ask(compareAlgorithms.method, comparison)) as ShownComparison;
    const editor = await Editor.start();
    const inNode = await editor.connection.sendRequest<ShownComparison>(
      compareAlgorithms.method,
      comparison,
    );
    await editor.close();

    equal(inBrowser.title, inNode.title);
    deepEqual(inBrowser.algorithms, inNode.algorithms);
  });
});

const uri = "file:///large.blox";
const program: { readonly id: number; readonly spec: SearchSpec } = {
  id: 2,
  spec: {
    space: "large",
    uri,
    algorithm: "lana",
    parameters: {},
    objectives: [{ direction: "minimize", metric: "flops" }],
    subjectTo: "params >= 100 K",
    budget: 65,
    seed: 1,
  },
};

const comparison: { id: number; spec: ComparisonSpec } = {
  id: 2,
  spec: {
    space: "blox",
    entrants: [
      { name: "random", parameters: {} },
      { name: "local-search", parameters: {} },
    ],
    objective: { direction: "maximize", metric: "accuracy" },
    seeds: 5,
    budget: 60,
    observation: "lowest seed",
    repeats: "free",
  },
};

const spec: SearchSpec = {
  space: "blox",
  algorithm: "regularized-evolution",
  parameters: {},
  objectives: [
    { direction: "maximize", metric: "accuracy" },
    { direction: "minimize", metric: "flops" },
  ],
  subjectTo: "params <= 3 M",
  budget: 1000,
  seed: 7,
};

declare global {
  interface Window {
    ask(method: string, params: object): Promise<unknown>;
    tell(method: string, params: object): void;
    readAsset(name: string): Promise<string>;
  }
}

/** Runs in the page: starts the worker, answers what it asks for, and offers `window.ask` and `window.tell`. */
function connect(bundle: string) {
  const worker = new Worker(URL.createObjectURL(new Blob([bundle])));
  const waiting = new Map<number, (result: unknown) => void>();
  let lastId = 0;
  window.ask = (method, params) =>
    new Promise((resolve) => {
      lastId += 1;
      waiting.set(lastId, resolve);
      worker.postMessage({ jsonrpc: "2.0", id: lastId, method, params });
    });
  window.tell = (method, params) => worker.postMessage({ jsonrpc: "2.0", method, params });
  worker.addEventListener("message", async ({ data }) => {
    if (data.method === "blox/asset") {
      const bytes = Uint8Array.from(atob(await window.readAsset(data.params.name)), (character) =>
        character.charCodeAt(0),
      );
      worker.postMessage({ jsonrpc: "2.0", id: data.id, result: bytes });
    } else if (data.method === undefined) waiting.get(data.id)?.(data.result ?? data.error);
  });
}
