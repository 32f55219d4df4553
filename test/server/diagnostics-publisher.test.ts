import { deepEqual, equal, match, notEqual } from "node:assert/strict";
import {
  type ClientCapabilities,
  type Diagnostic,
  DiagnosticRefreshRequest,
  type DocumentDiagnosticReport,
  PublishDiagnosticsNotification,
} from "vscode-languageserver/node";
import { Editor } from "./joined";

const uri = "file:///n.blox";
const wrong = "network n {\n  stage 1: cnv\n  stage 2: conv\n  stage 3: conv\n}\n";
const required = wrong.replace("cnv", "conv").replace(/}\n$/, "  require params <= 1 M\n}\n");

const canAsk: ClientCapabilities = {
  textDocument: { diagnostic: {} },
  workspace: { diagnostics: { refreshSupport: true } },
};

describe("an editor that asks for diagnostics", () => {
  let editor: Editor;
  let refreshed: Promise<void>;
  const pushed: Diagnostic[] = [];

  const start = async (capabilities: ClientCapabilities, initializationOptions?: object) => {
    editor = await Editor.start(undefined, { capabilities, initializationOptions });
    editor.connection.onNotification(PublishDiagnosticsNotification.type, ({ diagnostics }) => {
      pushed.push(...diagnostics);
    });
    refreshed = new Promise((resolve) => {
      editor.connection.onRequest(DiagnosticRefreshRequest.type, () => resolve());
    });
  };
  const open = (text: string, version = 1) =>
    editor.connection.sendNotification("textDocument/didOpen", {
      textDocument: { uri, languageId: "blox", version, text },
    });
  const ask = (previousResultId?: string) =>
    editor.connection.sendRequest<DocumentDiagnosticReport>("textDocument/diagnostic", {
      textDocument: { uri },
      previousResultId,
    });
  const askInFull = async (previousResultId?: string) => {
    const report = await ask(previousResultId);
    if (report.kind !== "full") throw new Error("nothing has changed");
    return report;
  };
  afterEach(async () => {
    await editor.close();
    deepEqual(pushed, [], "nothing is shown twice");
  });

  it("is told that it may, and gets those of the present version", async () => {
    await start(canAsk);
    deepEqual(editor.announced.diagnosticProvider, {
      interFileDependencies: true,
      workspaceDiagnostics: false,
    });
    await open(wrong, 7);
    const { items, resultId } = await askInFull();
    deepEqual(
      items.map(({ code }) => code),
      ["blox/unknown-op"],
    );
    match(`${resultId}`, /^7\./);
  });

  it("is told when nothing has changed, and what has after a change", async () => {
    await start(canAsk);
    await open(wrong);
    const { resultId } = await askInFull();
    deepEqual(await ask(resultId), { kind: "unchanged", resultId });
    await editor.connection.sendNotification("textDocument/didChange", {
      textDocument: { uri, version: 2 },
      contentChanges: [{ text: wrong.replace("cnv", "conv") }],
    });
    const after = await askInFull(resultId);
    deepEqual(after.items, []);
    notEqual(after.resultId, resultId);
  });

  it("does not take a document that was opened again for the one before", async () => {
    await start(canAsk);
    await open(wrong);
    const { resultId } = await askInFull();
    const textDocument = { uri };
    await editor.connection.sendNotification("textDocument/didClose", { textDocument });
    await open(wrong.replace("cnv", "conv"));
    deepEqual((await askInFull(resultId)).items, []);
  });

  it("gets nothing for a document that is not open", async () => {
    await start(canAsk);
    deepEqual(await ask(), { kind: "full", items: [] });
  });

  it("is told to ask again once the numbers are there", async () => {
    await start(canAsk);
    await open(required);
    const { items, resultId } = await askInFull();
    deepEqual(items, []);
    await refreshed;
    const after = await askInFull(resultId);
    deepEqual(
      after.items.map(({ code }) => code),
      ["blox/broken-requirement"],
    );
  });

  it("waits for the numbers where it cannot be told to ask again", async () => {
    await start({ textDocument: { diagnostic: {} } });
    await open(required);
    const { items } = await askInFull();
    deepEqual(
      items.map(({ code }) => code),
      ["blox/broken-requirement"],
    );
  });

  it("gets the links to the pages that it has said the place of", async () => {
    await start(canAsk, { problemPages: "file:///docs/{code}.md" });
    await open(wrong);
    const { items } = await askInFull();
    deepEqual(items[0]?.codeDescription, { href: "file:///docs/unknown-op.md" });
  });
});

describe("an editor that does not ask for diagnostics", () => {
  it("is told after every change, with version and related places", async () => {
    const editor = await Editor.start();
    equal(editor.announced.diagnosticProvider, undefined);
    const twice = wrong.replace("cnv", "conv");
    const [repeated] = await editor.open(uri, twice + twice);
    equal(repeated?.code, "blox/repeated-network");
    deepEqual(repeated?.relatedInformation, [
      {
        location: {
          uri,
          range: { start: { line: 0, character: 8 }, end: { line: 0, character: 9 } },
        },
        message: "`n` is declared here",
      },
    ]);
    equal(repeated?.codeDescription, undefined);
    await editor.close();
  });

  it("is told again when the numbers are there", async () => {
    const editor = await Editor.start();
    const told: string[][] = [];
    const broken = new Promise<void>((resolve) => {
      editor.connection.onNotification(
        PublishDiagnosticsNotification.type,
        ({ version, diagnostics }) => {
          told.push(diagnostics.map(({ code }) => `${version} ${code}`));
          if (diagnostics.length > 0) resolve();
        },
      );
    });
    await editor.connection.sendNotification("textDocument/didOpen", {
      textDocument: { uri, languageId: "blox", version: 3, text: required },
    });
    await broken;
    deepEqual(told, [[], ["3 blox/broken-requirement"]]);
    await editor.close();
  });
});
