import assert from "node:assert/strict";
import { bloxSpace, builtInSpaces, builtInSpaceText } from "../../../data/built-in-spaces";
import { spaceIdentity } from "../../../data/library/space-identity";
import type { Space } from "../../../data/space";
import { readSpace } from "../../../data/space-reader";
import { parse } from "../../../grammar/parser";

describe("identity of a space", () => {
  const text = builtInSpaceText("blox") ?? assert.fail("a built-in space is missing");

  it("is the same for the same definition", () => {
    const undocumented = spaceOf(text.replace(/\/\/\/.*/g, ""));
    assert.notEqual(undocumented, bloxSpace);
    assert.deepEqual(spaceIdentity(undocumented), spaceIdentity(bloxSpace));
  });

  // Benchmarks that users have imported say these: a change would part them from their space.
  it("stays what it was", () => {
    assert.deepEqual(
      builtInSpaces.map((space) => spaceIdentity(space)),
      [
        {
          name: "blox",
          fingerprint: "sha256:c679b9ad780c9c071675cfc01c6c3c98b5318d2544fa7b3a238addad06805a7a",
        },
        {
          name: "blox-digits",
          fingerprint: "sha256:938f11af3f5981726b0bc114a3897a172a77932f2529d1c6394f972bf915ff7e",
        },
        {
          name: "nas-bench-macro",
          fingerprint: "sha256:f3319d4101fb76625dc6a975fcfe1a44a38d21f10f294d6a91cd405a995fb1f8",
        },
      ],
    );
  });

  const changes: Record<string, [RegExp, string]> = {
    "a layer of an operation": [/conv 3x3/, "conv 5x5"],
    "the name of an operation": [/\bmbconv\b/g, "mbc"],
    "the number of classes": [/classes 100/, "classes 10"],
    "the data set": [/dataset "CIFAR-100"/, 'dataset "CIFAR-10"'],
    "what is counted as a FLOP": [/count flops as \w+/, "count flops as macs"],
  };
  for (const [what, [old, changed]] of Object.entries(changes)) {
    it(`changes with ${what}`, () => {
      const other = text.replace(old, changed);
      assert.notEqual(other, text);
      const identity = spaceIdentity(spaceOf(other));
      assert.equal(identity.name, "blox");
      assert.notEqual(identity.fingerprint, spaceIdentity(bloxSpace).fingerprint);
    });
  }

  function spaceOf(source: string): Space {
    const [declaration] = parse(source).declarations;
    assert.equal(declaration?.kind, "space");
    const space = readSpace(declaration, undefined, []);
    return space ?? assert.fail("the space cannot be read");
  }
});
