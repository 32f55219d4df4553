import { deepEqual, match } from "node:assert/strict";
import { completion } from "../../../server/features/completion";
import { marked } from "../marked-text";

const operations = ["conv", "mbconv", "bconv"];
const blocks = ["st1", "st2", "st3", "st4", "st5", "st6"];

describe("completion", () => {
  const cases: [where: string, text: string, expected: string[]][] = [
    ["in an empty file, a network", "‸", ["network", "block"]],
    ["behind a network, another", "network n { stage 1: conv }\n\n‸", ["network", "block"]],
    ["nothing where a name is invented", "network ‸", []],
    [
      "in a network, the space and the stages",
      "network n {\n  ‸\n}",
      ["stage 1", "stage 2", "stage 3", "space", "require"],
    ],
    [
      "only stages that are missing",
      "network n {\n  space blox\n  stage 1: conv\n  ‸\n}",
      ["stage 2", "stage 3", "require"],
    ],
    [
      "half a word changes nothing",
      "network n {\n  space blox\n  stage 1: conv\n  sta‸\n}",
      ["stage 2", "stage 3", "require"],
    ],
    ["after `space`, the spaces", "network n {\n  space ‸\n}", ["blox"]],
    [
      "after `stage`, the missing numbers",
      "network n {\n  stage 2: conv\n  stage ‸\n}",
      ["1", "3"],
    ],
    [
      "after a colon, operations and blocks",
      "network n {\n  stage 1: ‸\n}",
      [...operations, ...blocks, "?"],
    ],
    ["after an arrow", "network n {\n  stage 1: conv -> ‸\n}", [...operations, ...blocks]],
    ["after a bar", "network n {\n  stage 1: conv | mb‸\n}", [...operations, ...blocks]],
    ["in a block's parentheses, operations", "network n {\n  stage 1: st3(conv, ‸)\n}", operations],
    ["in a body, the result", "network n {\n  stage 1 {\n    ‸\n  }\n}", ["out"]],
    [
      "in a sum, what is defined above",
      "network n {\n  stage 1 {\n    a = conv(in)\n    b = conv(‸)\n    c = conv(b)\n    out = b\n  }\n}",
      ["in", "a", ...operations, ...blocks],
    ],
    [
      "after a plus",
      "network n {\n  stage 1 {\n    a = conv(in + ‸\n",
      ["in", ...operations, ...blocks],
    ],
    ["after a hole, a set", "network n {\n  stage 1: ? ‸\n}", ["in"]],
    ["in the set", "network n {\n  stage 1: ? in { conv, ‸ }\n}", [...operations, ...blocks, "?"]],
    [
      "after `require`, metrics",
      "network n {\n  require ‸\n}",
      ["accuracy", "params", "flops", "latency"],
    ],
    ["after a metric, comparisons", "network n {\n  require params ‸\n}", ["<=", ">="]],
    [
      "declared blocks beside the built-in ones",
      `block twin(a) { out = a(in) }\nnetwork n {\n  stage 1: ‸\n}`,
      [...operations, "twin", ...blocks, "?"],
    ],
    [
      "operations for a declared block",
      "block twin(a) { }\nnetwork n { stage 1: twin(‸) }",
      operations,
    ],
    [
      "in a block's body, its parameters",
      "block twin(a) { out = ‸ }",
      ["in", "a", ...operations, "twin", ...blocks],
    ],
    ["nothing where parameters are invented", "block twin(‸", []],
    ["nothing in a comment", "network n {\n  // stage ‸\n}", []],
    ["nothing in documentation", "/// network ‸", []],
  ];
  for (const [where, text, expected] of cases) {
    it(where, () => {
      const { model, cursor } = marked(text);
      deepEqual(
        completion(model, cursor).map(({ label }) => label),
        expected,
      );
    });
  }

  it("says what an operation does and what a block does with its operations", () => {
    const { model, cursor } = marked("network n {\n  stage 1: ‸\n}");
    const shown = JSON.stringify(completion(model, cursor));
    match(shown, /Four 3×3 convolutions/);
    match(shown, /out = op2\(a \+ in\) \+ a/);
  });
});
