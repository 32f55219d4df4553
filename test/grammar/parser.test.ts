import { deepEqual, equal } from "node:assert/strict";
import { parse } from "../../grammar/parser";
import type {
  Declaration,
  LayerList,
  NetworkDeclaration,
  SpaceBodyClause,
} from "../../grammar/syntax";
import { examples } from "./examples";

describe("parser", () => {
  for (const [name, text] of Object.entries(examples)) {
    it(`reads ${name}`, () => deepEqual(parse(text).errors, []));
  }

  it("binds | tighter than ->, and keeps parentheses as nodes", () => {
    equal(shape("conv -> mbconv | bconv"), "chain(conv,parallel(mbconv,bconv))");
    equal(shape("(conv -> mbconv) | bconv"), "parallel(chain(conv,mbconv),bconv)");
    equal(shape("conv -> (mbconv -> bconv)"), "chain(conv,chain(mbconv,bconv))");
  });

  it("reads holes, restricted and not", () => {
    equal(shape("?"), "hole()");
    equal(shape("? in { conv, st4(conv, _) }"), "hole(conv,st4[conv,_])");
  });

  it("tells an operation applied to a sum from a block applied to one", () => {
    const [equation] = body("out = conv(in + a) + st4(conv, _)(b) + fixed()(in) + twin(conv)(in)");
    deepEqual(
      equation?.value?.terms.map((term) =>
        term.kind === "application" ? term.arguments?.map((name) => name.text) : undefined,
      ),
      [undefined, ["conv", "_"], [], ["conv"]],
    );
  });

  it("takes a hyphen into a name, an arrow not", () => {
    equal(shape("nas-bench->squeeze-excite"), "chain(nas-bench,squeeze-excite)");
  });

  it("takes quoted names as they are, and never as keywords", () => {
    const { stages } = network('network "my net" { stage 1: "in" -> "stage" }');
    equal(stages[0]?.block?.kind, "chain");
    deepEqual(network('network "my net" {}').name, {
      kind: "name",
      range: { start: 8, end: 16 },
      text: "my net",
      quoted: true,
    });
  });

  it("attaches the documentation above a declaration, and lists the other comments", () => {
    const file = parse("// a\n/// One.\n///\n/// **Two**\nnetwork n { /* b */ }\n/// stray");
    equal(declared(file.declarations, "network").documentation, "One.\n\n**Two**");
    deepEqual(
      file.comments.map((comment) => comment.text),
      ["// a", "/* b */", "/// stray"],
    );
  });

  it("reads a bound with the metric on the left, whichever way it is written", () => {
    const { requirements } = network(
      "network n { require 3 M >= params require 1ms < latency(gpu) <= 3.5 ms }",
    );
    deepEqual(
      requirements.map(({ condition }) =>
        condition?.bounds.map(({ comparison, limit }) => [
          comparison,
          limit.value,
          limit.unit?.text,
        ]),
      ),
      [
        [["<=", 3, "M"]],
        [
          [">", 1, "ms"],
          ["<=", 3.5, "ms"],
        ],
      ],
    );
  });

  it("keeps an unknown unit for the model to complain about", () => {
    const { requirements } = network("network n { require params <= 3 Mb }");
    equal(requirements[0]?.condition?.bounds[0]?.limit.unit?.text, "Mb");
  });

  it("reads every clause of a search", () => {
    const search = declared(parse(examples.search ?? "").declarations, "search");
    deepEqual(
      search.clauses.map((clause) => clause.kind),
      [
        ...["from", "maximize", "minimize", "subject-to", "algorithm"],
        ...["budget", "seed", "observe", "lock"],
      ],
    );
    const algorithm = search.clauses.find((clause) => clause.kind === "algorithm");
    deepEqual(
      algorithm?.settings.map(({ name, value }) => [
        name.text,
        value?.kind === "number" ? value.value : value?.text,
      ]),
      [
        ["population", 50],
        ["sample", 10],
        ["start", "best"],
      ],
    );
  });

  it("ends a search's clause at the next one, on the same line too", () => {
    const text = "search s { space blox maximize accuracy budget 300 seed 4 observe mean }";
    const search = declared(parse(text).declarations, "search");
    equal(
      search.clauses.map((clause) => text.slice(clause.range.start, clause.range.end)).length,
      5,
    );
    const budget = search.clauses.find((clause) => clause.kind === "budget");
    equal(budget?.quantity?.unit, undefined);
  });

  it("keeps the base of a space", () => {
    const space = declared(parse("space wide extends blox { op a { bn } }").declarations, "space");
    equal(space.base?.text, "blox");
  });

  it("reads the clauses of a space in their order", () => {
    const clauses = spaceClauses(
      `input 3 x 32x16 classes 100 dataset "CIFAR-100" count flops as macs
       op a { bn } stem {} stages 3 {} stage 2 {} head { linear out classes }`,
    );
    deepEqual(
      clauses.map(({ kind }) => kind),
      [
        ...["input", "classes", "dataset", "count"],
        ...["op", "stem", "stages", "stage-definition", "head"],
      ],
    );
    const [input, classes, dataset, count] = clauses;
    deepEqual(input?.kind === "input" && input.size?.sizes, [3, 32, 16]);
    equal(classes?.kind === "classes" && classes.count?.value, 100);
    equal(dataset?.kind === "dataset" && dataset.name?.text, "CIFAR-100");
    equal(count?.kind === "count" && count.convention?.text, "macs");
  });

  it("keeps the documentation of an operation", () => {
    const [first, second] = spaceClauses("/// One,\n/// two.\nop a { bn }\nop b { bn }");
    equal(first?.kind === "op" && first.documentation, "One,\ntwo.");
    equal(second?.kind === "op" && "documentation" in second, false);
  });

  it("reads layers one after another, each with its attributes", () => {
    equal(
      layersOf("conv 3x3 out 2c stride 2 valid no-bias bn linear out classes dwconv stride s"),
      "conv[3x3](out=2c stride=2 valid no-bias) bn linear(out=classes) dwconv(stride=s)",
    );
    equal(layersOf("conv out 32 out c/2 out o out c"), "conv(out=32 out=c/2 out=o out=c)");
  });

  it("begins a layer at any other word, known or not", () => {
    equal(layersOf("konv 3x3 first head sum2 c"), "konv[3x3] first head sum2 c");
    equal(layersOf("conv out cc\nc bn"), "conv(out=cc) c bn");
  });

  it("reads groups of layers, also unknown ones", () => {
    equal(
      layersOf("repeat 4 { residual { bn } reshape {} } sum { bn } { relu conv } twice 2 { bn }"),
      "repeat 4 {residual {bn} reshape {}} sum {bn} {relu conv} twice 2 {bn}",
    );
  });

  it("knows multiples and parts of the channels by their factor", () => {
    const [clause] = spaceClauses("op a { conv out 3c out c/4 }");
    const [layer] = clause?.kind === "op" ? (clause.layers?.layers ?? []) : [];
    const values = layer?.kind === "layer" ? layer.attributes.map(({ value }) => value) : [];
    deepEqual(
      values.map((value) => value?.kind === "channels" && [value.factor, value.text]),
      [
        [3, "3c"],
        [0.25, "c/4"],
      ],
    );
  });

  it("reads what a stage of a space is", () => {
    const [alike, own] = spaceClauses(
      "stages 3 { block of 1..2 ops reduce { bn } } stage 2 { chain of 3 ops first out 2c stride 2 }",
    );
    if (alike?.kind !== "stages" || own?.kind !== "stage-definition") throw new Error("no stages");
    equal(alike.number?.value, 3);
    const [block, reduce] = alike.clauses;
    deepEqual(block?.kind === "block-of" && [block.fewest?.value, block.most?.value], [1, 2]);
    equal(reduce?.kind === "reduce" && reduce.layers?.layers.length, 1);
    const [chain, first] = own.clauses;
    equal(chain?.kind === "chain-of" && chain.length?.value, 3);
    deepEqual(first?.kind === "first" && first.attributes.map(({ name }) => name.text), [
      "out",
      "stride",
    ]);
    const [exact] = spaceClauses("stages 3 { block of 2 ops }");
    const [only] = exact?.kind === "stages" ? exact.clauses : [];
    equal(only?.kind === "block-of" && only.fewest?.value === 2 && !("most" in only), true);
  });

  it("gives the parts of a space the range of their text", () => {
    const text = "space s { op a { repeat 2 { conv 3x3 out 2c  bn } } stage 1 { chain of 2 ops } }";
    const { clauses, body } = declared(parse(text).declarations, "space");
    const textOf = (range: { start: number; end: number } | undefined) =>
      range && text.slice(range.start, range.end);
    const [op, stage] = clauses;
    if (op?.kind !== "op" || stage?.kind !== "stage-definition") throw new Error("no clauses");
    const [group] = op.layers?.layers ?? [];
    const [conv] = group?.kind === "group" ? (group.bodies[0]?.layers ?? []) : [];
    deepEqual(
      [body, op.range, op.layers?.range, group?.range, conv?.range, stage.heading].map(textOf),
      [
        text.slice("space s ".length),
        "op a { repeat 2 { conv 3x3 out 2c  bn } }",
        "{ repeat 2 { conv 3x3 out 2c  bn } }",
        "repeat 2 { conv 3x3 out 2c  bn }",
        "conv 3x3 out 2c",
        "stage 1",
      ],
    );
    equal(conv?.kind === "layer" && textOf(conv.attributes[0]?.range), "out 2c");
  });

  it("gives every node the range of its text", () => {
    const text = "network n { stage 1: (conv | ?) -> st3(conv, mbconv)  require params <= 3 M }";
    const { stages, requirements, body } = network(text);
    const at = (range?: { start: number; end: number }) =>
      range && text.slice(range.start, range.end);
    equal(at(body), text.slice("network n ".length));
    equal(at(stages[0]?.range), "stage 1: (conv | ?) -> st3(conv, mbconv)");
    equal(at(stages[0]?.heading), "stage 1");
    equal(at(stages[0]?.block?.range), "(conv | ?) -> st3(conv, mbconv)");
    equal(at(requirements[0]?.condition?.bounds[0]?.limit.range), "3 M");
  });
});

function network(text: string): NetworkDeclaration {
  return declared(parse(text).declarations, "network");
}

function declared<K extends Declaration["kind"]>(
  declarations: readonly Declaration[],
  kind: K,
): Extract<Declaration, { kind: K }> {
  for (const declaration of declarations) {
    if (declaration.kind === kind) return declaration as Extract<Declaration, { kind: K }>;
  }
  throw new Error(`there is no ${kind}`);
}

function body(equations: string) {
  const block = network(`network n { stage 1 { ${equations} } }`).stages[0]?.block;
  return block?.kind === "body" ? block.equations : [];
}

/** The tree of a block expression in one line. */
function shape(expression: string): string {
  type Block = NetworkDeclaration["stages"][number]["block"];
  const show = (block: Block): string => {
    switch (block?.kind) {
      case "operation":
        return block.name.text;
      case "call":
        return `${block.name.text}[${block.arguments.map((name) => name.text)}]`;
      case "hole":
        return `hole(${(block.choices ?? []).map(show)})`;
      case "chain":
      case "parallel":
        return `${block.kind}(${block.parts.map(show)})`;
      default:
        return String(block?.kind);
    }
  };
  return show(network(`network n { stage 1: ${expression} }`).stages[0]?.block);
}

function spaceClauses(body: string): readonly SpaceBodyClause[] {
  const file = parse(`space s {\n${body}\n}`);
  deepEqual(file.errors, [], body);
  return declared(file.declarations, "space").clauses;
}

/** The layers of an operation, written so that it shows what belongs to what. */
function layersOf(text: string): string {
  const [clause] = spaceClauses(`op a { ${text} }`);
  return shown(clause?.kind === "op" ? clause.layers : undefined);
}

function shown(list: LayerList | undefined): string {
  const parts = list?.layers.map((layer) => {
    if (layer.kind === "group") {
      const bodies = layer.bodies.map((body) => `{${shown(body)}}`);
      return [layer.name.text, layer.times?.value, ...bodies]
        .filter((part) => part !== undefined)
        .join(" ");
    }
    const attributes = layer.attributes.map(({ name, value }) => {
      if (!value) return name.text;
      return `${name.text}=${value.kind === "number" ? value.value : value.text}`;
    });
    const kernel = layer.kernel ? `[${layer.kernel.sizes.join("x")}]` : "";
    return layer.name.text + kernel + (attributes.length > 0 ? `(${attributes.join(" ")})` : "");
  });
  return (parts ?? []).join(" ");
}
