import { doesNotMatch, equal, match, ok } from "node:assert/strict";
import type { CodeLens, CompletionItem } from "vscode-languageserver";
import { Editor } from "./joined";

describe("what is left for later", () => {
  let editor: Editor;
  const uri = "file:///lazy.blox";
  const textDocument = { uri };

  before(async () => {
    editor = await Editor.start();
    await editor.open(uri, "network n {\n  stage 1: conv\n  stage 2: conv\n  stage 3: conv\n}\n");
  });
  after(() => editor.close());

  it("is announced", () => {
    equal(editor.announced.completionProvider?.resolveProvider, true);
    equal(editor.announced.codeLensProvider?.resolveProvider, true);
  });

  it("are the changes that a block would bring", async () => {
    const position = { line: 1, character: 15 };
    const asked = { textDocument, position };
    const items = await editor.connection.sendRequest<CompletionItem[]>(
      "textDocument/completion",
      asked,
    );
    const item = items.find(({ label }) => label === "bconv");
    ok(item);
    doesNotMatch(`${item.detail}`, /top-1/);
    const { detail } = await editor.connection.sendRequest<CompletionItem>(
      "completionItem/resolve",
      item,
    );
    match(`${detail}`, /^top-1 [+−][\d.]+ % ± [\d.]+ \(estimated\) · params −/);
  });

  it("are the numbers of a lens", async () => {
    const [lens] = await editor.connection.sendRequest<CodeLens[]>("textDocument/codeLens", {
      textDocument,
    });
    ok(lens && !lens.command);
    const { command } = await editor.connection.sendRequest<CodeLens>("codeLens/resolve", lens);
    match(`${command?.title}`, /^top-1 .* · 2\.14 M parameters/);
  });
});
