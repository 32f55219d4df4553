import { deepEqual, equal, match, ok, rejects, throws } from "node:assert/strict";
import type { ClientCapabilities, CodeAction, Diagnostic } from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import { codeActions, resolveCodeAction } from "../../../server/features/code-actions";
import { diagnostics } from "../../../server/features/diagnostics";
import type { Model } from "../../../server/model/model";
import { problemsOf } from "../../../server/requirements";
import { embeddedBenchmarks } from "../embedded";
import { Editor } from "../joined";
import { marked, modelOf } from "../marked-text";

const network = (stage1: string, stage2 = "conv", name = "n") =>
  `network ${name} {\n  stage 1: ${stage1}\n  stage 2: ${stage2}\n  stage 3: bconv\n}\n`;

const fixAllKind = "source.fixAll.blox";

function textAfter({ document }: Model, { edit }: CodeAction): string {
  const change = edit?.documentChanges?.[0];
  if (!change || !("edits" in change)) throw new Error("no edits");
  return TextDocument.applyEdits(
    document,
    change.edits.flatMap((one) => ("newText" in one ? one : [])),
  );
}

describe("code actions", () => {
  const benchmarks = embeddedBenchmarks();
  const at = async (text: string, context: object = {}) => {
    const { model, cursor } = marked(text);
    const range = { start: cursor, end: cursor };
    const asked = { diagnostics: [], ...context };
    return { model, actions: codeActions(model, range, await benchmarks, asked) };
  };

  it("name the problems that they mend", async () => {
    const { actions } = await at(network("cn‸v"));
    const [fix] = actions;
    deepEqual(
      fix?.diagnostics?.map(({ code }) => code),
      ["blox/unknown-op"],
    );
  });

  it("are preferred only where one is clearly right", async () => {
    const preferred = async (text: string) =>
      (await at(text)).actions.filter(({ isPreferred }) => isPreferred).map(({ title }) => title);
    deepEqual(await preferred(network("cn‸v")), ["Change to conv"]);
    // As near to one as to the other; the nearest blocks are other blocks than was meant.
    deepEqual(await preferred(network("xb‸conv")), []);
    deepEqual(await preferred(network("st‸7(conv, conv)")), []);
    deepEqual(await preferred(network("conv -> con‸v -> conv")), []);
  });

  describe("of the kinds that are asked for", () => {
    const kindsFor = async (only: string[] | undefined) => {
      const { actions } = await at(network("cn‸v", "cnv"), only && { only });
      return [...new Set(actions.map(({ kind }) => kind))];
    };
    it("all but those on the whole file, where none is named", async () => {
      deepEqual(await kindsFor(undefined), ["quickfix"]);
      const { actions } = await at(network("con‸v"));
      deepEqual([...new Set(actions.map(({ kind }) => kind))], ["refactor.rewrite"]);
    });
    it("a kind stands for those below it, and for no other", async () => {
      deepEqual(await kindsFor(["quickfix"]), ["quickfix"]);
      deepEqual(await kindsFor(["refactor"]), []);
      for (const only of ["source", "source.fixAll", fixAllKind]) {
        deepEqual(await kindsFor([only]), [fixAllKind]);
      }
      deepEqual(await kindsFor(["source.organizeImports"]), []);
      deepEqual(await kindsFor(["source.fixAll.other"]), []);
    });
  });

  it("are about the problems that are asked about, where ours are", async () => {
    const text = network("con -> cn‸v");
    const { model } = await at(text);
    const all = diagnostics(model, problemsOf(model, await benchmarks));
    const range = { start: { line: 1, character: 0 }, end: { line: 1, character: 40 } };
    const titles = async (asked: readonly Diagnostic[]) =>
      codeActions(model, range, await benchmarks, { diagnostics: [...asked] })
        .filter(({ title }) => title.startsWith("Change"))
        .map(({ diagnostics }) => diagnostics?.[0]?.range.start.character);
    equal(all.length, 2);
    deepEqual(await titles(all.slice(1)), [all[1]?.range.start.character]);
    deepEqual(await titles([]), [11, 18]);
    const foreign = { range, message: "misspelt", source: "another extension" };
    deepEqual(await titles([foreign]), [11, 18]);
  });

  it("fix all of a code at once, where it comes several times", async () => {
    const text = `${network("cn‸v", "mbcnv")}${network("bcnv", "conv -> conv -> conv", "m")}`;
    const { model, actions } = await at(text);
    const all = actions.find(({ title }) => title.startsWith("Fix all"));
    equal(all?.title, "Fix all 3 of blox/unknown-op");
    equal(all?.diagnostics?.length, 3);
    equal(
      textAfter(model, all ?? { title: "" }),
      network("conv", "mbconv") + network("bconv", "conv -> conv -> conv", "m"),
    );
    const once = await at(network("cn‸v"));
    ok(once.actions.every(({ title }) => !title.startsWith("Fix all")));
  });

  it("fix all that is clear in a file, round after round, in one edit", async () => {
    const broken = `network n {
  space blox
  stage 1 cnv
  stage 2 {
    a = conv(in)
    b = conv(a)
    c = conv(b)
    out = a
  }
  stage 2: mbcnv
}
‸`;
    const { model, actions } = await at(broken, { only: ["source.fixAll"] });
    const [all, ...others] = actions;
    deepEqual(others, []);
    ok(all);
    const change = all.edit?.documentChanges?.[0];
    ok(change && "edits" in change && change.edits.length === 1);
    const text = textAfter(model, all);
    equal(
      text,
      `network n {
  space blox
  stage 1: conv
  stage 2 {
    a = conv(in)
    out = a
  }
  stage 3: mbconv
}
`,
    );
    deepEqual(modelOf(text).problems, []);
  });

  it("leave alone what is not clear", async () => {
    const text = `network n {\n  stage 1: conv -> conv -> conv\n  stage 2: conv\n}\n‸`;
    deepEqual((await at(text, { only: ["source.fixAll"] })).actions, []);
  });

  it("get their edit when they are chosen, unless the file has changed", async () => {
    const { model, cursor } = marked(network("cn‸v", "cnv"));
    const known = await benchmarks;
    const range = { start: cursor, end: cursor };
    for (const only of [["quickfix"], ["source.fixAll"]]) {
      const context = { diagnostics: [], only };
      const now = codeActions(model, range, known, context);
      const later = codeActions(model, range, known, context, true);
      equal(later.length, now.length);
      ok(later.every(({ edit }) => edit === undefined));
      for (const [place, action] of later.entries()) {
        deepEqual(resolveCodeAction(action, model, known).edit, now[place]?.edit);
        const changed = { ...model, version: model.version + 1 };
        throws(() => resolveCodeAction(action, changed, known), /file has changed/);
        throws(() => resolveCodeAction(action, undefined, known), /file has changed/);
      }
    }
  });
});

describe("code actions over the connection", () => {
  const uri = "file:///n.blox";
  const start = { line: 1, character: 12 };
  const asked = {
    textDocument: { uri },
    range: { start, end: start },
    context: { diagnostics: [] },
  };
  const firstFor = async (capabilities: ClientCapabilities) => {
    const editor = await Editor.start(undefined, { capabilities });
    await editor.open(uri, network("cnv"));
    const actions = await editor.connection.sendRequest<CodeAction[]>(
      "textDocument/codeAction",
      asked,
    );
    const [action] = actions;
    if (!action) throw new Error("no action");
    return { editor, action };
  };

  it("come with their edits for an editor that cannot ask for them", async () => {
    const { editor, action } = await firstFor({});
    match(JSON.stringify(action.edit), /"newText":"conv"/);
    await editor.close();
  });

  it("are resolved by an editor that can, and refused after a change", async () => {
    const codeAction = { dataSupport: true, resolveSupport: { properties: ["edit"] } };
    const { editor, action } = await firstFor({ textDocument: { codeAction } });
    equal(action.edit, undefined);
    const resolve = () => editor.connection.sendRequest<CodeAction>("codeAction/resolve", action);
    match(JSON.stringify((await resolve()).edit), /"version":1.*"newText":"conv"/);
    await editor.type(uri, 0, 0, "\n");
    await rejects(resolve(), /file has changed/);
    await editor.close();
  });
});
