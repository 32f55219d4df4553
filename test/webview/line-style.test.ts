import { deepEqual, equal, notEqual } from "node:assert/strict";
import { lineColorCount, lineStyle } from "../../webview/line-style";

describe("line styles", () => {
  const styles = Array.from({ length: 30 }, (_, place) => lineStyle(place));

  it("begin with a whole line in the first colour", () => {
    deepEqual(styles[0], { color: 0, dash: [] });
  });

  it("differ in thirty lines, in neighbours by colour and by dash", () => {
    equal(new Set(styles.map((style) => JSON.stringify(style))).size, styles.length);
    for (const [place, { color, dash }] of styles.entries()) {
      const next = styles[(place + 1) % styles.length];
      notEqual(color, next?.color);
      notEqual(`${dash}`, `${next?.dash}`);
    }
  });

  it("tell any two of the first five apart without colours", () => {
    equal(new Set(styles.slice(0, 5).map(({ dash }) => `${dash}`)).size, 5);
  });

  it("use every colour of a theme", () => {
    equal(new Set(styles.map(({ color }) => color)).size, lineColorCount);
  });
});
