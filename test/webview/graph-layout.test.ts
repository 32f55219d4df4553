import { deepEqual, equal, ok } from "node:assert/strict";
import type { NetworkGraph } from "../../server/messages";
import { layOutGraph } from "../../webview/graph-layout";
import { chainGraph, graphOf, openGraph, wholeGraph } from "./sample-graphs";

const textWidths = {
  code: (text: string) => 7.5 * text.length,
  plain: (text: string) => 7 * text.length,
};

const graphs: Readonly<Record<string, NetworkGraph>> = {
  "a whole network": wholeGraph,
  "one whose widest block has the longest text": graphOf(
    "stage 1: mbconv | mbconv\n stage 2: conv\n stage 3: conv",
  ),
  "one with holes and a stage that is not written": openGraph,
  "one of chains without reductions": chainGraph,
};

describe("the layout of a network", () => {
  for (const [what, graph] of Object.entries(graphs)) {
    const layout = layOutGraph(graph, textWidths);

    it(`has every part of ${what} under the one before, and room for its shape between`, () => {
      deepEqual(
        layout.parts.map(({ part }) => part),
        graph.parts,
      );
      for (const [place, { top, height }] of layout.parts.entries()) {
        const next = layout.parts[place + 1];
        ok(!next || next.top >= top + height + 18);
      }
      ok(layout.totalY < layout.height);
    });

    it(`links the parts of ${what}, from the bottom of one to the top of the next`, () => {
      equal(layout.links.length, graph.parts.length);
      for (const [place, { top, bottom, labelY }] of layout.links.entries()) {
        const [from, to] = [layout.parts[place], layout.parts[place + 1]];
        equal(top, (from?.top ?? 0) + (from?.height ?? 0));
        if (to) equal(bottom, to.top);
        ok(top < labelY && labelY < bottom);
      }
    });

    it(`keeps each stage of ${what} in a card, apart from the others and the numbers`, () => {
      for (const [place, card] of layout.cards.entries()) {
        const bottom = card.top + card.height;
        for (const { part, top, height } of layout.parts) {
          const isInside = top >= card.top + 8 && top + height <= bottom - 8;
          equal(isInside, part.stage === card.stage);
        }
        const next = layout.cards[place + 1];
        ok(!next || next.top > bottom);
        ok(card.left + card.width < layout.columns.left);
        ok(layout.columns.right <= layout.width);
      }
    });

    it(`keeps what is said of the stages of ${what} off their blocks`, () => {
      for (const { left, stage, lines } of layout.cards) {
        const part = layout.parts.find((placed) => placed.part.stage === stage);
        const blockLeft = layout.trunk + (part?.block?.left ?? -(part?.width ?? 0) / 2);
        for (const line of [...lines, `Stage ${stage}`]) {
          ok(left + 10 + textWidths.code(line) < blockLeft, line);
        }
      }
    });
  }

  it("breaks long expressions into lines, and shortens what cannot be broken", () => {
    const [first] = layOutGraph(chainGraph, textWidths).cards;
    deepEqual(first?.lines, ["mb3_k3 -> identity"]);
    const long = layOutGraph(withExpression(wholeGraph, "x".repeat(60)), textWidths);
    ok(long.cards[0]?.lines[0]?.endsWith("…"));
    ok(long.width < 700);
  });

  it("says a shape once: again only where it has changed", () => {
    deepEqual(
      layOutGraph(wholeGraph, textWidths).links.map(({ label }) => label),
      ["3×32×32", "32×32×32", "", "64×16×16", "", "128×8×8", "", "256×4×4", "100×1×1"],
    );
  });
});

function withExpression(graph: NetworkGraph, expression: string): NetworkGraph {
  const parts = graph.parts.map((part) =>
    part.block?.kind === "joined" ? { ...part, block: { ...part.block, expression } } : part,
  );
  return { ...graph, parts };
}
