import { deepEqual } from "node:assert/strict";
import { semanticTokens, semanticTokensLegend } from "../../../server/features/semantic-tokens";
import { modelOf } from "../marked-text";

/** Each token as `text type`, with a `!` where it is a declaration. */
function tokensOf(text: string): string[] {
  const { data } = semanticTokens(modelOf(text));
  const lines = text.split("\n");
  const tokens: string[] = [];
  let [line, character] = [0, 0];
  for (let at = 0; at < data.length; at += 5) {
    const [down = 0, right = 0, length = 0, type = 0, modifiers] = data.slice(at);
    line += down;
    character = down > 0 ? right : character + right;
    const word = lines[line]?.slice(character, character + length);
    tokens.push(`${word} ${semanticTokensLegend.tokenTypes[type]}${modifiers ? "!" : ""}`);
  }
  return tokens;
}

describe("semantic tokens", () => {
  it("tell networks, spaces, operations and blocks apart", () => {
    deepEqual(
      tokensOf(`space mine extends blox {}
network "door cam" {
  space mine
  stage 1: conv -> st3(conv, _)
}
search s { from "door cam" }`),
      [
        "mine namespace!",
        "blox namespace",
        '"door cam" class!',
        "mine namespace",
        "conv method",
        "st3 function",
        "conv method",
        "s event!",
        '"door cam" class',
      ],
    );
  });

  it("tell the parameters and the nodes of a block from operations", () => {
    deepEqual(tokensOf("block b(op) {\n  x = op(conv(in))\n  out = x + b(op)(x)\n}"), [
      "b function!",
      "op parameter!",
      "x variable!",
      "op parameter",
      "conv method",
      "x variable",
      "b function",
      "op parameter",
      "x variable",
    ]);
  });

  it("show the operations that a space declares, and take no layer for one", () => {
    deepEqual(tokensOf("space s { op conv { conv 3x3 out c }  stem { conv }  op {} }"), [
      "s namespace!",
      "conv method!",
    ]);
  });
});
