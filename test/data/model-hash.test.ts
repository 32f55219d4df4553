import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { architectureAt } from "../../data/architecture";
import { blocksOf } from "../../data/blocks";
import { bloxSpace } from "../../data/built-in-spaces";
import { modelHash, modelHashes } from "../../data/model-hash";
import { referenceSpace } from "./reference";

describe("model hash", () => {
  it("is that of the network's graph, written out by hand", () => {
    // conv, then st5(mbconv, bconv), then conv | mbconv.
    const labels = [-1, 0, 3, 5, 6, 7, 8, 9, 11, -2];
    const edges = [
      [0, 1],
      [1, 2],
      [2, 3],
      [2, 4],
      [3, 4],
      [3, 5],
      [4, 5],
      [5, 6],
      [5, 7],
      [6, 8],
      [7, 8],
      [8, 9],
    ] as const;
    const architecture = ["conv", "st5(mbconv, bconv)", "conv | mbconv"].map((wanted) =>
      blocksOf(bloxSpace, 0).findIndex(({ expression }) => expression === wanted),
    );
    assert.equal(modelHash(bloxSpace, architecture), hashOf(labels, edges));
  });

  it("is the same alone and among all, and the reference's for all networks", function () {
    this.timeout(300_000);
    const reference = referenceSpace();
    if (!reference) return this.skip();
    const hashes = modelHashes(bloxSpace);
    assert.equal(hashes.length, reference.length);
    for (const [index, { hash }] of reference.entries())
      if (hashes[index] !== hash) assert.fail(`network ${index}: ${hashes[index]} is not ${hash}`);
    for (const index of [0, 31_337, 91_124])
      assert.equal(modelHash(bloxSpace, architectureAt(bloxSpace, index)), hashes[index]);
  });
});

function hashOf(labels: readonly number[], edges: readonly (readonly [number, number])[]): string {
  const before = (node: number) => edges.filter(([, to]) => to === node).map(([from]) => from);
  const after = (node: number) => edges.filter(([from]) => from === node).map(([, to]) => to);
  let hashes = labels.map((label, node) =>
    md5(`(${after(node).length}.0, ${before(node).length}.0, ${label})`),
  );
  for (const _ of labels) {
    const last = hashes;
    const text = (nodes: number[]) =>
      nodes
        .map((node) => last[node])
        .sort()
        .join("");
    hashes = labels.map((_, node) =>
      md5(`${text(before(node))}|${text(after(node))}|${last[node]}`),
    );
  }
  return md5(`['${hashes.sort().join("', '")}']`);
}

function md5(text: string): string {
  return createHash("md5").update(text).digest("hex");
}
