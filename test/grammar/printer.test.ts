import { deepEqual, equal } from "node:assert/strict";
import fc from "fast-check";
import { parse } from "../../grammar/parser";
import { print, printBlock, printNetwork } from "../../grammar/printer";
import { examples } from "./examples";

describe("printer", () => {
  it("lays a network out with one stage a line and blank lines between its parts", () => {
    const text =
      "/// Small.\nnetwork n{stage 1:conv->mbconv|bconv require 3M>=params space blox stage 2{a=conv(in)out=a+in}" +
      'require 1 <= latency("gpu") < 2ms}block b(x){out=x(in)}';
    equal(
      print(parse(text)),
      `/// Small.
network n {
  space blox

  stage 1: conv -> mbconv | bconv
  stage 2 {
    a = conv(in)
    out = a + in
  }

  require params <= 3 M
  require 1 <= latency("gpu") < 2 ms
}

block b(x) {
  out = x(in)
}
`,
    );
  });

  it("lays a search out with one clause a line", () => {
    const text =
      "search s{space blox maximize accuracy subject to params<=3M,flops<=1G algorithm random budget 9 seed 1}";
    equal(
      print(parse(text)),
      `search s {
  space blox
  maximize accuracy
  subject to params <= 3 M, flops <= 1 G
  algorithm random
  budget 9
  seed 1
}
`,
    );
  });

  it("lays a space out with one clause a line, and layers on one line where they fit", () => {
    const text =
      "space s extends blox{input 3x32x32 classes 9 /// Why.\nop a{repeat 2{conv 3x3 out 2c bn}}" +
      `op b{${"dwconv 5x5 no-bias ".repeat(5)}sum{bn}{}}stages 2{block of 1..2 ops reduce{bn}}head{}}`;
    equal(
      print(parse(text)),
      `space s extends blox {
  input 3 x 32 x 32
  classes 9

  /// Why.
  op a { repeat 2 { conv 3x3 out 2c  bn } }
  op b {
    dwconv 5x5 no-bias
    dwconv 5x5 no-bias
    dwconv 5x5 no-bias
    dwconv 5x5 no-bias
    dwconv 5x5 no-bias
    sum { bn } {}
  }

  stages 2 {
    block of 1..2 ops
    reduce { bn }
  }
  head {}
}
`,
    );
  });

  it("prints one block, indented for the line it goes to", () => {
    const [network] = parse(
      "network n { stage 1: (a -> b) | c stage 2 { out = a(in) } }",
    ).declarations;
    const stages = network?.kind === "network" ? network.stages : [];
    deepEqual(
      stages.map((stage) => stage.block && printBlock(stage.block, 2)),
      ["(a -> b) | c", "{\n    out = a(in)\n  }"],
    );
  });

  it("prints one network without a line end behind it", () => {
    const [network] = parse("network n{stage 1:?}").declarations;
    equal(network?.kind === "network" && printNetwork(network), "network n {\n  stage 1: ?\n}");
  });

  for (const [name, text] of Object.entries(examples)) {
    it(`writes ${name} so that it is read as the same tree`, () => roundTrip(text));
  }

  it("writes any network so that it is read as the same tree", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            block,
            sum.map((text) => `{ out = ${text} }`),
          ),
        ),
        (blocks) => {
          const stages = blocks.map(
            (text, i) => `stage ${i}${text.startsWith("{") ? "" : ":"} ${text}`,
          );
          roundTrip(`network n { ${stages.join(" ")} }`);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe("printer of spaces", () => {
  it("writes any space so that it is read as the same tree", () => {
    fc.assert(
      fc.property(fc.array(spaceClause), (clauses) => {
        roundTrip(`space s {\n${clauses.join("\n")}\n}`);
      }),
      { numRuns: 100 },
    );
  });
});

const number = fc.integer({ min: 0, max: 999 });
const operation = fc.constantFrom("conv", "op", "stage-1", '"in"', '"a b"', "classes");
const attribute = fc.oneof(
  fc
    .oneof(number.map(String), fc.constantFrom("2c", "c/2", "c", "o", "classes", '"c"'))
    .map((value) => `out ${value}`),
  fc.oneof(number.map(String), fc.constant("s")).map((value) => `stride ${value}`),
  fc.constantFrom("valid", "no-bias"),
);
const attributes = fc.array(attribute, { maxLength: 3 }).map((list) => list.join(" "));

/** Layers in braces as text; `first` and `ops` are no layers, which the parser need not know. */
const { layers } = fc.letrec<{ layers: string; layer: string }>((tie) => ({
  layers: fc.array(tie("layer"), { maxLength: 4 }).map((list) => `{ ${list.join(" ")} }`),
  layer: fc.oneof(
    { depthSize: "small" },
    fc
      .tuple(
        fc.constantFrom("conv", "bn", "max-pool", "ops", '"conv"'),
        fc.constantFrom("", "3x3", "1 x 7"),
        attributes,
      )
      .map((parts) => parts.join(" ")),
    fc.tuple(number, tie("layers")).map(([times, list]) => `repeat ${times} ${list}`),
    tie("layers").map((list) => `residual ${list}`),
    tie("layers").map((list) => `reshape ${list}`),
    fc.array(tie("layers"), { minLength: 1, maxLength: 3 }).map((all) => `sum ${all.join(" ")}`),
  ),
}));

const stageClause = fc.oneof(
  fc.tuple(number, number).map(([fewest, most]) => `block of ${fewest}..${most} ops`),
  number.map((count) => `block of ${count} ops`),
  number.map((count) => `chain of ${count} ops`),
  fc.tuple(attribute, attributes).map((parts) => `first ${parts.join(" ")}`),
  layers.map((list) => `reduce ${list}`),
);

const spaceClause = fc.oneof(
  fc.tuple(number, number, number).map((sizes) => `input ${sizes.join(" x ")}`),
  number.map((count) => `classes ${count}`),
  operation.map((text) => `dataset ${text}`),
  fc.constantFrom("ptflops", "macs").map((text) => `count flops as ${text}`),
  fc.tuple(operation, layers).map(([text, list]) => `/// What.\nop ${text} ${list}`),
  fc.tuple(fc.constantFrom("stem", "head"), layers).map((parts) => parts.join(" ")),
  fc
    .tuple(fc.constantFrom("stage", "stages"), number, fc.array(stageClause, { maxLength: 3 }))
    .map(([word, count, clauses]) => `${word} ${count} { ${clauses.join(" ")} }`),
);

const name = fc.constantFrom("conv", "mbconv", "nas-bench", '"in"', '"a b"', "from");
const names = fc
  .array(fc.oneof(name, fc.constant("_")), { maxLength: 3 })
  .map((list) => list.join(", "));

/** Block expressions as text, parenthesised at random. */
const { block } = fc.letrec<{ block: string }>((tie) => ({
  block: fc.oneof(
    { depthSize: "small" },
    name,
    fc.constant("?"),
    fc.tuple(name, names).map(([called, list]) => `${called}(${list})`),
    fc
      .array(tie("block"), { minLength: 2, maxLength: 3 })
      .map((parts) => `(${parts.join(" -> ")})`),
    fc.array(tie("block"), { minLength: 2, maxLength: 3 }).map((parts) => `(${parts.join(" | ")})`),
    fc
      .array(tie("block"), { minLength: 1, maxLength: 3 })
      .map((parts) => `? in { ${parts.join(",")} }`),
  ),
}));

const { sum } = fc.letrec<{ sum: string; term: string }>((tie) => ({
  sum: fc.array(tie("term"), { minLength: 1, maxLength: 3 }).map((terms) => terms.join(" + ")),
  term: fc.oneof(
    { depthSize: "small" },
    fc.constant("in"),
    name,
    fc.tuple(name, tie("sum")).map(([applied, input]) => `${applied}(${input})`),
    fc.tuple(name, name, name, tie("sum")).map(([b, x, y, input]) => `${b}(${x}, ${y})(${input})`),
  ),
}));

function roundTrip(text: string): void {
  const file = parse(text);
  deepEqual(file.errors, [], text);
  const printed = print(file);
  const again = parse(printed);
  deepEqual(again.errors, [], printed);
  deepEqual(withoutRanges(again.declarations), withoutRanges(file.declarations));
  equal(print(again), printed);
}

function withoutRanges(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_, part) =>
      typeof part === "object" && part !== null && "start" in part ? undefined : part,
    ),
  );
}
