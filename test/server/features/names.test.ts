import { deepEqual, equal, throws } from "node:assert/strict";
import { TextDocument, type TextEdit } from "vscode-languageserver-textdocument";
import { definition } from "../../../server/features/definition";
import { documentHighlights } from "../../../server/features/document-highlight";
import { linkedEditing } from "../../../server/features/linked-editing";
import { references } from "../../../server/features/references";
import { prepareRename, rename } from "../../../server/features/rename";
import { symbolTable } from "../../../server/features/symbol-table";
import { analyse, type Model } from "../../../server/model/model";
import { examples } from "../../grammar/examples";
import { marked, modelOf } from "../marked-text";

type Range = TextEdit["range"];

/** The document with what is found in brackets: `[declared]`, `<used>`. */
function shown({ document }: Model, found: readonly { range: Range; kind?: number }[]): string {
  const edits = found.map(({ range, kind = 2 }) => {
    const text = document.getText(range);
    return { range, newText: kind === 3 ? `[${text}]` : `<${text}>` };
  });
  return TextDocument.applyEdits(document, edits);
}

describe("the name at the cursor is highlighted", () => {
  const highlighted = (text: string) => {
    const { model, cursor } = marked(text);
    return shown(model, documentHighlights(model, cursor));
  };
  const cases: Readonly<Record<string, readonly [string, string]>> = {
    "a network, where a search starts from it": [
      "network ki‸osk {} search s { from kiosk }",
      "network [kiosk] {} search s { from <kiosk> }",
    ],
    "a block, where it is called and applied": [
      "block twin(a) { out = a(in) } network n { stage 1: tw‸in(conv) | conv stage 2 { out = twin(conv)(in) } }",
      "block [twin](a) { out = a(in) } network n { stage 1: <twin>(conv) | conv stage 2 { out = <twin>(conv)(in) } }",
    ],
    "a parameter, where its operation is applied or passed on": [
      "block b(o‸p) { x = op(in) out = st1(op)(x) } block c(op) { out = op(in) }",
      "block b([op]) { x = <op>(in) out = st1(<op>)(x) } block c(op) { out = op(in) }",
    ],
    "a node, in its body alone": [
      "network n { stage 1 { a = conv(in) out = conv(‸a + in) + a } stage 2 { a = conv(in) out = a } }",
      "network n { stage 1 { [a] = conv(in) out = conv(<a> + in) + <a> } stage 2 { a = conv(in) out = a } }",
    ],
    "a node with the name of a parameter": [
      "block b(a) { a = a(in) out = ‸a }",
      "block b(a) { [a] = a(in) out = <a> }",
    ],
    "a space": [
      "space mine {} space wide extends mine {} network n { space mine‸ } search s { space mine }",
      "space [mine] {} space wide extends <mine> {} network n { space <mine> } search s { space <mine> }",
    ],
    "an operation": [
      "network n { stage 1: conv -> ‸conv stage 2 { out = conv(in) } stage 3: ? in { st1(conv), _ } }",
      "network n { stage 1: <conv> -> <conv> stage 2 { out = <conv>(in) } stage 3: ? in { st1(<conv>), _ } }",
    ],
    "no keyword": ["network n { st‸age 1: _ }", "network n { stage 1: _ }"],
    "neither `in` nor `out`": ["block b() { out‸ = in }", "block b() { out = in }"],
  };
  for (const [name, [text, expected]] of Object.entries(cases)) {
    it(name, () => equal(highlighted(text), expected));
  }
});

/** Open documents by their names, one with a cursor. */
function opened(texts: Readonly<Record<string, string>>) {
  const models = Object.entries(texts).map(([name, text]) =>
    analyse(TextDocument.create(`file:///${name}`, "blox", 1, text.replace("‸", ""))),
  );
  const at = Object.values(texts).findIndex((text) => text.includes("‸"));
  const model = models[at];
  if (!model) throw new Error("no document has a cursor");
  const cursor = model.document.positionAt(Object.values(texts)[at]?.indexOf("‸") ?? 0);
  const show = (places: readonly { uri: string; range: Range }[]) =>
    models.map((one) =>
      shown(
        one,
        places.filter(({ uri }) => uri === one.document.uri),
      ),
    );
  return { model, models, cursor, show };
}

const twoFiles = {
  "blocks.blox": "block twin(a) { out = a(in) }",
  "n.blox": 'import "./blocks.blox" network n { stage 1: twi‸n(conv) }',
  "other.blox": "block twin() { out = in } network n { stage 1: twin() }",
};

describe("definition", () => {
  it("of a node is its equation", () => {
    const { model, models, cursor, show } = opened({ a: "block b() { x = in out = x‸ }" });
    deepEqual(show(definition(model, cursor, models)), ["block b() { <x> = in out = x }"]);
  });

  it("of an imported block is in the imported file", () => {
    const { model, models, cursor, show } = opened(twoFiles);
    const [blocks, ...others] = show(definition(model, cursor, models));
    equal(blocks, "block <twin>(a) { out = a(in) }");
    deepEqual(others.join().includes("<"), false);
  });

  it("of an import is the file", () => {
    const { model, models, cursor } = opened({ "d/n.blox": 'import "../b‸.blox"' });
    equal(definition(model, cursor, models)[0]?.uri, "file:///b.blox");
  });

  it("of what is built in is nowhere", () => {
    const { model, models, cursor } = opened({ a: "network n { stage 1: st‸1(conv) }" });
    deepEqual(definition(model, cursor, models), []);
  });

  it("is found in files that import each other", () => {
    const { model, models, cursor, show } = opened({
      a: 'import "b" search s { from n‸ }',
      b: 'import "a" network n {}',
    });
    equal(show(definition(model, cursor, models))[1], 'import "a" network <n> {}');
  });
});

describe("references", () => {
  it("are in every open document that means the same block", () => {
    const { model, models, cursor, show } = opened(twoFiles);
    deepEqual(show(references(model, cursor, true, models)), [
      "block <twin>(a) { out = a(in) }",
      'import "./blocks.blox" network n { stage 1: <twin>(conv) }',
      twoFiles["other.blox"],
    ]);
  });

  it("leave the declaration out where it is not wanted", () => {
    const { model, models, cursor, show } = opened({ a: "network n‸ {} search s { from n }" });
    deepEqual(show(references(model, cursor, false, models)), [
      "network n {} search s { from <n> }",
    ]);
  });
});

describe("rename", () => {
  const renamed = (texts: Readonly<Record<string, string>>, newName: string) => {
    const { model, models, cursor } = opened(texts);
    const changes = rename(model, cursor, newName, models)?.changes ?? {};
    return models.map(({ document }) =>
      TextDocument.applyEdits(document, changes[document.uri] ?? []),
    );
  };

  it("changes the name in every file that means it, and in no other", () => {
    deepEqual(renamed(twoFiles, "pair"), [
      "block pair(a) { out = a(in) }",
      'import "./blocks.blox" network n { stage 1: pair(conv) }',
      twoFiles["other.blox"],
    ]);
  });

  it("refuses a name that a file has which imports it, though it does not use it", () => {
    const files = {
      "blocks.blox": "block twi‸n(a) { out = a(in) }",
      "n.blox": 'import "./blocks.blox" block pair() { out = in }',
    };
    throws(() => renamed(files, "pair"), /already has a meaning/);
  });

  it("takes any name in quotes", () => {
    deepEqual(renamed({ a: 'network n‸ {} search s { from "n" }' }, '"door cam"'), [
      'network "door cam" {} search s { from "door cam" }',
    ]);
  });

  const refusals: Readonly<Record<string, readonly [string, string, RegExp]>> = {
    "what is no name": ["network n‸ {}", "door cam", /`door cam` is no name/],
    "a word of the language": ["network n‸ {}", "stage", /word of the language/],
    "the name of another network": ["network n‸ {} network m {}", "m", /already has a meaning/],
    "the name of another node": ["block b() { x‸ = in y = x out = y }", "y", /already has/],
    "the name of a parameter": ["block b(a) { x‸ = a(in) out = x }", "a", /already has/],
    "the name of an operation, for a block": ["block b‸() { out = in }", "conv", /already has/],
    "the name of a built-in space": ["space s‸ {}", "blox", /already has/],
    "what is built in": ["network n { stage 1: co‸nv }", "x", /declared in no file here/],
  };
  for (const [name, [text, newName, message]] of Object.entries(refusals)) {
    it(`refuses ${name}`, () => throws(() => renamed({ a: text }, newName), { message }));
  }

  it("lets the same name be a node of another body", () => {
    deepEqual(renamed({ a: "block b() { x‸ = in out = x } block c() { y = in out = y }" }, "y"), [
      "block b() { y = in out = y } block c() { y = in out = y }",
    ]);
  });

  it("and back again leaves the examples as they were", () => {
    const renamedAt = (text: string, offset: number, newName: string) => {
      const model = modelOf(text);
      const { document } = model;
      const edit = rename(model, document.positionAt(offset), newName, [model]);
      return TextDocument.applyEdits(document, edit?.changes?.[document.uri] ?? []);
    };
    for (const text of Object.values(examples)) {
      const { file } = modelOf(text);
      for (const { occurrences } of symbolTable(file)) {
        const [first] = occurrences;
        if (!first || !occurrences.some(({ isDeclaration }) => isDeclaration)) continue;
        const { start, end } = first.name.range;
        const there = renamedAt(text, start, "fresh-name");
        deepEqual(modelOf(there).file.errors, []);
        equal(there.split("fresh-name").length - 1, occurrences.length);
        equal(renamedAt(there, start, text.slice(start, end)), text);
      }
    }
  });

  it("offers the name as it is written", () => {
    const { model, models, cursor } = opened({ a: 'network "door ‸cam" {}' });
    equal(prepareRename(model, cursor, models)?.placeholder, '"door cam"');
    equal(prepareRename(model, { line: 0, character: 2 }, models), undefined);
  });
});

describe("linked editing", () => {
  const linked = (text: string) => {
    const { model, cursor } = marked(text);
    const ranges = linkedEditing(model, cursor)?.ranges ?? [];
    return shown(
      model,
      ranges.map((range) => ({ range })),
    );
  };

  it("changes a node's name wherever its body has it", () => {
    equal(linked("block b() { x‸ = in out = x + in }"), "block b() { <x> = in out = <x> + in }");
  });

  it("is for nodes alone", () => {
    equal(linked("network n‸ {} search s { from n }"), "network n {} search s { from n }");
  });
});
