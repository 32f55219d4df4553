import assert from "node:assert/strict";
import { architectureAt, indexOf } from "../../data/architecture";
import { parseVector, VectorError, vectorOf } from "../../data/architecture-vector";
import { blocksOf } from "../../data/blocks";
import { bloxSpace } from "../../data/built-in-spaces";
import { referenceSpace, referenceVectors } from "./reference";

function firstBlock(stage: string): string | undefined {
  const rest = "[[0],[0,1,0,0]]";
  const [block = -1] = parseVector(bloxSpace, `[${stage}, ${rest}, ${rest}]`);
  return blocksOf(bloxSpace, 0)[block]?.expression;
}

function failure(text: string): string {
  try {
    parseVector(bloxSpace, text);
  } catch (error) {
    if (error instanceof VectorError) return error.message;
  }
  return assert.fail(`${text} is no error`);
}

describe("architecture vectors", () => {
  it("mean a block a stage", () => {
    assert.equal(firstBlock("[[0],[1,1,0,0]]"), "conv -> mbconv");
    assert.equal(firstBlock("[[2],[1,1,1,0]]"), "st3(bconv, mbconv)");
    assert.equal(firstBlock("[[2],[1,1,0,1]]"), "st4(bconv, mbconv)");
    assert.equal(firstBlock("[[2],[1,1,1,1]]"), "st5(bconv, mbconv)");
  });

  it("leave one node alone where the other is dead", () => {
    assert.equal(firstBlock("[[2],[1,0,0,1]]"), "bconv");
    assert.equal(firstBlock("[[2],[1,0,1,0]]"), "mbconv");
  });

  it("mean the same with the two nodes of ST6 swapped", () => {
    assert.equal(firstBlock("[[2],[1,0,1,1]]"), "mbconv | bconv");
    assert.equal(firstBlock("[[1],[2,0,1,1]]"), "mbconv | bconv");
  });

  it("say what is wrong with them", () => {
    const stage = "[[0],[0,1,0,0]]";
    assert.equal(
      failure(`[${stage},[[0],[0,0,0,0]],${stage}]`),
      "stage 2's second node reads nothing: this is no network",
    );
    assert.match(failure("conv"), /expected an architecture vector such as \[\[\[0\]/);
    assert.match(failure("{}"), /this is not a list/);
    assert.match(failure(`[${stage}]`), /3 stages; this has 1/);
    assert.match(failure(`[${stage},${stage},[[0],[3,1,0,0]]]`), /stage 3: .* from 0 to 2/);
    assert.match(failure(`[${stage},${stage},[[0],[0,2,0,0]]]`), /stage 3: expected 0 or 1/);
    assert.match(failure(`[[0],${stage},${stage}]`), /stage 1: expected \[\[op\],/);
  });

  it("survive being written and read", () => {
    for (let index = 0; index < 91_125; index += 991)
      assert.equal(
        indexOf(bloxSpace, parseVector(bloxSpace, vectorOf(bloxSpace, at(index)))),
        index,
      );
  });

  it("are the reference's for all networks", function () {
    const reference = referenceSpace();
    if (!reference) return this.skip();
    for (const [index, { vector }] of reference.entries())
      if (vectorOf(bloxSpace, at(index)) !== vector) assert.fail(`network ${index}: ${vector}`);
  });

  it("name the reference's network in 600 redundant ways", function () {
    const [reference, vectors] = [referenceSpace(), referenceVectors()];
    if (!reference || !vectors) return this.skip();
    assert.equal(vectors.length, 600);
    for (const { vector, hash } of vectors) {
      if (hash === "") assert.match(failure(vector), /reads nothing: this is no network/);
      else {
        const index = indexOf(bloxSpace, parseVector(bloxSpace, vector));
        assert.equal(reference[index]?.hash, hash, vector);
      }
    }
  });
});

function at(index: number) {
  return architectureAt(bloxSpace, index);
}
