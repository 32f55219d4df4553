import assert from "node:assert/strict";
import fc from "fast-check";
import { bloxSpace } from "../../../data/built-in-spaces";
import * as real from "../../../server/suggestions/axes";
import { pairCount, twoReplacements } from "../../../server/suggestions/two-replacements";
import { aimOf, axesOf, plainly, smallGrounds } from "./small-ground";

describe("replacements of two blocks", () => {
  it("are 5,808 in blox", () => {
    assert.equal(pairCount(real.axesOf(bloxSpace)), 3 * 44 ** 2);
  });

  it("are the best of all networks that differ twice and break nothing more", () => {
    fc.assert(
      fc.property(smallGrounds, fc.integer({ min: 1, max: 5 }), (ground, count) => {
        const { all, differences, keeps, order } = plainly(ground);
        const { from } = ground;
        const pairs = all.filter((index) => differences(from, index) === 2);
        const keeping = pairs.filter((index) => keeps(from, index));
        assert.equal(pairCount(axesOf(ground)), pairs.length);
        assert.deepEqual(twoReplacements(axesOf(ground), aimOf(ground), from, count), {
          keeping: keeping.length,
          best: keeping.sort(order).slice(0, count),
        });
      }),
    );
  });
});
