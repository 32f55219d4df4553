import { deepEqual, equal } from "node:assert/strict";
import { edited, modelOf } from "../marked-text";

/** A network whose first stage is given; the others are in order. */
const stage1 = (block: string) => `network n {
  stage 1${block}
  stage 2: conv
  stage 3: conv
}
`;

describe("diagnostics", () => {
  describe("one for each mistake, with the text that it is about", () => {
    const cases: [name: string, text: string, ...expected: [code: string, at: string][]][] = [
      ["a good network", stage1(": conv -> mbconv")],
      ["an empty file", ""],
      ["an unknown operation", stage1(": cnv"), ["blox/unknown-op", "cnv"]],
      ["one in a body", stage1(" { out = cnv(in) }"), ["blox/unknown-op", "cnv"]],
      ["one as a block's argument", stage1(": st3(conv, cnv)"), ["blox/unknown-op", "cnv"]],
      ["an unknown block", stage1(": st9(conv)"), ["blox/unknown-block", "st9"]],
      ["too few operations", stage1(": st3(conv)"), ["blox/argument-count", "st3(conv)"]],
      ["an unknown name", stage1(" { out = conv(b) }"), ["blox/unknown-name", "b"]],
      [
        "a name used before it is defined",
        stage1(" { a = conv(b)\n b = conv(in)\n out = a }"),
        ["blox/unknown-name", "b"],
      ],
      [
        "a name defined twice",
        stage1(" { a = conv(in)\n a = conv(in)\n out = a }"),
        ["blox/repeated-name", "a"],
      ],
      ["a term twice", stage1(" { a = conv(in)\n out = a + a }"), ["blox/repeated-term", "a"]],
      ["no out", stage1(" { a = conv(in) }"), ["blox/missing-out", "{ a = conv(in) }"]],
      [
        "an unused node",
        stage1(" { a = conv(in)\n b = conv(in)\n out = a }"),
        ["blox/unused", "b = conv(in)"],
      ],
      [
        "three operations",
        stage1(": conv -> conv -> conv"),
        ["blox/no-block", "conv -> conv -> conv"],
      ],
      ["a skip from the input", stage1(" { out = conv(in) + in }"), ["blox/no-block", "stage 1"]],
      ["an unknown space", "network n { space blx }", ["blox/unknown-space", "blx"]],
      ["missing stages", "network n {\n stage 2: conv\n}", ["blox/missing-stage", "n"]],
      [
        "a repeated stage",
        "network n {\n stage 1: conv\n stage 2: conv\n stage 2: conv\n}",
        ["blox/repeated-stage", "stage 2"],
      ],
      [
        "a surplus stage",
        `${stage1(": conv").slice(0, -2)}  stage 4: conv\n}`,
        ["blox/surplus-stage", "stage 4"],
      ],
      [
        "two networks of one name",
        stage1(": conv") + stage1(": conv"),
        ["blox/repeated-network", "n"],
      ],
      ["half a network", "network n {\n stage 1: conv\n sta", ["blox/syntax", "sta"]],
      ["a block not yet written", stage1(":"), ["blox/syntax", ":"]],
      ["a chain not yet finished", stage1(": conv ->"), ["blox/syntax", "->"]],
      ["a dataset file", "---\ndataset_type: training\n---\n\x01", ["blox/dataset-file", "---"]],
      ["no text at all", "PNG\0\0\x01", ["blox/syntax", "P"]],
    ];
    for (const [name, text, ...expected] of cases) {
      it(name, () => {
        const found = modelOf(text).problems.map(({ code, range }) => [
          code,
          text.slice(range.start, range.end),
        ]);
        deepEqual(found, expected);
      });
    }
  });

  it("the rest of the file keeps its meaning beside a mistake", () => {
    const { networks } = modelOf(
      `${stage1(": conv ->")}\n${stage1(": conv").replace(" n ", " m ")}`,
    );
    equal(networks[0]?.stages[1]?.block?.expression, "conv");
    deepEqual(networks[1]?.architecture?.length, 3);
  });

  describe("every fix removes its diagnostic and brings no other", () => {
    const broken = [
      stage1(": cnv"),
      stage1(" { out = cnv(im) }"),
      stage1(": st8(conv, mbconv)"),
      stage1(" {\n    a = conv(in)\n    b = conv(in)\n    c = conv(b)\n    out = a\n  }"),
      stage1(": conv -> conv -> conv"),
      stage1(" {\n    out = conv(in) + in\n  }"),
      "network n {\n  space blx\n\n  stage 1: conv\n  stage 2: conv\n  stage 3: conv\n}\n",
      "network n {\n}\n",
      "network n { }",
      "network n { space blox }",
      "network n {\n  stage 2: conv\n}\n",
      "network n {\n  stage 1: conv\n  stage 2: conv\n  stage 2: conv\n}\n",
      `${stage1(": conv").slice(0, -2)}  stage 4: conv\n}\n`,
      stage1(" conv"),
    ];
    for (const text of broken) {
      it(text.replace(/\s+/g, " "), () => {
        const model = modelOf(text);
        const fixable = model.problems.filter(({ fixes }) => fixes?.length);
        equal(fixable.length > 0, true);
        for (const { code, message, fixes } of fixable) {
          for (const { title, edits } of fixes ?? []) {
            const after = modelOf(edited(model, edits));
            const codes = after.problems.map((problem) => problem.message);
            const others = model.problems.map((problem) => problem.message);
            equal(codes.includes(message), false, `${title} leaves ${code}`);
            deepEqual(
              codes.filter((other) => !others.includes(other)),
              [],
              `${title} brings a problem in:\n${after.document.getText()}`,
            );
          }
        }
      });
    }
  });
});
