import assert from "node:assert/strict";
import fc from "fast-check";
import { virtualRange } from "../../webview/virtual-range";

describe("the rows of a long table that are in the page", () => {
  const scrolled = fc.record({
    offset: fc.double({ min: -500, max: 300_000, noNaN: true }),
    height: fc.double({ min: 0, max: 2000, noNaN: true }),
    rowHeight: fc.integer({ min: 10, max: 40 }),
    count: fc.integer({ min: 0, max: 10_000 }),
  });

  it("are all that are seen", () => {
    fc.assert(
      fc.property(scrolled, fc.double({ min: 0, max: 1, noNaN: true }), (list, place) => {
        const { first, end } = virtualRange(list);
        const row = Math.floor((list.offset + place * list.height) / list.rowHeight);
        if (row >= 0 && row < list.count) assert.ok(first <= row && row < end);
      }),
    );
  });

  it("are rows that there are, and few others", () => {
    fc.assert(
      fc.property(scrolled, (list) => {
        const { first, end } = virtualRange(list);
        assert.ok(0 <= first && first <= end && end <= list.count);
        assert.ok(end - first <= list.height / list.rowHeight + 2 + 2 * 12);
      }),
    );
  });
});
