import { deepEqual, equal, match, ok } from "node:assert/strict";
import fc from "fast-check";
import type { TextEdit } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { Benchmarks } from "../../../server/benchmarks";
import type { OfferedAction } from "../../../server/features/action-provider";
import { codeActionKinds, codeActions } from "../../../server/features/code-actions";
import { refactorings } from "../../../server/features/refactorings/refactorings";
import type { Model } from "../../../server/model/model";
import { embeddedBenchmarks } from "../embedded";
import { marked, modelOf, project } from "../marked-text";

describe("refactorings", () => {
  let benchmarks: Benchmarks;
  before(async () => {
    benchmarks = await embeddedBenchmarks();
  });

  /** What they offer at a place. */
  const offeredAt = (model: Model, offset: number): OfferedAction[] =>
    refactorings.flatMap(({ offer }) => [
      ...offer({ model, start: offset, end: offset, problems: model.problems, benchmarks }),
    ]);
  const textAfter = ({ document }: Model, action: OfferedAction): string => {
    const edits = (action.edit().documentChanges ?? []).flatMap((change) =>
      "edits" in change ? (change.edits as TextEdit[]) : [],
    );
    return TextDocument.applyEdits(document, edits);
  };
  const titlesAt = (text: string) => {
    const { model, cursor } = marked(text);
    return offeredAt(model, model.document.offsetAt(cursor)).map(({ title }) => title);
  };
  /** The text once the action with that title is chosen at the cursor. */
  const chosen = (text: string, title: string) => {
    const { model, cursor } = marked(text);
    const actions = offeredAt(model, model.document.offsetAt(cursor));
    const action = actions.find((action) => action.title === title);
    ok(action, `offered are only ${actions.map((each) => each.title).join(", ") || "none"}`);
    return textAfter(model, action);
  };

  it("are among the code actions, of kinds that editors have menus for", () => {
    for (const { kinds } of refactorings)
      for (const kind of kinds) ok(codeActionKinds.includes(kind) && kind.startsWith("refactor."));
    const { model, cursor } = marked(
      "network n { stage 1: con‸v -> conv stage 2: conv stage 3: conv }",
    );
    const range = { start: cursor, end: cursor };
    const asked = { diagnostics: [], only: ["refactor.extract"] };
    const [action, ...others] = codeActions(model, range, benchmarks, asked);
    equal(action?.title, "Extract stage 1 into block n-stage1");
    deepEqual(others, []);
  });

  describe("extract a stage's block", () => {
    it("from a body, with its comments, above the network and what is written about it", () => {
      equal(
        chosen(
          `// Not about the network.

// About it.
/// Student.
network kiosk {
  stage 1: conv
  stage 2: conv
  stage 3 {
    a = bconv(in) // narrow
    ‸out = a + mbconv(in + a)
  }
}
`,
          "Extract stage 3 into block kiosk-stage3",
        ),
        `// Not about the network.

block kiosk-stage3(op1, op2) {
  a = op1(in) // narrow
  out = a + op2(in + a)
}

// About it.
/// Student.
network kiosk {
  stage 1: conv
  stage 2: conv
  stage 3: kiosk-stage3(bconv, mbconv)
}
`,
      );
    });

    it("from an expression, each use with an operation of its own", () => {
      equal(
        chosen(
          "network n {\n  stage 1: conv ‸-> conv\n  stage 2: conv\n  stage 3: conv\n}\n",
          "Extract stage 1 into block n-stage1",
        ),
        `block n-stage1(op1, op2) {
  a = op1(in)
  out = op2(a)
}

network n {
  stage 1: n-stage1(conv, conv)
  stage 2: conv
  stage 3: conv
}
`,
      );
    });

    it("under a name that is free", () => {
      const text =
        "block n-stage1(a) { out = a(in) }\nnetwork n { stage 1: conv ‸| conv stage 2: conv stage 3: conv }\n";
      deepEqual(titlesAt(text), [
        "Extract stage 1 into block n-stage12",
        "Write stage 1 as a body",
      ]);
    });

    it("with parameters that no block is called like", () => {
      const op1 = "block op1(a) { out = a(in) }\n";
      const network = (stage1: string) =>
        `network n { stage 1${stage1} stage 2: conv stage 3: conv }\n`;
      const title = "Extract stage 1 into block n-stage1";
      equal(
        chosen(op1 + network(" { ‸a = conv(in) out = op1(conv)(a) }"), title),
        `${op1}block n-stage1(op2, op3) { a = op2(in) out = op1(op3)(a) }\n\n${network(": n-stage1(conv, conv)")}`,
      );
      equal(
        chosen(op1 + network(": conv ‸-> conv"), title),
        `${op1}block n-stage1(op2, op3) {\n  a = op2(in)\n  out = op3(a)\n}\n\n${network(": n-stage1(conv, conv)")}`,
      );
    });

    it("but no single operation, no hole, nothing that means nothing, nothing whose comment would go", () => {
      const network = (stage1: string) =>
        `network n {\n  stage 1: ${stage1}\n  stage 2: conv\n  stage 3: conv\n}\n`;
      for (const stage of ["co‸nv", "‸?", "conv -> cn‸v", "conv /* why */ -> co‸nv"])
        deepEqual(
          titlesAt(network(stage)).filter((title) => title.startsWith("Extract")),
          [],
          stage,
        );
    });
  });

  describe("inline a block", () => {
    const twin = `/// A pair.
block twin(a, b) {
  x = a(in) // first
  out = x + b(x + in)
}

`;
    const network = (stage1: string) => `network n {
  // The first one.
  stage 1${stage1}
  stage 2: conv
  stage 3: conv
}
`;

    it("that is a stage: its body as it stands", () => {
      equal(
        chosen(twin + network(": tw‸in(conv, mbconv)"), "Inline block twin"),
        twin +
          network(` {
    x = conv(in) // first
    out = x + mbconv(x + in)
  }`),
      );
    });

    it("in an expression, under names that are free", () => {
      const one = "block one(a) {\n  x = a(in)\n  out = x\n}\n";
      equal(
        chosen(one + network(": one(conv) -> o‸ne(mbconv)"), "Inline block one"),
        one +
          network(` {
    a = one(conv)(in)
    x = mbconv(a)
    out = x
  }`),
      );
    });

    it("in a body, above the equation with the call", () => {
      equal(
        chosen(
          twin +
            network(` {
    x = conv(in) // mine
    out = tw‸in(conv, mbconv)(in + x)
  }`),
          "Inline block twin",
        ),
        twin +
          network(` {
    x = conv(in) // mine
    a = in + x
    x2 = conv(a)
    out = x2 + mbconv(x2 + a)
  }`),
      );
    });

    it("built-in ones too", () => {
      equal(
        chosen(network(" { out = st‸4(conv, mbconv)(in) }"), "Inline block st4"),
        network(" { a = conv(in)\n  out = mbconv(a) + a }"),
      );
    });

    it("imported ones too", () => {
      const { model, cursor } = project(`
        // blocks.blox
        block pair(a, b) { out = b(a(in)) }
        // n.blox
        import "./blocks.blox"
        network n {
          stage 1: pai‸r(conv, mbconv)
        }`);
      const offset = model.document.offsetAt(cursor);
      const inlining = offeredAt(model, offset).find(({ title }) => title === "Inline block pair");
      ok(inlining);
      match(textAfter(model, inlining), /stage 1 \{ out = mbconv\(conv\(in\)\) \}/);
    });

    it("in another block", () => {
      const outer = (body: string) => `block outer(a) {\n  ${body}\n}\n`;
      equal(
        chosen(twin + outer("out = tw‸in(a, a)(in)"), "Inline block twin"),
        twin + outer("x = a(in)\n  out = x + a(x + in)"),
      );
      // There, `b` is a parameter.
      const fixed = "block fixed(a) { out = conv(a(in)) }\n";
      deepEqual(titlesAt(`${fixed}block other(conv) { out = fix‸ed(conv)(in) }\n`), []);
    });

    it("but none that is called wrongly or calls itself", () => {
      for (const stage of [": tw‸in(conv)", ": tw‸in(conv, cnv)"])
        deepEqual(titlesAt(twin + network(stage)), []);
      deepEqual(titlesAt("block b(a) { out = ‸b(a)(in) }\n"), []);
    });
  });

  describe("write a stage the other way", () => {
    const network = (stage1: string) =>
      `network n {\n  stage 1${stage1}\n  stage 2: conv\n  stage 3: conv\n}\n`;
    const body = " {\n    a = conv(in)\n    out = mbconv(a + in) + a\n  }";

    it("as a body", () => {
      equal(chosen(network(": st‸5(conv, mbconv)"), "Write stage 1 as a body"), network(body));
    });

    it("as a body with operations whose names are in quotes", () => {
      const space =
        'space s extends blox {\n  op "1x1" { conv 1x1 out o stride s }\n}\nnetwork n {\n  space s\n';
      equal(
        chosen(`${space}  stage 1: conv ‸-> "1x1"\n}\n`, "Write stage 1 as a body"),
        `${space}  stage 1 {\n    a = conv(in)\n    out = "1x1"(a)\n  }\n}\n`,
      );
    });

    it("as an expression", () => {
      equal(
        chosen(network(body.replace("a =", "‸a =")), "Write stage 1 as st5(conv, mbconv)"),
        network(": st5(conv, mbconv)"),
      );
    });

    it("but not where a comment would go", () => {
      deepEqual(
        titlesAt(network(body.replace("a =", "// why\n    ‸a ="))).filter((title) =>
          title.startsWith("Write"),
        ),
        [],
      );
    });
  });

  // Blocks of one and of two operations, declared and built in, applied in every way that is a block of the space.
  const operation = fc.constantFrom("conv", "mbconv", "bconv");
  const one = fc.oneof(
    operation.map((a) => ({ expression: a, apply: (input: string) => `${a}(${input})` })),
    fc.tuple(fc.constantFrom("single", "named", "st1"), operation).map(([name, a]) => ({
      expression: `${name}(${a})`,
      apply: (input: string) => `${name}(${a})(${input})`,
    })),
  );
  const two = fc
    .tuple(
      fc.constantFrom("twin", "nested", "row", "st2", "st3", "st4", "st5", "st6"),
      operation,
      operation,
    )
    .map(([name, a, b]) => ({
      expression: `${name}(${a}, ${b})`,
      apply: (input: string) => `${name}(${a}, ${b})(${input})`,
    }));
  const name = fc.constantFrom("a", "b", "x", "y", "op1", '"a b"');
  const stage = fc.oneof(
    one.map(({ expression }) => `: ${expression}`),
    two.map(({ expression }) => `: ${expression}`),
    fc.tuple(one, one).map(([a, b]) => `: ${a.expression} -> ${b.expression}`),
    fc.tuple(one, one).map(([a, b]) => `: (${a.expression}) | ${b.expression}`),
    two.map(({ apply }) => ` { out = ${apply("in")} }`),
    fc.tuple(one, one).map(([a, b]) => ` {\n    out = ${a.apply(b.apply("in"))} // nested\n  }`),
    fc
      .tuple(name, one, one, fc.constantFrom("", " + in"), fc.constantFrom("", " + NAME"))
      .map(([name, a, b, before, behind]) =>
        [
          " {",
          `    ${name} = ${a.apply("in")}`,
          `    out = ${b.apply(name + before)}${behind}`,
          "  }",
        ]
          .join("\n")
          .replace("NAME", name),
      ),
    fc
      .tuple(name, two)
      .map(([name, { apply }]) => ` {\n    ${name} = ${apply("in")}\n    out = ${name}\n  }`),
    fc
      .tuple(operation, one)
      .map(([a, b]) => ` {\n    dead = ${a}(in)\n    out = ${b.apply("in")}\n  }`),
  );
  const blocks = `// Blocks.
block single(a) { out = a(in) }
block named(b) {
  a = b(in) // named
  out = a
}
block twin(a, b) {
  x = a(in)
  out = x + b(x + in) /* a sum */
}
block nested(p, q) {
  x = single(p)(in)
  out = named(q)(x)
}
block row(p, q) {
  out = q(
    p(in)
  )
}
`;

  it("leave every network as it is, and every comment that is elsewhere", function () {
    this.timeout(60_000);
    let tried = 0;
    fc.assert(
      fc.property(fc.tuple(stage, stage, stage), fc.nat(), fc.nat(), (stages, place, choice) => {
        const lines = stages.map(
          (each, place) => `  // ${place + 1}\n  stage ${place + 1}${each}\n`,
        );
        const text = `${blocks}\n/// Random.\nnetwork n {\n${lines.join("")}}\n// End.\n`;
        const model = modelOf(text);
        const meaning = (of: Model) => of.networks.map(({ architecture }) => architecture);
        ok(meaning(model)[0], text);
        // Mostly in the network, but also in the blocks.
        const from = place % 4 === 0 ? 0 : blocks.length;
        const actions = offeredAt(model, from + (place % (text.length - from)));
        const action = actions[choice % Math.max(1, actions.length)];
        if (!action) return;
        tried += 1;
        const changed = textAfter(model, action);
        const now = modelOf(changed);
        deepEqual(now.file.errors, [], changed);
        deepEqual(meaning(now), meaning(model), `${action.title}\n${text}\n${changed}`);
        const errors = now.problems.filter(({ severity }) => severity === "error");
        deepEqual(errors, [], `${action.title}\n${changed}`);
        const comments = now.file.comments.map((comment) => comment.text);
        for (const comment of model.file.comments) ok(comments.includes(comment.text), changed);
      }),
      { numRuns: 800 },
    );
    ok(tried > 150, `only ${tried} were tried`);
  });
});
