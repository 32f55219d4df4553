import { deepEqual, equal, match, ok } from "node:assert/strict";
import type { CodeAction, CodeLens, Hover, InlayHint } from "vscode-languageserver";
import { CancellationTokenSource } from "vscode-languageserver";
import {
  applyNetwork,
  type Cloud,
  cloud,
  type DocumentEdit,
  findArchitecture,
  networkAt,
  networkText,
  type Refusal,
  type SearchProgressNotification,
  type SearchResult,
  type SearchSpec,
  type Suggestions,
  search,
  searchProgress,
  searchSetup,
  suggestions,
} from "../../server/messages";
import { nodePlatform } from "../../server/platform-node";
import { Editor, serverFolder } from "./joined";

const uri = "file:///first.blox";
const text = `/// For the kiosk.
network kiosk {
  stage 1: conv
  stage 2: conv -> mbconv
  stage 3: bconv
}
`;

describe("an editor joined to the server", () => {
  let editor: Editor;
  const ask = <Answer>(method: string, parameters: object) =>
    editor.connection.sendRequest<Answer>(method, parameters);

  before(async () => {
    editor = await Editor.start();
    await editor.open(uri, text);
  });
  after(() => editor.close());

  it("is told of a mistake with its version, and that it is gone", async () => {
    const other = "file:///typing.blox";
    deepEqual(await editor.open(other, text), []);
    const wrong = await editor.type(other, 2, "  stage 1: conv".length, "x");
    equal(wrong.length, 1);
    equal(wrong[0]?.code, "blox/unknown-op");
    match(`${wrong[0]?.message}`, /`convx`.*Did you mean `conv`\?/);
    equal((await editor.type(other, 2, "  stage 1: conv".length, " //")).length, 0);
  });

  it("hovers over a network with its numbers and where they come from", async () => {
    const hover = await ask<Hover>("textDocument/hover", {
      textDocument: { uri },
      position: { line: 1, character: 10 },
    });
    const shown = JSON.stringify(hover.contents);
    match(shown, /For the kiosk/);
    match(shown, /Top-1 accuracy.*\| \*\*[\d.]+\s%\s±\s[\d.]+\s\(estimated\)/);
    match(shown, /Parameters.*\| \*\*[\d.]+\sM\*\*.* \| .*exact/);
    match(shown, /Latency.*\| \*\*[\d.]+\sms\s±\s[\d.]+\s\(composed\)/);
  });

  it("shows the shapes of the stages and the headline numbers", async () => {
    const range = { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } };
    const hints = await ask<InlayHint[]>("textDocument/inlayHint", {
      textDocument: { uri },
      range,
    });
    deepEqual(
      hints.map(({ label }) => `${label}`.replace(/ · \d+ % of FLOPs$/, "")),
      ["32×32×32 → 64×16×16", "64×16×16 → 128×8×8", "128×8×8 → 256×4×4"],
    );
    const [lens] = await ask<CodeLens[]>("textDocument/codeLens", { textDocument: { uri } });
    const { command } = await ask<CodeLens>("codeLens/resolve", lens ?? {});
    match(
      `${command?.title}`,
      /^top-1 .*\(estimated\) · .* parameters · .* FLOPs · .* ms .*\(composed\)$/,
    );
  });

  it("offers a better block for the stage at the cursor", async () => {
    const place = { line: 2, character: 12 };
    const actions = await ask<CodeAction[]>("textDocument/codeAction", {
      textDocument: { uri },
      range: { start: place, end: place },
      context: { diagnostics: [] },
    });
    ok(actions.length >= 1);
    match(
      `${actions[0]?.title}`,
      /^Stage 1: .*accuracy (undecided at )?\+[\d.]+ % ± [\d.]+ \(estimated\)/,
    );
  });

  it("searches with progress, and tells the same result for the same seed", async () => {
    const progress: SearchProgressNotification[] = [];
    editor.connection.onNotification(
      searchProgress.method,
      (message: SearchProgressNotification) => {
        progress.push(message);
      },
    );
    const first = await ask<SearchResult>(search.method, { id: 7, spec });
    const second = await ask<SearchResult>(search.method, { id: 8, spec });
    equal(first.outcome, "finished", first.notes.join("; "));
    equal(first.evaluations, 500);
    deepEqual(second.evaluated, first.evaluated);
    ok(progress.every(({ id }) => id === 7 || id === 8));
    ok(progress.length >= 2);
  });

  it("answers a hover while a search runs", async () => {
    // Seconds of work, of which the hover waits for none.
    const long = { ...spec, subjectTo: "", budget: 80_000 };
    let isDone = false;
    const searching = ask<SearchResult>(search.method, { id: 9, spec: long }).then((result) => {
      isDone = true;
      return result;
    });
    const position = { line: 1, character: 10 };
    ok(await ask<Hover>("textDocument/hover", { textDocument: { uri }, position }));
    equal(isDone, false);
    equal((await searching).outcome, "finished");
  });

  it("ends a search that is cancelled, and says how far it came", async () => {
    const cancelling = new CancellationTokenSource();
    const all = { ...spec, algorithm: "random", subjectTo: "", budget: 91_125 };
    const parameters = { id: 11, spec: all };
    const searching = editor.connection.sendRequest<SearchResult>(
      search.method,
      parameters,
      cancelling.token,
    );
    cancelling.cancel();
    const { outcome, evaluations, evaluated } = await searching;
    equal(outcome, "cancelled");
    ok(evaluations < 91_125);
    equal(evaluated.length, evaluations);
  });

  it("says why a search cannot be run", async () => {
    const wrong = { ...spec, subjectTo: "params <= 1 M" };
    const result = await ask<SearchResult>(search.method, { id: 10, spec: wrong });
    equal(result.outcome, "refused");
    ok(result.notes.length > 0);
  });

  it("gives the form, the cloud, suggestions and edits to the panels", async () => {
    const here = await ask<object>(networkAt.method, { uri, position: { line: 3, character: 0 } });
    deepEqual(here, { uri, network: "kiosk", space: "blox" });
    const setup = await ask<object>(searchSetup.method, { space: "blox" });
    match(JSON.stringify(setup), /regularized-evolution/);

    const { columns } = await ask<Cloud>(cloud.method, { space: "blox" });
    for (const { values } of columns) equal(Buffer.from(values, "base64").length, 4 * 91_125);

    const answer = await ask<Suggestions>(suggestions.method, { uri, network: "kiosk" });
    equal(answer.replacements.length, 3 * 44);
    const [best] = answer.replacements;
    const edit = await ask<DocumentEdit>(applyNetwork.method, {
      uri,
      network: "kiosk",
      index: best?.index,
    });
    equal(edit.version, 1);
    deepEqual(
      edit.edits.map(({ newText }) => newText),
      [best?.block],
    );
  });

  it("applies all steps of the safe path as one edit", async () => {
    const { safePath } = await ask<Suggestions>(suggestions.method, { uri, network: "kiosk" });
    ok("steps" in safePath);
    const index = safePath.steps.at(-1)?.network.index;
    const { edits } = await ask<DocumentEdit>(applyNetwork.method, {
      uri,
      network: "kiosk",
      index,
    });
    deepEqual(
      edits.map(({ newText }) => newText).sort(),
      safePath.steps.flatMap(({ replaced }) => replaced.map(({ block }) => block)).sort(),
    );
  });

  it("finds a network by vector, hash and index, and refuses what is none", async () => {
    const find = (input: string) =>
      ask<{ index: number } & Refusal>(findArchitecture.method, { space: "blox", text: input });
    const { index } = await find("[[[0],[1,1,1,1]],[[1],[1,1,0,0]],[[0],[0,1,1,0]]]");
    deepEqual(await find(`${index}`), { index });
    match((await find("91125")).refusal, /91125|91,125/);
    match((await find("[[[0],[0,0,0,0]],[[1],[1,1,0,0]],[[0],[0,1,1,0]]]")).refusal, /stage 1/);
    match((await find("0123456789abcdef0123456789abcdef")).refusal, /hash/);
    const { text } = await ask<{ text: string }>(networkText.method, {
      space: "blox",
      index,
      uri,
      name: "kiosk",
    });
    match(text, /^network kiosk-2 \{/);
  });

  it("refuses to suggest for a network that is gone", async () => {
    const answer = await ask<Refusal>(suggestions.method, { uri, network: "gone" });
    match(answer.refusal, /no network gone/);
  });
});

describe("a server that is given anything", () => {
  let editor: Editor;
  before(async () => {
    editor = await Editor.start();
  });
  after(() => editor.close());

  const inputs: [what: string, text: string, diagnostics: number][] = [
    ["an empty file", "", 0],
    ["a file that is no text", "\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 1],
    ["10 MB on one line", "conv -> ".repeat(1_250_000), 1],
    ["a dataset file", "---\nversion: 1\ndataset_type: training\n---\nx\x9c", 1],
    ["half a network", "network n {\n  stage 1: conv ->", 1],
    ["a thousand braces", "{".repeat(1000), 1],
  ];
  for (const [what, given, count] of inputs) {
    it(`answers ${what} with ${count === 0 ? "nothing to say" : "one message"}, and goes on`, async () => {
      const uri = `file:///${what}.blox`;
      const diagnostics = await editor.open(uri, given);
      equal(diagnostics.length, count, diagnostics.map(({ message }) => message).join("; "));
      for (const { message } of diagnostics) ok(`${message}`.length > 20);
      const position = { line: 0, character: 0 };
      for (const method of ["hover", "completion", "codeLens", "documentSymbol"]) {
        const textDocument = { uri };
        await editor.connection.sendRequest(`textDocument/${method}`, { textDocument, position });
      }
      equal((await editor.open(`${uri}#good`, text)).length, 0);
    });
  }
});

describe("a server without its database", () => {
  for (const [what, bytes] of [
    ["missing", undefined],
    ["damaged", new Uint8Array(4096).fill(7)],
  ] as const) {
    it(`says that it is ${what}, and goes on with what is exact`, async () => {
      const node = nodePlatform(serverFolder);
      const editor = await Editor.start({
        ...node,
        readAsset: async (name) => (name === "data/blox.sqlite" ? bytes : node.readAsset(name)),
      });
      await editor.open(uri, text);
      const hover = await editor.connection.sendRequest<Hover>("textDocument/hover", {
        textDocument: { uri },
        position: { line: 1, character: 10 },
      });
      const shown = JSON.stringify(hover.contents);
      match(shown, /Parameters/);
      match(shown, new RegExp(what));
      ok(!shown.includes("Top-1 accuracy"));
      await editor.close();
    });
  }
});

const spec: SearchSpec = {
  space: "blox",
  algorithm: "regularized-evolution",
  parameters: {},
  objectives: [{ direction: "maximize", metric: "accuracy" }],
  subjectTo: "params <= 3 M",
  budget: 500,
  seed: 1,
};
