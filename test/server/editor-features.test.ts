import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import fc from "fast-check";
import type { Location, TextEdit, WorkspaceEdit } from "vscode-languageserver";
import { definition } from "../../server/features/definition";
import { documentHighlights } from "../../server/features/document-highlight";
import { foldingRanges } from "../../server/features/folding";
import { linkedEditing } from "../../server/features/linked-editing";
import { references } from "../../server/features/references";
import { selectionRanges } from "../../server/features/selection-range";
import { semanticTokens } from "../../server/features/semantic-tokens";
import { signatureHelp } from "../../server/features/signature-help";
import { examples } from "../grammar/examples";
import { Editor } from "./joined";
import { modelOf } from "./marked-text";

describe("language features over the connection", () => {
  let editor: Editor;
  const uri = "file:///n.blox";
  const textDocument = { uri };
  const options = { tabSize: 2, insertSpaces: true };
  const text = `import "./blocks.blox"
network n {
stage 1: twin(conv)
  stage 2 {
    a = conv(in)
    out = a
  }
}
`;
  const ask = <Answer>(method: string, parameters: object) =>
    editor.connection.sendRequest<Answer>(method, parameters);
  const position = { line: 2, character: 12 };
  const node = { line: 4, character: 4 };

  before(async () => {
    editor = await Editor.start();
    await editor.open("file:///blocks.blox", "block twin(a) { out = a(in) }\n");
    await editor.open(uri, text);
  });
  after(() => editor.close());

  it("format a document, a selection and what is typed", async () => {
    const expected = [
      {
        range: { start: { line: 2, character: 0 }, end: { line: 2, character: 0 } },
        newText: "  ",
      },
    ];
    const all = { start: { line: 0, character: 0 }, end: { line: 8, character: 0 } };
    deepEqual(
      await ask<TextEdit[]>("textDocument/formatting", { textDocument, options }),
      expected,
    );
    deepEqual(
      await ask("textDocument/rangeFormatting", { textDocument, options, range: all }),
      expected,
    );
    const typed = { textDocument, options, position: { line: 3, character: 0 }, ch: "\n" };
    deepEqual(await ask("textDocument/onTypeFormatting", typed), expected);
  });

  it("follow a name into the imported document", async () => {
    const at = { textDocument, position };
    const [declared] = await ask<Location[]>("textDocument/definition", at);
    equal(declared?.uri, "file:///blocks.blox");
    const context = { includeDeclaration: true };
    equal((await ask<Location[]>("textDocument/references", { ...at, context })).length, 2);
    const { changes } = await ask<WorkspaceEdit>("textDocument/rename", { ...at, newName: "pair" });
    deepEqual(Object.keys(changes ?? {}).sort(), ["file:///blocks.blox", uri]);
  });

  it("say why a name cannot be given", async () => {
    const asked = { textDocument, position, newName: "stage" };
    await rejects(ask("textDocument/rename", asked), /`stage` is a word of the language/);
    const builtIn = { textDocument, position: { line: 2, character: 16 } };
    await rejects(ask("textDocument/prepareRename", builtIn), /declared in no file here/);
  });

  const answered: Readonly<Record<string, object>> = {
    "textDocument/documentHighlight": { textDocument, position },
    "textDocument/prepareRename": { textDocument, position },
    "textDocument/linkedEditingRange": { textDocument, position: node },
    "textDocument/foldingRange": { textDocument },
    "textDocument/selectionRange": { textDocument, positions: [position] },
    "textDocument/semanticTokens/full": { textDocument },
    "textDocument/signatureHelp": { textDocument, position: { line: 2, character: 14 } },
    "workspace/symbol": { query: "twin" },
  };
  for (const [method, parameters] of Object.entries(answered)) {
    it(`answer ${method}`, async () => {
      const answer = await ask<unknown[] | object | null>(method, parameters);
      ok(answer !== null && Object.keys(answer).length > 0);
    });
  }
});

describe("language features on a broken text", () => {
  const cut = fc
    .tuple(fc.constantFrom(...Object.values(examples)), fc.nat(), fc.nat(20), fc.nat())
    .map(([text, at, length, cursor]) => {
      const start = at % (text.length + 1);
      const broken = text.slice(0, start) + text.slice(start + length);
      return { broken, cursor: cursor % (broken.length + 1) };
    });

  it("answer, and with ranges that are inside one another", () => {
    fc.assert(
      fc.property(cut, ({ broken, cursor }) => {
        const model = modelOf(broken);
        const position = model.document.positionAt(cursor);
        definition(model, position, [model]);
        references(model, position, true, [model]);
        documentHighlights(model, position);
        linkedEditing(model, position);
        signatureHelp(model, position);
        semanticTokens(model);
        ok(foldingRanges(model).every(({ startLine, endLine }) => startLine < endLine));
        let selected = selectionRanges(model, [position])[0];
        for (; selected?.parent; selected = selected.parent) {
          const { document } = model;
          const [inner, outer] = [selected.range, selected.parent.range];
          ok(document.offsetAt(outer.start) <= document.offsetAt(inner.start));
          ok(document.offsetAt(inner.end) <= document.offsetAt(outer.end));
        }
      }),
      { numRuns: 500 },
    );
  });
});
