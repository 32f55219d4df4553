import { deepEqual, equal } from "node:assert/strict";
import { modelOf } from "../marked-text";

const network = (stage1: string) => `network n {
  stage 1: ${stage1}
  stage 2: conv
  stage 3: conv
}
`;

const twin = `block twin(a, b) {
  x = a(in)
  out = x + b(x + in)
}
`;

describe("a declared block", () => {
  const firstBlock = (text: string) => modelOf(text).networks[0]?.stages[0]?.block?.expression;

  it("is the block that its body means with the operations that it is given", () => {
    equal(firstBlock(twin + network("twin(conv, mbconv)")), "st5(conv, mbconv)");
  });

  it("may be declared below its use, and used in a body and in another block", () => {
    equal(firstBlock(network("twin(conv, bconv)") + twin), "st5(conv, bconv)");
    const outer = "block outer(op) { out = twin(op, op)(in) }\n";
    equal(firstBlock(outer + twin + network("outer(mbconv)")), "st5(mbconv, mbconv)");
    const inBody = network("conv").replace(": conv", " { out = twin(conv, mbconv)(in) }");
    equal(firstBlock(twin + inBody), "st5(conv, mbconv)");
  });

  const mistakes: [what: string, text: string, code: string, at: string][] = [
    ["too few operations", twin + network("twin(conv)"), "blox/argument-count", "twin(conv)"],
    ["an unknown operation given", twin + network("twin(conv, cnv)"), "blox/unknown-op", "cnv"],
    ["an unknown operation inside", "block b(a) { out = a(cnv(in)) }", "blox/unknown-op", "cnv"],
    ["an unused parameter", "block b(a, c) { out = a(in) }", "blox/unused-parameter", "c"],
    ["recursion", "block b(a) { out = b(a)(in) }", "blox/recursive-block", "b(a)(in)"],
    [
      "a second one of the name",
      `${twin}block twin(a) { out = a(in) }`,
      "blox/repeated-block",
      "twin",
    ],
    ["a block misspelt", twin + network("twim(conv, conv)"), "blox/unknown-block", "twim"],
    [
      "a body that is no block",
      `block b(a) { out = a(in) + in }\n${network("b(conv)")}`,
      "blox/no-block",
      "b(conv)",
    ],
  ];
  for (const [what, text, code, at] of mistakes) {
    it(`says where it stands: ${what}`, () => {
      const found = modelOf(text).problems.map(({ code, range }) => [
        code,
        text.slice(range.start, range.end),
      ]);
      deepEqual(found, [[code, at]]);
    });
  }
});
