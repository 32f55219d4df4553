import { deepEqual, equal, ok } from "node:assert/strict";
import { parse } from "../../grammar/parser";
import type { SourceFile } from "../../grammar/syntax";
import { lex } from "../../grammar/tokens";
import { examples } from "./examples";

/** A broken text, the one error it must give, and the nodes that must be left. */
interface Broken {
  readonly text: string;
  readonly error: string;
  /** What the error underlines. */
  readonly at: string;
  readonly left: string;
  /** The text once the error's insertion has been made. */
  readonly mended?: string;
}

const broken: Readonly<Record<string, Broken>> = {
  "a chain without its end": {
    text: "network n {\n  stage 1: conv ->\n  stage 2: conv\n}",
    error: "expected a block after `->`, found `stage`",
    at: "->",
    left: "network(operation operation)",
  },
  "an application without its end": {
    text: "network n {\n  stage 1 { a = conv( }\n  stage 2: conv\n}",
    error: "expected `in`, a name or an operation after `(`, found `}`",
    at: "}",
    left: "network(body operation)",
  },
  "a network without its brace": {
    text: "network a {\n  stage 1: conv\n\nnetwork b { stage 1: conv }",
    error: "expected `}` at the end of the network, found `network`",
    at: "conv",
    left: "network(operation) network(operation)",
    mended: "network a {\n  stage 1: conv\n}\n\nnetwork b { stage 1: conv }",
  },
  "a network without its brace at the end of the file": {
    text: "network a {\n  stage 1: conv\n\n",
    error: "expected `}` at the end of the network, found the end of the file",
    at: "conv",
    left: "network(operation)",
    mended: "network a {\n  stage 1: conv\n}\n\n",
  },
  "a body without its brace": {
    text: "network n {\n  stage 1 {\n    out = conv(in)\n  stage 2: conv\n}",
    error: "expected `}` at the end of the body, found `stage`",
    at: ")",
    left: "network(body operation)",
    mended: "network n {\n  stage 1 {\n    out = conv(in)\n}\n  stage 2: conv\n}",
  },
  "a body without its first brace": {
    text: "network n { stage 1 out = conv(in) } stage 2: conv }",
    error: "expected `{` after `1`, found `out`",
    at: "out",
    left: "network(body operation)",
    mended: "network n { stage 1 { out = conv(in) } stage 2: conv }",
  },
  "a stage without its colon": {
    text: "network n { stage 1 conv stage 2: conv }",
    error: "expected `:` after `1`, found `conv`",
    at: "conv",
    left: "network(operation operation)",
    mended: "network n { stage 1: conv stage 2: conv }",
  },
  "half a keyword": {
    text: "network n {\n  sta\n  stage 2: conv\n}",
    error: "expected `stage`, `require`, `space` or `}`, found `sta`",
    at: "sta",
    left: "network(operation)",
  },
  "a stage without a number": {
    text: "network n {\n  stage\n  stage 2: conv\n}",
    error: "expected the number of the stage after `stage`, found `stage`",
    at: "stage",
    left: "network(nothing operation)",
  },
  "a stage's heading alone": {
    text: "network n {\n  stage 1\n  stage 2: conv\n}",
    error: "expected `:` and a block, or a body in braces after `1`, found `stage`",
    at: "1",
    left: "network(nothing operation)",
  },
  "a stage without a block": {
    text: "network n {\n  stage 1:\n  stage 2: conv\n}",
    error: "expected a block after `:`, found `stage`",
    at: ":",
    left: "network(nothing operation)",
  },
  "a call without its end": {
    text: "network n {\n  stage 1: st3(conv,\n  stage 2: conv\n}",
    error: "expected an operation after `,`, found `stage`",
    at: ",",
    left: "network(call operation)",
  },
  "a call without its parenthesis": {
    text: "network n {\n  stage 1: st3(conv, mbconv\n  stage 2: conv\n}",
    error: "expected `)` after `mbconv`, found `stage`",
    at: "mbconv",
    left: "network(call operation)",
    mended: "network n {\n  stage 1: st3(conv, mbconv)\n  stage 2: conv\n}",
  },
  "a call without its comma": {
    text: "network n { stage 1: st3(conv mbconv) -> conv }",
    error: "expected `,` or `)` after `conv`, found `mbconv`",
    at: "mbconv",
    left: "network(chain)",
    mended: "network n { stage 1: st3(conv, mbconv) -> conv }",
  },
  "two blocks without an arrow": {
    text: "network n {\n  stage 1: conv mbconv\n  stage 2: conv\n}",
    error: "expected `->`, `|` or the end of the stage, found `mbconv`",
    at: "mbconv",
    left: "network(operation operation)",
  },
  "a broken set of choices": {
    text: "network n { stage 1: ? in { conv conv, mbconv } stage 2: conv }",
    error: "expected `,` or `}` after `conv`, found `conv`",
    at: "conv",
    left: "network(hole operation)",
  },
  "a brace too many": {
    text: "network n { stage 1: conv } stage 2: conv }",
    error: "this `}` would end the network, but more of it follows: remove it",
    at: "}",
    left: "network(operation operation)",
  },
  "a brace too many behind the network": {
    text: "network n { stage 1: conv } }\nnetwork m {}",
    error: "expected a declaration (`network`, `block`, `search`, `space` or `import`), found `}`",
    at: "}",
    left: "network(operation) network()",
  },
  "an equation that ends early": {
    text: "network n { stage 1 {\n  a =\n  b = conv(in)\n  out = b\n} }",
    error: "expected `in`, a name or an operation after `=`, found `b`",
    at: "=",
    left: "network(body)",
  },
  "a requirement without a value": {
    text: "network n { require params <=\n  stage 1: conv }",
    error: "expected a value after `<=`, found `stage`",
    at: "<=",
    left: "network(operation)",
  },
  "a requirement without a comparison": {
    text: "network n { require params 3 M stage 1: conv }",
    error: "expected a comparison such as `<=` after `params`, found `3`",
    at: "3",
    left: "network(operation)",
  },
  "a name that is open": {
    text: 'network n {\n  require latency("gpu) <= 3 ms\n  stage 2: conv\n}',
    error: 'expected `"` at the end of the name, found the end of the line',
    at: '"gpu) <= 3 ms',
    left: "network(operation)",
  },
  "a comment that is open": {
    text: "network n { stage 1: conv /* } network m {}",
    error: "expected `*/` at the end of the comment, found the end of the file",
    at: "/*",
    left: "network(operation)",
  },
  "characters of no meaning": {
    text: "network n { stage 1: conv §$&§ stage 2: conv }",
    error:
      "`§$&§` means nothing here: " +
      "a name with other characters than letters, digits, `_` and `-` goes in double quotes",
    at: "§$&§",
    left: "network(operation operation)",
  },
  "a minus": {
    text: "network n { stage 1: conv - mbconv }",
    error: "`-` means nothing here: there is no minus: `-` stands only inside names and in `->`",
    at: "-",
    left: "network(operation)",
  },
  "half a clause of a search": {
    text: "search s {\n  from\n  maximize accuracy\n}",
    error: "expected the name of a network after `from`, found `maximize`",
    at: "from",
    left: "search(from maximize)",
  },
  "a space without its brace": {
    text: "space s { op a { conv }\nnetwork n { stage 1: conv }",
    error: "expected `}` at the end of the space, found `network`",
    at: "}",
    left: "space(op) network(operation)",
    mended: "space s { op a { conv }\n}\nnetwork n { stage 1: conv }",
  },
  "operations without a brace": {
    text: "space s {\n  op a { repeat 2 { bn }\n  op b { bn }\n  head { bn }\n}",
    error: "expected `}` at the end of the layers of the operation, found `op`",
    at: "}",
    left: "space(op op head)",
    mended: "space s {\n  op a { repeat 2 { bn } }\n  op b { bn }\n  head { bn }\n}",
  },
  "a stage of a space without its brace": {
    text: "space s {\n  stages 3 {\n    block of 1..2 ops\n  head { bn }\n}",
    error: "expected `}` at the end of the stage, found `head`",
    at: "ops",
    left: "space(stages head)",
    mended: "space s {\n  stages 3 {\n    block of 1..2 ops\n}\n  head { bn }\n}",
  },
  "a space without its brace before a block": {
    text: "space s {\n  stage 1 { chain of 2 ops }\nblock twin(a) { out = a(in) }",
    error: "expected `}` at the end of the space, found `block`",
    at: "}",
    left: "space(stage-definition) block",
    mended: "space s {\n  stage 1 { chain of 2 ops }\n}\nblock twin(a) { out = a(in) }",
  },
  "layers without a brace before a network": {
    text: "space s { op a { repeat 2 { conv 3x3\nnetwork n { stage 1: conv }",
    error: "expected `}` at the end of the layers of `repeat`, found `network`",
    at: "3x3",
    left: "space(op) network(operation)",
    mended: "space s { op a { repeat 2 { conv 3x3 }\nnetwork n { stage 1: conv }",
  },
  "layers without their first brace": {
    text: "space s {\n  op a conv 3x3 bn }\n  head { bn }\n}",
    error: "expected `{` and layers after `a`, found `conv`",
    at: "conv",
    left: "space(op head)",
    mended: "space s {\n  op a { conv 3x3 bn }\n  head { bn }\n}",
  },
  "a brace too many in a space": {
    text: "space s {\n  op a { bn } }\n  head { bn }\n}",
    error: "this `}` would end the space, but more of it follows: remove it",
    at: "}",
    left: "space(op head)",
  },
  "a brace too many in a stage of a space": {
    text: "space s {\n  stages 3 { block of 2 ops }\n  reduce { bn } }\n  head { bn }\n}",
    error: "this `}` would end the stage, but more of it follows: remove it",
    at: "}",
    left: "space(stages head)",
  },
  "the first layers of a sum without their brace": {
    text: "space s {\n  op a { sum { conv 3x3 { bn } }\n  op b { bn }\n}",
    error: "expected `}` at the end of the layers of `sum`, found `{`",
    at: "{",
    left: "space(op op)",
    mended: "space s {\n  op a { sum { conv 3x3 } { bn } }\n  op b { bn }\n}",
  },
  "a comma between layers": {
    text: "space s { op a { conv 3x3, bn }  op b { bn } }",
    error: "expected a layer or `}`, found `,`",
    at: ",",
    left: "space(op op)",
  },
  "a group that is being typed": {
    text: "space s {\n  op a {\n    conv 3x3\n    repeat\n  }\n  head { bn }\n}",
    error: "expected how often the layers are repeated after `repeat`, found `}`",
    at: "repeat",
    left: "space(op head)",
  },
  "an attribute without its value": {
    text: "space s { op a { conv 3x3 out bn relu }  op b { bn } }",
    error: "expected a number of channels such as `32`, `2c` or `c` after `out`, found `bn`",
    at: "bn",
    left: "space(op op)",
  },
  "a stride in channels": {
    text: "space s { op a { conv 3x3 stride 2c bn }  op b { bn } }",
    error: "expected a number or `s` after `stride`, found `2c`",
    at: "2c",
    left: "space(op op)",
  },
  "an attribute without a layer": {
    text: "space s { op a { out 2c bn }  op b { bn } }",
    error: "expected a layer or `}`, found `out`",
    at: "out",
    left: "space(op op)",
  },
  "half a clause of a space": {
    text: "space s {\n  inp\n  classes 100\n}",
    error:
      "expected a clause of the space (`input`, `classes`, `dataset`, `count`, `op`, `stem`, " +
      "`stages`, `stage` or `head`) or `}`, found `inp`",
    at: "inp",
    left: "space(classes)",
  },
  "an input without its size": {
    text: "space s {\n  input\n  classes 100\n}",
    error: "expected a size such as `3 x 32 x 32` after `input`, found `classes`",
    at: "input",
    left: "space(input classes)",
  },
  "a data set without its name": {
    text: "space s {\n  dataset\n  classes 100\n}",
    error: "expected the name of a data set after `dataset`, found `classes`",
    at: "dataset",
    left: "space(dataset classes)",
  },
  "a count without a convention": {
    text: "space s {\n  count flops\n  op a { bn }\n}",
    error: "expected `as` after `flops`, found `op`",
    at: "flops",
    left: "space(count op)",
    mended: "space s {\n  count flops as\n  op a { bn }\n}",
  },
  "an operation without a name": {
    text: "space s {\n  op\n  stem { bn }\n}",
    error: "expected the name of an operation after `op`, found `stem`",
    at: "op",
    left: "space(op stem)",
  },
  "a stage's heading alone in a space": {
    text: "space s {\n  stage 1\n  stage 2 { chain of 2 ops }\n}",
    error: "expected `{` after `1`, found `stage`",
    at: "1",
    left: "space(stage-definition stage-definition)",
    mended: "space s {\n  stage 1 {\n  stage 2 { chain of 2 ops }\n}",
  },
  "a stage of a network in a space": {
    text: "space s {\n  stage 1: conv\n  stage 2 { chain of 2 ops }\n}",
    error: "expected `{` after `1`, found `:`",
    at: ":",
    left: "space(stage-definition stage-definition)",
  },
  "a half-typed number of operations": {
    text: "space s {\n  stages 3 {\n    block of 1..\n    reduce { bn }\n  }\n}",
    error: "expected the largest number of operations after `..`, found `reduce`",
    at: "..",
    left: "space(stages)",
  },
  "a chain without its unit": {
    text: "space s { stages 3 { chain of 2 } }",
    error: "expected `ops` after `2`, found `}`",
    at: "}",
    left: "space(stages)",
    mended: "space s { stages 3 { chain of 2 ops } }",
  },
  "a first operation without attributes": {
    text: "space s { stages 3 { first } }",
    error: "expected an attribute such as `out 2c` after `first`, found `}`",
    at: "}",
    left: "space(stages)",
  },
  "a stray word between the clauses of a stage": {
    text: "space s { stages 3 { chain of 2 ops foo bar reduce { bn } } head { bn } }",
    error:
      "expected a clause of the stage (`block of`, `chain of`, `first` or `reduce`) or `}`, " +
      "found `foo`",
    at: "foo",
    left: "space(stages head)",
  },
  "a word alone": {
    text: "netw",
    error:
      "expected a declaration (`network`, `block`, `search`, `space` or `import`), found `netw`",
    at: "netw",
    left: "",
  },
};

describe("recovery: one mistake, one error", () => {
  for (const [name, { text, error, at, left, mended }] of Object.entries(broken)) {
    it(name, () => {
      const file = parse(text);
      deepEqual(
        file.errors.map((problem) => problem.message),
        [error],
      );
      const [problem] = file.errors;
      equal(problem && text.slice(problem.range.start, problem.range.end), at);
      equal(outline(file), left);
      if (mended === undefined || problem?.insertAt === undefined) return equal(mended, undefined);
      const { insertAt, insert } = problem;
      equal(text.slice(0, insertAt) + insert + text.slice(insertAt), mended);
    });
  }

  it("gives at most one error for a file that is still being typed", () => {
    for (const text of Object.values(examples)) {
      for (let length = 0; length < text.length; length++) {
        const errors = parse(text.slice(0, length)).errors;
        ok(errors.length <= 1, `${text.slice(0, length)}: ${errors.map((e) => e.message)}`);
        for (const { range } of errors) {
          ok(range.start < range.end && range.end <= length, "the error is visible");
        }
      }
    }
  });

  describe("in spaces", () => {
    const text = `${examples["space in full"]}space wide extends full { classes 10  head { bn } }
network last { stage 1: conv }\n`;
    const { length } = parse(text).declarations;
    // All on one line, too: no mistake is found by the lines alone.
    const onOneLine = text.replace(/\/\/.*/g, "").replace(/\s+/g, " ");

    /** Texts with a change at each token behind the first declaration's name. */
    const changed = (whole: string, change: (image: string) => string) =>
      lex(whole)
        .tokens.slice(2, -7)
        .filter(({ image }) => image !== "space")
        .map(({ image, startOffset }) => ({
          image,
          text:
            whole.slice(0, startOffset) + change(image) + whole.slice(startOffset + image.length),
        }));

    for (const whole of [text, onOneLine]) {
      const lines = whole === text ? "many lines" : "one line";

      it(`finds a token that is missing from ${lines}, once`, () => {
        for (const { image, text: broken } of changed(whole, () => "")) {
          const { errors, declarations } = parse(broken);
          ok(errors.length <= 1, `${broken}\n${errors.map((e) => e.message).join("\n")}`);
          equal(declarations.length, image === "network" ? length - 1 : length, broken);
          // What is left when a layer, a size or an attribute is taken away is layers again.
          if (!mayBeMissing.test(image)) equal(errors.length, 1, broken);
        }
      });

      it(`finds what is too many on ${lines}, once`, () => {
        for (const put of ["foo 7", ",", "2c", "{"]) {
          for (const { text: broken } of changed(whole, (image) => `${put} ${image}`)) {
            const { errors, declarations } = parse(broken);
            ok(errors.length <= 1, `${broken}\n${errors.map((e) => e.message).join("\n")}`);
            equal(declarations.length, length, broken);
          }
        }
      });
    }
  });

  it("keeps all declarations when a token inside a network is written twice", () => {
    const text = `${examples.network}network last { stage 1: conv }\n`;
    const inside = lex(text).tokens.slice(2, 60);
    for (const { startOffset, image } of inside) {
      const twice = `${text.slice(0, startOffset)}${image} ${text.slice(startOffset)}`;
      const file = parse(twice);
      equal(file.declarations.length, 2, twice);
      ok(file.errors.length <= 1, `${twice}\n${file.errors.map((e) => e.message).join("\n")}`);
    }
  });
});

/** Tokens without which a list of layers is still one. */
const mayBeMissing =
  /^(?:\dx\d|conv|bn|relu|squeeze-excite|global-avg-pool|linear|out|stride|valid|no-bias|\.\.)$/;

function outline(file: SourceFile): string {
  return file.declarations
    .map((declaration) => {
      if (declaration.kind === "network") {
        const blocks = declaration.stages.map((stage) => stage.block?.kind ?? "nothing");
        return `network(${blocks.join(" ")})`;
      }
      const { kind } = declaration;
      if (kind !== "search" && kind !== "space") return kind;
      return `${kind}(${declaration.clauses.map((clause) => clause.kind).join(" ")})`;
    })
    .join(" ");
}
