import assert from "node:assert/strict";
import type { Browser } from "playwright-core";
import type { NetworkGraph } from "../../server/messages";
import { chromiumPath, launch, openPreview, type Preview } from "./preview";
import { graphOf, openGraph, wholeGraph } from "./sample-graphs";
import { themes } from "./themes";

describe(`the graph view in Chromium${chromiumPath ? "" : " (skipped: no Chromium was found)"}`, () => {
  let browser: Browser;
  let preview: Preview | undefined;

  before(async function () {
    if (chromiumPath === undefined) this.skip();
    browser = await launch(chromiumPath);
  });

  afterEach(async () => {
    assert.deepEqual(preview?.problems ?? [], []);
    await preview?.page.close();
    preview = undefined;
  });

  after(() => browser?.close());

  async function show(graph: NetworkGraph, options = {}): Promise<Preview> {
    preview = await openPreview(browser, "graph", options);
    await preview.send({ type: "graph", graph });
    await preview.page.getByTestId("drawing").waitFor();
    return preview;
  }

  it("says that it is ready, and draws what it is sent", async () => {
    const { page, posted } = await show(wholeGraph);
    assert.deepEqual(await posted(), [{ type: "ready" }]);
    assert.equal(await page.getByTestId("network").textContent(), "kiosk in space blox");
    assert.equal(await page.getByTestId("missing").isHidden(), true);
  });

  it("says in words what it draws", async () => {
    const { page } = await show(wholeGraph);
    await page.getByRole("group", { name: /^kiosk: 9 parts .* parameters, .* FLOPs$/ }).waitFor();
    await page.getByRole("img", { name: /^Stem: gives 32×32×32, 960 \(< 1 %\)/ }).waitFor();
    const name = /^Stage 3, st5\(bconv, mbconv\) \(a = bconv\(in\); .* Reduction: gives 256×4×4/;
    await page.getByRole("button", { name }).waitFor();
  });

  it("goes to a stage on a click, on Enter and on the space bar", async () => {
    const { page, posted } = await show(wholeGraph, { height: 500 });
    await page.getByTestId("stage-1").click();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    const place = await page.evaluate("scrollY");
    await page.keyboard.press(" ");
    // The space bar does not scroll the page.
    assert.equal(await page.evaluate("scrollY"), place);
    assert.deepEqual((await posted()).slice(1), [
      { type: "goTo", stage: 1 },
      { type: "goTo", stage: 3 },
      { type: "goTo", stage: 3 },
    ]);
  });

  it("draws holes with their choices, and what is missing as missing", async () => {
    const { page } = await show(openGraph);
    assert.match((await page.getByTestId("stage-1").textContent()) ?? "", /45 choices/);
    assert.match((await page.getByTestId("stage-3").textContent()) ?? "", /not written yet/);
    assert.equal(await page.getByTestId("missing").innerText(), "Stage 3 is not written yet.");
    // What is not written has no place to go to.
    assert.equal(await page.getByRole("button").count(), 2);
    assert.equal(await page.getByTestId("total").count(), 0);
  });

  it("keeps the focus on a stage while the network changes", async () => {
    const { page, send } = await show(wholeGraph);
    await page.getByTestId("stage-2").focus();
    await send({ type: "graph", graph: graphOf("stage 1: conv\nstage 2: conv\nstage 3: conv", 2) });
    await page.locator('[data-version="2"]').waitFor();
    const focused = 'document.activeElement.getAttribute("data-stage")';
    assert.equal(await page.evaluate(focused), "2");
  });

  it("says why there is nothing to draw, and draws again when there is", async () => {
    const { page, send } = await show(wholeGraph);
    await send({ type: "failed", message: "There is no network kiosk." });
    await page.getByRole("alert").getByText("There is no network kiosk.").waitFor();
    assert.equal(await page.getByTestId("drawing").isHidden(), true);
    await send({ type: "graph", graph: openGraph });
    await page.getByTestId("drawing").waitFor();
    assert.equal(await page.getByTestId("message").isHidden(), true);
  });

  for (const theme of Object.keys(themes)) {
    it(`fits into 420 pixels, and no two texts touch, theme ${theme}`, async () => {
      const { page } = await show(openGraph, { theme, width: 420 });
      assert.equal(await page.evaluate("document.documentElement.scrollWidth - innerWidth"), 0);
      const boxes = await page.locator("svg text").evaluateAll((texts) =>
        texts.map((text) => {
          const { left, top, right, bottom } = text.getBoundingClientRect();
          return { left, top: top + 2, right, bottom: bottom - 2, said: text.textContent };
        }),
      );
      for (const [place, a] of boxes.entries()) {
        for (const b of boxes.slice(place + 1)) {
          const apart =
            a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
          assert.ok(apart, `${a.said} on ${b.said}`);
        }
      }
    });
  }
});
