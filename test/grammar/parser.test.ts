import { deepEqual, equal } from "node:assert/strict";
import { parse } from "../../grammar/parser";
import type { Declaration, NetworkDeclaration } from "../../grammar/syntax";
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
