import { deepEqual, equal, match } from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type {
  CompletionItem,
  Diagnostic,
  DocumentDiagnosticReport,
  DocumentLink,
  Hover,
  Location,
  WorkspaceEdit,
  WorkspaceSymbol,
} from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { diskFiles } from "../../server/cli/disk-files";
import { findFiles, readFile } from "../../server/messages";
import { addressOf } from "../../server/model/file-address";
import { nodePlatform } from "../../server/platform-node";
import { Editor, serverFolder } from "./joined";

const twin = "block twin(a, b) { x = a(in) out = x + b(x + in) }\n";
const main = `import "./parts/blocks.blox"
network n {
  stage 1: twin(conv, mbconv)
  stage 2: conv
  stage 3: conv
}
`;

describe("imports in an editor whose files lie on a disk", () => {
  let editor: Editor;
  let folder: string;
  const uriOf = (name: string) => addressOf(pathToFileURL(join(folder, name)).href);
  const write = (name: string, text: string | Uint8Array) =>
    writeFileSync(join(folder, name), text);
  const ask = <Answer>(method: string, parameters: object) =>
    editor.connection.sendRequest<Answer>(method, parameters);
  const notify = (method: string, name: string) =>
    editor.connection.sendNotification(`textDocument/${method}`, {
      textDocument: { uri: uriOf(name) },
    });
  const said = (diagnostic: Diagnostic | undefined) => JSON.stringify(diagnostic?.message ?? "");
  const codes = (diagnostics: readonly Diagnostic[]) => diagnostics.map(({ code }) => code);
  const has = (code: string) => (diagnostics: Diagnostic[]) => codes(diagnostics).includes(code);
  const isEmpty = (diagnostics: Diagnostic[]) => diagnostics.length === 0;
  const at = (name: string, line: number, character: number) => ({
    textDocument: { uri: uriOf(name) },
    position: { line, character },
  });

  /** What the editor's side does in an editor. */
  function serveFiles({ connection }: Editor) {
    const files = diskFiles(folder);
    const read: string[] = [];
    connection.onRequest(readFile.method, async ({ uri }: { uri: string }) => {
      read.push(uri);
      return (await files.read(uri)) ?? null;
    });
    connection.onRequest(findFiles.method, () => files.list());
    return read;
  }

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "blox imports (1) "));
    mkdirSync(join(folder, "parts"));
    write("parts/blocks.blox", twin);
    write("n.blox", main);
    editor = await Editor.start();
  });
  afterEach(async () => {
    await editor.close();
    rmSync(folder, { recursive: true });
  });

  it("bring the blocks of a file that is not open", async () => {
    serveFiles(editor);
    deepEqual(await editor.open(uriOf("n.blox"), main), []);
    const [declared] = await ask<Location[]>("textDocument/definition", at("n.blox", 2, 12));
    deepEqual(declared, {
      uri: uriOf("parts/blocks.blox"),
      range: { start: { line: 0, character: 6 }, end: { line: 0, character: 10 } },
    });
    const shown = await ask<Hover>("textDocument/hover", at("n.blox", 2, 12));
    match(JSON.stringify(shown), /`twin\(a, b\)` of \.\/parts\/blocks\.blox/);
    const [link] = await ask<DocumentLink[]>("textDocument/documentLink", at("n.blox", 0, 0));
    equal(link?.target, uriOf("parts/blocks.blox"));
    const suggested = await ask<{ replacements?: unknown[] }>("blox/suggestions", {
      uri: uriOf("n.blox"),
      network: "n",
    });
    equal(suggested.replacements?.length, 132);
  });

  it("read a file no more than is needed, and not at all what does not import", async () => {
    const read = serveFiles(editor);
    await editor.open(uriOf("alone.blox"), "network n { stage 1: conv }");
    await ask("textDocument/hover", at("alone.blox", 0, 10));
    deepEqual(read, []);
    await editor.open(uriOf("n.blox"), main);
    await ask("textDocument/hover", at("n.blox", 2, 12));
    // Once more where a document was opened while it was being read: that may have changed it.
    deepEqual([...new Set(read)], [uriOf("parts/blocks.blox")]);
    const before = read.length;
    await ask("textDocument/hover", at("n.blox", 2, 12));
    equal(read.length, before);
  });

  it("take an open document for the file, and follow what is typed in it", async () => {
    serveFiles(editor);
    await editor.open(uriOf("n.blox"), main);
    await editor.open(uriOf("parts/blocks.blox"), "block other(a) { out = a(in) }\n");
    const unknown = await editor.published(uriOf("n.blox"), has("blox/unknown-block"));
    match(said(unknown[0]), /There are `other`/);
    await editor.type(uriOf("parts/blocks.blox"), 1, 0, twin);
    await editor.published(uriOf("n.blox"), isEmpty);
    await notify("didClose", "parts/blocks.blox");
    write("parts/blocks.blox", "");
    await notify("didSave", "n.blox");
    await editor.published(uriOf("n.blox"), has("blox/unknown-block"));
  });

  it("see what has changed outside when a document is saved", async () => {
    rmSync(join(folder, "parts/blocks.blox"));
    serveFiles(editor);
    await editor.open(uriOf("n.blox"), main);
    const [missing] = await editor.published(uriOf("n.blox"), has("blox/unknown-import"));
    match(said(missing), /parts\/blocks\.blox` is no file/);
    write("parts/blocks.blox", twin);
    await notify("didSave", "n.blox");
    await editor.published(uriOf("n.blox"), isEmpty);
    write("parts/blocks.blox", `${twin}\nblock`);
    await notify("didSave", "n.blox");
    const [broken] = await editor.published(uriOf("n.blox"), has("blox/broken-import"));
    const [place] = broken?.relatedInformation ?? [];
    equal(place?.location.uri, uriOf("parts/blocks.blox"));
    equal(place?.location.range.start.line, 2);
  });

  it("say nothing of a file that nobody can read", async () => {
    deepEqual(await editor.open(uriOf("n.blox"), main), []);
    await ask("textDocument/hover", at("n.blox", 2, 12));
    deepEqual(await ask("workspace/symbol", { query: "twin" }), []);
    equal(await editor.published(uriOf("n.blox"), isEmpty).then(({ length }) => length), 0);
  });

  it("say what is wrong with a folder, a dataset and bytes that are no text", async () => {
    serveFiles(editor);
    write("data.blox", Buffer.from("---\ndataset_type: static\n---\n\0\xff\xfe", "latin1"));
    write("bytes.blox", Uint8Array.from([0x6e, 0, 0xff, 0xfe]));
    const text = 'import "./parts"\nimport "./data.blox"\nimport "./bytes.blox"\n';
    await editor.open(uriOf("bad.blox"), text);
    const found = await editor.published(uriOf("bad.blox"), ({ length }) => length === 3);
    const [isFolder, dataset, noText] = found.map(said);
    match(isFolder ?? "", /parts` is a folder\. Did you mean `\.\/parts\/blocks\.blox`\?/);
    match(dataset ?? "", /file of the published dataset/);
    match(noText ?? "", /this is no text file/);
  });

  it("give an editor that asks for diagnostics what it asks for, with imports read", async () => {
    const asking = await Editor.start(nodePlatform(serverFolder), {
      capabilities: { textDocument: { diagnostic: {} } },
    });
    serveFiles(asking);
    const uri = uriOf("n.blox");
    const text = main.replace("./parts/blocks", "./parts/bloks");
    const textDocument = { uri, languageId: "blox", version: 1, text };
    await asking.connection.sendNotification("textDocument/didOpen", { textDocument });
    const report = await asking.connection.sendRequest<DocumentDiagnosticReport>(
      "textDocument/diagnostic",
      { textDocument: { uri } },
    );
    deepEqual(report.kind === "full" && codes(report.items), ["blox/unknown-import"]);
    await asking.close();
  });

  it("are found by references and changed by a rename, also where no file is open", async () => {
    serveFiles(editor);
    write("other.blox", main.replace("network n", "network other"));
    write("stranger.blox", `${twin}network s { stage 1: twin(conv, conv) }`);
    await editor.open(uriOf("parts/blocks.blox"), twin);
    const context = { includeDeclaration: true };
    const here = at("parts/blocks.blox", 0, 8);
    const places = await ask<Location[]>("textDocument/references", { ...here, context });
    deepEqual(
      places.map(({ uri }) => uri).sort(),
      ["n.blox", "other.blox", "parts/blocks.blox"].map(uriOf),
    );
    const edit = await ask<WorkspaceEdit>("textDocument/rename", { ...here, newName: "pair" });
    const changed = Object.entries(edit.changes ?? {}).map(([uri, edits]) => {
      const text = readFileSync(new URL(uri), "utf8");
      return TextDocument.applyEdits(TextDocument.create(uri, "blox", 1, text), edits);
    });
    deepEqual(
      changed.sort(),
      [twin, main, main.replace("network n", "network other")]
        .map((text) => text.replace("twin", "pair"))
        .sort(),
    );
  });

  it("symbols of the workspace are those of all its files", async () => {
    serveFiles(editor);
    await editor.open(uriOf("draft.blox"), "block twiddle() { out = in }");
    const symbols = await ask<WorkspaceSymbol[]>("workspace/symbol", { query: "tw" });
    deepEqual(symbols.map(({ name }) => name).sort(), ["twiddle", "twin"]);
    write("more.blox", "block two() { out = in }");
    await notify("didSave", "draft.blox");
    const more = await ask<WorkspaceSymbol[]>("workspace/symbol", { query: "tw" });
    deepEqual(more.map(({ name }) => name).sort(), ["twiddle", "twin", "two"]);
  });

  it("paths are completed from the files of the workspace", async () => {
    serveFiles(editor);
    await editor.open(uriOf("parts/m.blox"), 'import ""');
    const items = await ask<CompletionItem[]>("textDocument/completion", at("parts/m.blox", 0, 8));
    deepEqual(
      items.map(({ label }) => label),
      ["../n.blox", "./blocks.blox"],
    );
  });

  it("a thousand of them, in a chain and side by side", async () => {
    serveFiles(editor);
    for (let place = 0; place < 1000; place++)
      write(`b${place}.blox`, `import "./b${place + 1}.blox"\n`);
    write("b1000.blox", twin);
    const wide = Array.from({ length: 1000 }, (_, place) => `import "./b${place}.blox"\n`).join("");
    const network = main.slice(main.indexOf("network"));
    await editor.open(uriOf("wide.blox"), wide + network);
    await editor.open(uriOf("deep.blox"), `import "./b0.blox"\n${network}`);
    for (const name of ["wide.blox", "deep.blox"]) {
      const suggested = await ask<{ replacements?: unknown[] }>("blox/suggestions", {
        uri: uriOf(name),
        network: "n",
      });
      equal(suggested.replacements?.length, 132, name);
    }
  });
});
