import { deepEqual, doesNotMatch, equal, match } from "node:assert/strict";
import type { MarkupContent } from "vscode-languageserver";
import { explainLink } from "../../../server/features/explain-link";
import { hover } from "../../../server/features/hover";
import { embeddedBenchmarks } from "../embedded";
import { marked } from "../marked-text";

describe("the link to an explanation", () => {
  const benchmarks = embeddedBenchmarks();

  const hoverOf = async (text: string, hasCurves = false): Promise<string> => {
    const { model, cursor } = marked(text);
    const shown = hover(model, cursor, await benchmarks, () => hasCurves);
    return ((shown?.contents ?? { value: "" }) as MarkupContent).value;
  };
  const complete = (name: string) => `network ${name} {
    stage 1: conv
    stage 2: conv
    stage 3: conv
  }`;

  it("is one markdown link, whatever the names are, that gives the command its argument", () => {
    const network = {
      uri: "file:///c%3A/my%20nets/a%2Bb%20(1).blox",
      network: "100% lean [x] *y*",
      space: "my space (2)",
    };
    const link = explainLink(network);
    match(link, /^\[How these numbers came about\]\(command:blox\.explain\?[^()[\]\s]+\)$/);
    const once = decodeURIComponent(/\?(.*)\)$/.exec(link)?.[1] ?? "");
    deepEqual(JSON.parse(once), [network]);
    equal(decodeURIComponent(once), once);
  });

  it("stands in the hover of a complete network", async () => {
    const text = await hoverOf(complete("kio‸sk"));
    const [, encoded = ""] = /\(command:blox\.explain\?([^)]+)\)/.exec(text) ?? [];
    deepEqual(JSON.parse(decodeURIComponent(encoded)), [
      { uri: "file:///test.blox", network: "kiosk", space: "blox" },
    ]);
  });

  it("stands beside the link to curves, where there are any", async () => {
    doesNotMatch(await hoverOf(complete("‸n")), /blox\.plotCurves/);
    match(
      await hoverOf(complete("‸n"), true),
      /\(command:blox\.explain\?\S+\) · \[Training curves\]/,
    );
  });

  it("is not there without numbers, nor on anything but the network's name", async () => {
    for (const text of [
      "network ‸n {\n stage 1: conv\n}",
      "network ‸n {\n stage 1: conv\n stage 2: ?\n stage 3: conv\n}",
      complete("n").replace("stage 1", "sta‸ge 1"),
      complete("n").replace("conv", "con‸v"),
    ])
      doesNotMatch(await hoverOf(text), /blox\.explain/);
  });
});
