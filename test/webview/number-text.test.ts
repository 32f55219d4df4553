import assert from "node:assert/strict";
import { durationText, tickTexts, valueText } from "../../webview/number-text";

describe("numbers in the views", () => {
  const cases: readonly [string, string][] = [
    [valueText(151_345_678, "FLOPs"), "151.3 M"],
    [valueText(74.3128, "%"), "74.31 %"],
    [valueText(2.1049, "ms"), "2.105 ms"],
    [durationText(17.4), "17 ms"],
    [durationText(412), "0.4 s"],
    [durationText(65_300), "1 min 5 s"],
    [tickTexts([73.5, 73.75, 74]).join(" | "), "73.50 | 73.75 | 74.00"],
    [tickTexts([1.5e8, 2e8, 2.5e8]).join(" | "), "150 M | 200 M | 250 M"],
    [tickTexts([1.5e6, 2e6, 2.5e6]).join(" | "), "1.5 M | 2.0 M | 2.5 M"],
  ];
  for (const [text, expected] of cases) it(expected, () => assert.equal(text, expected));
});
