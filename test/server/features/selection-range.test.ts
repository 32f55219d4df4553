import { deepEqual } from "node:assert/strict";
import { selectionRanges } from "../../../server/features/selection-range";
import { marked } from "../marked-text";

/** What is selected, step by step, from the cursor out. */
function steps(text: string): string[] {
  const { model, cursor } = marked(text);
  const selected: string[] = [];
  let range = selectionRanges(model, [cursor])[0];
  for (; range; range = range.parent) selected.push(model.document.getText(range.range));
  return selected;
}

describe("expanding the selection", () => {
  it("goes from a name over its term, sum, equation, body and stage to the file", () => {
    deepEqual(steps("network n { stage 1 { out = conv(i‸n + a) + a } } // end"), [
      "in",
      "in + a",
      "conv(in + a)",
      "conv(in + a) + a",
      "out = conv(in + a) + a",
      "{ out = conv(in + a) + a }",
      "stage 1 { out = conv(in + a) + a }",
      "network n { stage 1 { out = conv(in + a) + a } }",
      "network n { stage 1 { out = conv(in + a) + a } } // end",
    ]);
  });

  it("goes over the parts of a block expression", () => {
    deepEqual(steps("network n { stage 1: conv -> st1(‸conv) | bconv }").slice(0, 5), [
      "conv",
      "st1(conv)",
      "st1(conv) | bconv",
      "conv -> st1(conv) | bconv",
      "stage 1: conv -> st1(conv) | bconv",
    ]);
  });

  it("goes over the layers of a space", () => {
    deepEqual(steps("space s { op a { repeat 2 { conv 3x3 out 2‸c  bn } } }"), [
      "2c",
      "out 2c",
      "conv 3x3 out 2c",
      "{ conv 3x3 out 2c  bn }",
      "repeat 2 { conv 3x3 out 2c  bn }",
      "{ repeat 2 { conv 3x3 out 2c  bn } }",
      "op a { repeat 2 { conv 3x3 out 2c  bn } }",
      "space s { op a { repeat 2 { conv 3x3 out 2c  bn } } }",
    ]);
  });

  it("is the file where nothing else is", () => deepEqual(steps("‸ // x"), [" // x"]));
});
