import { deepEqual, equal, match, ok } from "node:assert/strict";
import { TextDocument } from "vscode-languageserver-textdocument";
import { completion } from "../../../server/features/completion/completion";
import { diagnostics } from "../../../server/features/diagnostics";
import { mendingEdits } from "../../../server/features/fix-all";
import { hover } from "../../../server/features/hover";
import { importCompletion, isInImportPath } from "../../../server/features/import-completion";
import { importLinks } from "../../../server/features/import-links";
import { signatureHelp } from "../../../server/features/signature-help";
import { analyse } from "../../../server/model/model";
import { embeddedBenchmarks } from "../embedded";
import { edited, project, sourceOf } from "../marked-text";

const network = "network n { stage 1: twin(conv, mbconv) stage 2: conv stage 3: conv }";
const twin = "block twin(a, b) { x = a(in) out = x + b(x + in) }";

describe("an imported block", () => {
  const firstBlock = (text: string) =>
    project(text).model.networks[0]?.stages[0]?.block?.expression;

  it("is used as if it were declared here", () => {
    equal(
      firstBlock(`
        // blocks.blox
        ${twin}
        // n.blox
        import "./blocks.blox" ${network}`),
      "st5(conv, mbconv)",
    );
  });

  it("may come through other files, and use their blocks", () => {
    equal(
      firstBlock(`
        // twin.blox
        ${twin}
        // outer.blox
        import "twin.blox" block outer(op) { out = twin(op, op)(in) }
        // n.blox
        import "./outer.blox"
        block mine(op) { out = outer(op)(in) }
        network n { stage 1: mine(bconv) stage 2: conv stage 3: conv }`),
      "st5(bconv, bconv)",
    );
  });

  it("may come from files that import each other", () => {
    const { models } = project(`
      // a.blox
      import "./b.blox" block one(a) { out = a(in) } network n { stage 1: two(conv) stage 2: conv stage 3: conv }
      // b.blox
      import "./a.blox" block two(a) { out = one(a)(in) }`);
    deepEqual(
      models.map(({ problems }) => problems),
      [[], []],
    );
    equal(models[0]?.networks[0]?.architecture?.length, 3);
  });

  it("is checked where it is declared, not where it is used", () => {
    const { models } = project(`
      // blocks.blox
      block twin(a, b) { x = a(in) unused = b(in) out = cnv(x) }
      // n.blox
      import "./blocks.blox" ${network}`);
    const codes = models.map(({ problems }) => problems.map(({ code }) => code));
    ok(codes[0]?.includes("blox/unknown-op"));
    deepEqual(codes[1], []);
  });

  const files = `
    // blocks.blox
    /// A pair.
    ${twin}
    // n.blox
    import "./blocks.blox" `;

  it("is offered, and says where it comes from", async () => {
    const { model, cursor } = project(`${files} network n { stage 1: ‸ }`);
    const offered = completion(model, cursor, await embeddedBenchmarks()).find(
      ({ label }) => label === "twin",
    );
    equal(offered?.detail, "block of ./blocks.blox, of a, b");
  });

  it("has a hover and a signature", async () => {
    const here = project(`${files} network n { stage 1: tw‸in(conv, conv) }`);
    const shown = JSON.stringify(hover(here.model, here.cursor, await embeddedBenchmarks()));
    match(shown, /`twin\(a, b\)` of \.\/blocks\.blox.*A pair.*out = x \+ b\(x \+ in\)/);
    const { model, cursor } = project(`${files} network n { stage 1: twin(‸) }`);
    equal(signatureHelp(model, cursor)?.signatures[0]?.label, "twin(a, b)");
  });
});

describe("an imported network", () => {
  const search = "search s { from n  maximize accuracy  budget 10 evaluations  seed 1 }";

  it("is what a search starts from", () => {
    const { model } = project(`
      // n.blox
      network n { stage 1: ? stage 2: conv stage 3: conv }
      // s.blox
      import "./n.blox" ${search}`);
    deepEqual(model.problems, []);
    const [found] = model.searches;
    deepEqual(
      found?.choices?.map(({ length }) => length),
      [45, 1, 1],
    );
    equal(found?.network?.importedFrom?.uri, "file:///n.blox");
  });

  it("is unknown only where all files are there", () => {
    const { model } = project(`
      // n.blox
      network m { stage 1: ? stage 2: conv stage 3: conv }
      // s.blox
      import "./n.blox" ${search}`);
    deepEqual(
      model.problems.map(({ code }) => code),
      ["blox/unknown-network"],
    );
    const alone = `import "./n.blox" ${search}`;
    deepEqual(analyse(TextDocument.create("file:///s.blox", "blox", 1, alone)).problems, []);
  });
});

/** Every problem as its code, the text under it, and those that are related, with their files. */
function shownProblems(text: string) {
  const { model, models } = project(text);
  return diagnostics(model, model.problems).map(({ code, range, relatedInformation = [] }) => [
    code,
    model.document.getText(range),
    ...relatedInformation.map(({ location }) => {
      const home = models.find(({ document }) => document.uri === location.uri);
      return `${home?.document.uri.slice("file:///".length)}: ${home?.document.getText(location.range)}`;
    }),
  ]);
}

describe("the problems of imports", () => {
  const cases: Readonly<Record<string, readonly [text: string, ...string[][]]>> = {
    "a missing file, and nothing of what it might have declared": [
      `
      // n.blox
      import "./blocks.blox" ${network}`,
      ["blox/unknown-import", '"./blocks.blox"'],
    ],
    "a file that imports itself": [
      `
      // n.blox
      import "./n.blox"`,
      ["blox/self-import", '"./n.blox"'],
    ],
    "another machine": [
      `
      // n.blox
      import "//host/b.blox"`,
      ["blox/unknown-import", '"//host/b.blox"'],
    ],
    "a file with mistakes: one warning, to the first": [
      `
      // b.blox
      block ( { } network
      // n.blox
      import "./b.blox" import "./b.blox"`,
      ["blox/broken-import", '"./b.blox"', "b.blox: ("],
    ],
    "what an imported file imports and is not there": [
      `
      // b.blox
      import "./c.blox"
      // n.blox
      import "./b.blox" ${network}`,
      ["blox/broken-import", '"./b.blox"', 'b.blox: "./c.blox"'],
    ],
    "a name that is declared here too": [
      `
      // b.blox
      ${twin}
      // n.blox
      import "./b.blox" ${twin}`,
      ["blox/name-clash", "twin", "b.blox: twin"],
    ],
    "a network's and a space's name": [
      `
      // b.blox
      network n { stage 1: conv stage 2: conv stage 3: conv }
      space s extends blox { }
      // n.blox
      import "./b.blox"
      network n { stage 1: conv stage 2: conv stage 3: conv }
      space s extends blox { }`,
      ["blox/name-clash", "n", "b.blox: n"],
      ["blox/name-clash", "s", "b.blox: s"],
    ],
    "a name of two imports": [
      `
      // a.blox
      ${twin}
      // b.blox
      ${twin}
      // n.blox
      import "./a.blox" import "./b.blox"`,
      ["blox/name-clash", '"./b.blox"', "a.blox: twin", "b.blox: twin"],
    ],
    "none for a file that comes two ways": [
      `
      // base.blox
      ${twin}
      // a.blox
      import "./base.blox"
      // b.blox
      import "./base.blox" import "./a.blox"
      // n.blox
      import "./a.blox" import "./b.blox" ${network}`,
    ],
    "too few operations, with the place of the declaration": [
      `
      // b.blox

      ${twin}
      // n.blox
      import "./b.blox"
      network n { stage 1: twin(conv) stage 2: conv stage 3: conv }`,
      ["blox/argument-count", "twin(conv)", "b.blox: twin"],
    ],
    "a dataset file": [
      `
      // data.blox
---
dataset_type: static
---
      // n.blox
      import "./data.blox"`,
      ["blox/broken-import", '"./data.blox"', "data.blox: ---"],
    ],
  };
  for (const [what, [text, ...expected]] of Object.entries(cases)) {
    it(`say of ${what}`, () => deepEqual(shownProblems(text), expected));
  }

  it("say nothing while a file is not read", () => {
    const text = `import "./blocks.blox" ${network}`;
    const document = TextDocument.create("file:///n.blox", "blox", 1, text);
    deepEqual(analyse(document).problems, []);
    // What is certain is still said.
    const other = TextDocument.create(
      "file:///n.blox",
      "blox",
      1,
      text.replace("2: conv", "2: cnv"),
    );
    deepEqual(
      analyse(other).problems.map(({ code }) => code),
      ["blox/unknown-op"],
    );
  });

  it("say of a path without its closing quote only that", () => {
    deepEqual(
      shownProblems(`
      // n.blox
      import "./b.blox`),
      [["blox/syntax", '"./b.blox']],
    );
  });

  it("say where a file was looked for, and offer what was meant", () => {
    const mended = (path: string) => {
      const { model } = project(`
        // blocks.blox
        ${twin}
        // parts/rare.blox
        block rare() { out = in }
        // n.blox
        import "${path}"`);
      const [problem] = model.problems;
      return { problem, texts: problem?.fixes?.map(({ edits }) => edited(model, edits).trim()) };
    };
    const slip = mended("./bloks.blox");
    match(
      slip.problem?.message ?? "",
      /^`\/bloks\.blox` is no file\. Did you mean `\.\/blocks\.blox`\?/,
    );
    deepEqual(slip.texts, ['import "./blocks.blox"']);
    deepEqual(mended("bloks.blox").texts, ['import "./blocks.blox"']);
    deepEqual(mended("./rare.blox").texts, ['import "./parts/rare.blox"']);
    match(mended("./parts").problem?.message ?? "", /`\/parts` is a folder/);
  });

  it("are mended together, with the files at hand", async () => {
    const { model } = project(`
      // blocks.blox
      ${twin}
      // n.blox
import "./bloks.blox"
import "./n.blox"
${network.replace("twin(", "twim(")}`);
    const edits = mendingEdits(model, await embeddedBenchmarks(), () => true);
    equal(edited(model, edits), `import "./blocks.blox"\n${network}`);
  });

  it("are found in time among a thousand imports, each file importing the next", function () {
    this.timeout(5000);
    const names = Array.from({ length: 1000 }, (_, place) => `b${place}.blox`);
    const documents = names.map((name, place) =>
      TextDocument.create(
        `file:///${name}`,
        "blox",
        1,
        `import "./b${(place + 1) % 1000}.blox" block block-${place}(a) { out = a(in) }`,
      ),
    );
    const imports = names.map((name) => `import "./${name}"`).join("\n");
    const text = `${imports}\n${network.replace("twin(conv, mbconv)", "block-999(conv)")}`;
    const document = TextDocument.create("file:///n.blox", "blox", 1, text);
    const { problems, networks } = analyse(document, sourceOf(documents));
    deepEqual(problems, []);
    equal(networks[0]?.architecture?.length, 3);
  });
});

describe("import paths", () => {
  it("are links where the file is", () => {
    const { model } = project(`
      // b.blox
      ${twin}
      // n.blox
      import "./b.blox" import "./c.blox"`);
    deepEqual(
      importLinks(model).map(({ range, target }) => [model.document.getText(range), target]),
      [['"./b.blox"', "file:///b.blox"]],
    );
  });

  const completed = (line: string) => {
    const { model, cursor, models } = project(`
      // b.blox
      // parts/c.blox
      // up/d.blox
      // up/n.blox
      ${line}`);
    if (!isInImportPath(model, cursor)) return undefined;
    return importCompletion(
      model,
      cursor,
      models.map(({ document }) => document.uri),
    ).map(({ label, textEdit }) => [
      label,
      textEdit && TextDocument.applyEdits(model.document, [textEdit as never]).trim(),
    ]);
  };

  it("are offered between the quotes, closed or not", () => {
    const expected = [
      ["../b.blox", 'import "../b.blox"'],
      ["../parts/c.blox", 'import "../parts/c.blox"'],
      ["./d.blox", 'import "./d.blox"'],
    ];
    deepEqual(completed('import "‸'), expected);
    deepEqual(completed('import "./‸x"'), expected);
  });

  it("are not offered again where they are imported", () => {
    const labels = completed('import "../b.blox" import "‸"')?.map(([label]) => label);
    deepEqual(labels, ["../parts/c.blox", "./d.blox"]);
  });

  it("are offered nowhere else", () => {
    for (const line of ['import‸ ""', '// import "‸', 'import ""‸', 'network "‸"', '"import "‸'])
      equal(completed(line), undefined, line);
  });
});
