import assert from "node:assert/strict";
import fc from "fast-check";
import { architectureAt, indexOf, networkCount, networkText } from "../../data/architecture";
import { bloxSpace } from "../../data/built-in-spaces";

describe("architectures of blox", () => {
  it("are 91,125", () => assert.equal(networkCount(bloxSpace), 91_125));

  it("are indexed by i₁ + 45·i₂ + 2025·i₃", () => {
    assert.equal(indexOf(bloxSpace, [7, 3, 40]), 7 + 45 * 3 + 2025 * 40);
    fc.assert(
      fc.property(fc.nat(91_124), (index) => {
        assert.equal(indexOf(bloxSpace, architectureAt(bloxSpace, index)), index);
      }),
    );
  });

  it("end at the last index", () => {
    assert.throws(() => architectureAt(bloxSpace, 91_125), /0 to 91124: 91125/);
    assert.throws(() => architectureAt(bloxSpace, 0.5), RangeError);
  });

  it("are written in the language", () => {
    assert.equal(
      networkText(bloxSpace, [9, 3, 31], "kiosk"),
      [
        "network kiosk {",
        "  space blox",
        "",
        "  stage 1: conv",
        "  stage 2: conv -> mbconv",
        "  stage 3: conv | mbconv",
        "}",
        "",
      ].join("\n"),
    );
    for (const name of ["my net", "network", "a->b"])
      assert.ok(networkText(bloxSpace, [0, 0, 0], name).startsWith(`network "${name}" {`));
  });
});
