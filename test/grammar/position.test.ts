import { deepEqual } from "node:assert/strict";
import { parse } from "../../grammar/parser";
import { nodePathAt } from "../../grammar/position";

/** The kinds of the nodes around the cursor `<|>`, from the file down. */
function kindsAt(marked: string): string {
  const offset = marked.indexOf("<|>");
  const file = parse(marked.replace("<|>", ""));
  return nodePathAt(file, offset)
    .map((node) => node.kind)
    .join(" ");
}

describe("nodes at a position", () => {
  const cases: Readonly<Record<string, string>> = {
    "network <|>n { stage 1: conv }": "file network name",
    "network n { stage 1: conv -> mb<|>conv }": "file network stage chain operation name",
    "network n { stage 1: conv<|> }": "file network stage operation name",
    "network n { stage 1: st3(conv, mbconv<|>) }": "file network stage call name",
    "network n { stage 1: ? in { conv, _<|> } }": "file network stage hole operation name",
    "network n { stage 1 { out = conv(i<|>n) } }":
      "file network stage body equation sum application sum reference name",
    "network n { require params <= 3 M<|> }": "file network requirement condition quantity name",
    "network n { <|> }": "file network",
    "network n { stage 1: conv -> <|>\n }": "file network",
    "<|>": "file",
    "search s { algorithm random { population 5<|> } }": "file search algorithm setting number",
    "space s { op a { repeat 2 { conv 3x3 out 2<|>c } } }":
      "file space op layers group layers layer attribute channels",
    "space s { stages 3 { block of 1..2<|> ops } }": "file space stages block-of number",
    "space s { op a { <|> } }": "file space op layers",
  };
  for (const [marked, kinds] of Object.entries(cases)) {
    it(marked || "an empty file", () => deepEqual(kindsAt(marked), kinds));
  }
});
