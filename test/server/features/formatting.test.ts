import { deepEqual, equal, ok } from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import fc from "fast-check";
import type { FormattingOptions, TextEdit } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { isDatasetFile } from "../../../grammar/dataset-file";
import { parse } from "../../../grammar/parser";
import { print } from "../../../grammar/printer";
import { formatting, onTypeFormatting, rangeFormatting } from "../../../server/features/formatting";
import type { Model } from "../../../server/model/model";
import { examples } from "../../grammar/examples";
import { marked, modelOf } from "../marked-text";

const twoBlanks: FormattingOptions = { tabSize: 2, insertSpaces: true };
const apply = ({ document }: Model, edits: TextEdit[]) => TextDocument.applyEdits(document, edits);
const formatted = (text: string, options = twoBlanks) => {
  const model = modelOf(text);
  return apply(model, formatting(model, options));
};

describe("formatting", () => {
  it("indents by brackets and puts one blank around operators", () => {
    equal(
      formatted(`network   n{
space blox
      stage 1:conv->mbconv|bconv


   stage 2 :st3( conv ,mbconv )
stage 3{
a=bconv( in )
out=a+mbconv (in+a)
}
require 100M<=flops<=2.5e2   M
}`),
      `network n {
  space blox
  stage 1: conv -> mbconv | bconv

  stage 2: st3(conv, mbconv)
  stage 3 {
    a = bconv(in)
    out = a + mbconv(in + a)
  }
  require 100M <= flops <= 2.5e2 M
}
`,
    );
  });

  it("indents with the editor's tabs or blanks", () => {
    const text = "network n {\nstage 1 {\nout = conv(in)\n}\n}\n";
    equal(
      formatted(text, { tabSize: 4, insertSpaces: false }),
      "network n {\n\tstage 1 {\n\t\tout = conv(in)\n\t}\n}\n",
    );
    equal(
      formatted(text, { tabSize: 4, insertSpaces: true }),
      "network n {\n    stage 1 {\n        out = conv(in)\n    }\n}\n",
    );
  });

  it("keeps the lines as they are written, and indents one that goes on", () => {
    equal(
      formatted(`network n { stage 1: twin(conv,
mbconv)  stage 2: conv
-> mbconv
stage 3: ? in { conv,
st4(conv,_)
} }
`),
      `network n { stage 1: twin(conv,
    mbconv)  stage 2: conv
    -> mbconv
  stage 3: ? in { conv,
    st4(conv, _)
} }
`,
    );
  });

  it("keeps every comment, and moves it with its line", () => {
    equal(
      formatted(`/// Two   blanks stay.
network n {// here
      // why
/*
 * stars
   and others
 */
  stage 1: conv     /* aligned */
}
`),
      `/// Two   blanks stay.
network n { // here
  // why
  /*
   * stars
   and others
   */
  stage 1: conv     /* aligned */
}
`,
    );
  });

  it("puts the clauses of a space on a line each, and sets layers apart by two blanks", () => {
    equal(
      formatted(
        "space s extends blox{input 3 x 32 x 32 classes   10/* why */count   flops  as macs // so\n" +
          "op  conv{repeat 4{conv   3x3 out  2c bn    relu}} stages 3{block  of 1 .. 2  ops reduce{}}}",
      ),
      `space s extends blox {
  input 3 x 32 x 32
  classes 10 /* why */
  count flops as macs // so
  op conv { repeat 4 { conv 3x3 out 2c  bn  relu } }
  stages 3 { block of 1..2 ops  reduce {} }
}
`,
    );
  });

  it("leaves layers on the lines where they are written, and a space's one clause on its line", () => {
    equal(
      formatted(`space s { op a { repeat 2 {
conv 3x3 // first
  /* then */ bn relu
} } }
space t {
  stages 3 { reduce {
  sum{bn
relu}
{ conv 2x2 }{ bn }
{ conv 1x1 }
  sum
{ bn }
  { relu }
  } }
}
`),
      `space s { op a { repeat 2 {
      conv 3x3 // first
      /* then */ bn  relu
} } }
space t {
  stages 3 { reduce {
      sum { bn
        relu }
          { conv 2x2 } { bn }
          { conv 1x1 }
      sum
        { bn }
        { relu }
  } }
}
`,
    );
  });

  it("keeps the lines of a space with an error", () => {
    const text = "space s { input 3x32x32 classes }\n";
    equal(formatted(text), text);
  });

  it("breaks the lines of a space as the text breaks its own", () => {
    equal(
      formatted("space s {\r\n  classes 9 head {} }\r\n"),
      "space s {\r\n  classes 9\r\n  head {}\r\n}\r\n",
    );
  });

  it("takes blanks off the ends of lines, and ends the text with one line break", () => {
    equal(formatted('\n\nimport   "a"  \r\n// b \t\r\n\r\n\r\n'), 'import "a"\r\n// b\r\n');
    equal(formatted("network n {}"), "network n {}\n");
    equal(formatted("  \n\n"), "");
  });

  it("only re-spaces a text with errors, and finds its feet at the next declaration", () => {
    equal(
      formatted("network n {\nstage 1 { out=conv(in\nnetwork m { ; § }\n}\n/* open \n"),
      "network n {\n  stage 1 { out = conv(in\nnetwork m { ; § }\n}\n/* open \n",
    );
  });

  it("changes nothing that is right, and no more than is wrong", () => {
    const text = "network n {\n    stage 1: conv ->mbconv\n  stage 2: conv\n}\n";
    deepEqual(formatting(modelOf(text), twoBlanks), [
      { range: range(1, 2, 1, 4), newText: "" },
      { range: range(1, 20, 1, 20), newText: " " },
    ]);
    deepEqual(formatting(modelOf(formatted(text)), twoBlanks), []);
  });

  it("leaves alone what is not read: binary files, datasets, more than 1 MB", () => {
    const dataset = "---\nsearch_space:   x\n---\n  x";
    ok(isDatasetFile(dataset));
    for (const text of ["network   n\0{ }", dataset, "network   n ".repeat(100_000)]) {
      deepEqual(formatting(modelOf(text), twoBlanks), []);
    }
  });

  it("leaves what the printer writes as it is", () => {
    for (const text of Object.values(examples)) {
      const printed = print(parse(text));
      equal(formatted(printed), printed);
    }
  });

  it("leaves the examples and the built-in spaces as they are", () => {
    for (const place of ["examples", "data/spaces"]) {
      const folder = resolve(import.meta.dirname, "../../..", place);
      for (const file of readdirSync(folder)) {
        const text = readFileSync(resolve(folder, file), "utf8");
        equal(formatted(text), text);
      }
    }
  });

  it("formats only the selected lines", () => {
    const model = modelOf("network n {\nstage 1:conv\nstage 2:conv\nstage 3:conv\n}\n");
    equal(
      apply(model, rangeFormatting(model, range(2, 0, 3, 0), twoBlanks)),
      "network n {\nstage 1:conv\n  stage 2: conv\nstage 3:conv\n}\n",
    );
  });
});

describe("formatting while typing", () => {
  const typed = (character: string, text: string) => {
    const { model, cursor } = marked(text);
    return apply(model, onTypeFormatting(model, cursor, character, twoBlanks));
  };

  it("puts a closing brace where it belongs", () => {
    equal(
      typed("}", "network n {\n  stage 1 {\n    out=conv(in)\n    }‸\n"),
      "network n {\n  stage 1 {\n    out=conv(in)\n  }\n",
    );
  });

  it("lays out the line that was ended, and leaves the empty one to the cursor", () => {
    equal(
      typed("\n", "network n {\nstage 1:conv  \n  ‸\n\n\n}\n"),
      "network n {\n  stage 1: conv\n  \n\n\n}\n",
    );
  });

  it("indents the rest of a line that was broken", () => {
    equal(typed("\n", "network n {\n‸stage 1:conv\n}"), "network n {\n  stage 1: conv\n}");
  });
});

describe("formatting any text", () => {
  const words = [
    ..."network n block search space stage require import in out _ conv sha256 3 3.0 3x3 x M".split(
      " ",
    ),
    ..."op a conv stages head classes input of ops sum repeat stride chain first reduce".split(" "),
    ..."-> - > < = | ( ) { } <= + : , ? % .. . / @ § /// // /* */ * c/2 2c".split(" "),
    ...['"quoted"', '"open', "\n", "\r\n", "\r", " ", "   ", "\t", "\u00a0", "\u2028", "\n\n\n"],
  ];
  const noise = fc.array(fc.constantFrom(...words), { maxLength: 60 }).map((all) => all.join(""));
  const broken = fc
    .tuple(fc.constantFrom(...Object.values(examples)), fc.nat(), fc.nat(), noise)
    .map(([text, a, b, put]) => {
      const start = a % (text.length + 1);
      return text.slice(0, start) + put.slice(0, 8) + text.slice(start + (b % 5));
    });
  const texts = fc.oneof(noise, broken, fc.constantFrom(...Object.values(examples)));

  it("twice is formatting once, and touches nothing but blanks", () => {
    fc.assert(
      fc.property(texts, (text) => {
        const once = formatted(text);
        equal(once.replace(/\s/g, ""), text.replace(/\s/g, ""));
        equal(formatted(once), once);
      }),
      { numRuns: 500 },
    );
  });

  it("does not change what it means", () => {
    for (const text of Object.values(examples)) {
      const [before, after] = [parse(text), parse(formatted(text))];
      deepEqual(after.errors, []);
      equal(print(after), print(before));
    }
  });
});

function range(startLine: number, start: number, endLine: number, end: number) {
  return {
    start: { line: startLine, character: start },
    end: { line: endLine, character: end },
  };
}
