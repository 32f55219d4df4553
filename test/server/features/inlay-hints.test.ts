import { deepEqual, equal, match } from "node:assert/strict";
import { bloxSpace } from "../../../data/built-in-spaces";
import { networkCost, stageCosts } from "../../../data/costs";
import { inlayHints } from "../../../server/features/inlay-hints";
import { modelOf } from "../marked-text";

/** The text with its hints where an editor shows them, in `« »`. */
function shown(text: string, [first, last] = [0, 100]): string {
  const model = modelOf(text);
  const range = { start: { line: first, character: 0 }, end: { line: last, character: 0 } };
  return inlayHints(model, range)
    .sort(
      (one, other) =>
        model.document.offsetAt(other.position) - model.document.offsetAt(one.position),
    )
    .reduce((shown, { position, label }) => {
      const offset = model.document.offsetAt(position);
      return `${shown.slice(0, offset)} «${label}»${shown.slice(offset)}`;
    }, text);
}

describe("inlay hints", () => {
  it("are the shapes that a stage takes and gives, and its share of the FLOPs", () => {
    equal(
      shown(`network n {
  stage 1: conv
  stage 2 {
    out = mbconv(in)
  }
  stage 3: bconv
}
`),
      `network n {
  stage 1: conv «32×32×32 → 64×16×16 · 37 % of FLOPs»
  stage 2 { «64×16×16 → 128×8×8 · 40 % of FLOPs»
    out = mbconv(in)
  }
  stage 3: bconv «128×8×8 → 256×4×4 · 22 % of FLOPs»
}
`,
    );
  });

  it("give shares that, with the stem's and the head's, are the whole", () => {
    const { stem, stages, head } = stageCosts(bloxSpace);
    const blocks = [9, 10, 11];
    const parts = stages.map(
      ({ blocks: costs, reduction }, stage) =>
        (costs[blocks[stage] ?? 0]?.flops ?? 0) + reduction.flops,
    );
    const whole = networkCost(bloxSpace, blocks).flops;
    equal(
      parts.reduce((sum, part) => sum + part, stem.flops + head.flops),
      whole,
    );
    const text = "network n { stage 1: conv stage 2: mbconv stage 3: bconv }";
    const labels = Array.from(shown(text).matchAll(/(\d+) % of/g), ([, share]) => Number(share));
    deepEqual(
      labels,
      parts.map((part) => Math.round((100 * part) / whole)),
    );
  });

  it("are shapes alone while the network is not complete", () => {
    match(shown("network n { stage 1: ? }"), /stage 1: \? «32×32×32 → 64×16×16» }/);
  });

  it("are made for what is seen", () => {
    const text = "network n {\n  stage 1: ?\n  stage 2: ?\n  stage 3: ?\n}\n";
    match(
      shown(text, [2, 3]),
      /^network n \{\n {2}stage 1: \?\n {2}stage 2: \? «.*»\n {2}stage 3: \?\n/,
    );
  });
});
