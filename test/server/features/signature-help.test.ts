import { equal, match } from "node:assert/strict";
import { signatureHelp } from "../../../server/features/signature-help";
import { marked } from "../marked-text";

/** The signature shown, with the parameter in `[ ]` that the cursor is at. */
function shown(text: string): string | undefined {
  const { model, cursor } = marked(text);
  const help = signatureHelp(model, cursor);
  const signature = help?.signatures[0];
  if (!signature) return undefined;
  const range = signature.parameters?.[help?.activeParameter ?? -1]?.label;
  if (!Array.isArray(range)) return signature.label;
  const [start, end] = range;
  const { label } = signature;
  return `${label.slice(0, start)}[${label.slice(start, end)}]${label.slice(end)}`;
}

describe("signature help", () => {
  const twin = "block twin(first, second) { out = second(first(in)) } ";
  const cases: Readonly<Record<string, readonly [string, string | undefined]>> = {
    "of a built-in block": ["network n { stage 1: st4(‸) }", "st4([op1], op2)"],
    "behind a comma": ["network n { stage 1: st4(conv, ‸", "st4(op1, [op2])"],
    "of a declared block": [`${twin}network n { stage 1: twin(conv,‸) }`, "twin(first, [second])"],
    "of a block applied in a body": [
      `${twin}network n { stage 1 { out = twin(‸, conv)(in) } }`,
      "twin([first], second)",
    ],
    "with an operation too many": ["network n { stage 1: st1(conv, ‸) }", "st1(op1)"],
    "before the list there is none": ["network n { stage 1: ‸st4(conv) }", undefined],
    "behind the list there is none": ["network n { stage 1: st4(conv)‸ }", undefined],
    "what a block is applied to has none": [
      "network n { stage 1 { out = st4(conv, conv)(‸in) } }",
      undefined,
    ],
    "an operation has none": ["network n { stage 1 { out = conv(‸in) } }", undefined],
    "a declaration has none": ["block st1(‸) { }", undefined],
    "a list left open does not reach into the next stage": [
      "network n { stage 1: st4(conv, \n stage 2: ‸ }",
      undefined,
    ],
  };
  for (const [name, [text, expected]] of Object.entries(cases)) {
    it(name, () => equal(shown(text), expected));
  }

  it("shows the documentation and the body of a block", () => {
    const { model, cursor } = marked(`/// Two in a row.\n${twin}network n { stage 1: twin(‸) }`);
    const documentation = signatureHelp(model, cursor)?.signatures[0]?.documentation;
    match(JSON.stringify(documentation), /Two in a row\..*```blox.*out = second\(first\(in\)\)/);
  });

  it("knows no block that is not declared", () => {
    const { model, cursor } = marked("network n { stage 1: twin(‸) }");
    equal(signatureHelp(model, cursor), undefined);
  });
});
