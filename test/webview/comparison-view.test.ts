import assert from "node:assert/strict";
import type { Browser } from "playwright-core";
import { comparisonPlot } from "../../server/comparison/comparison-plot";
import { themePaint } from "../../server/comparison/plot-paint";
import { shownComparison } from "../../server/comparison/shown-comparison";
import type { ComparisonSpec, FromComparisonView } from "../../server/messages";
import { chromiumPath, launch, openPreview, type Preview } from "./preview";
import { address, comparison, setup, spec } from "./sample-comparison";
import { themes } from "./themes";

const shown = shownComparison(comparison);

describe(`the comparison view in Chromium${chromiumPath ? "" : " (skipped: no Chromium was found)"}`, () => {
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

  async function openView(options: { theme?: string; width?: number } = {}): Promise<Preview> {
    preview = await openPreview(browser, "comparison", options);
    await preview.send({ type: "setup", setup, address });
    await preview.page.getByTestId("seeds").waitFor();
    return preview;
  }

  function opened(): Preview {
    assert.ok(preview);
    return preview;
  }

  async function type(testId: string, text: string): Promise<void> {
    await opened().page.getByTestId(testId).locator("input").fill(text);
  }

  async function choose(testId: string, value: string): Promise<void> {
    const field = opened().page.getByTestId(testId);
    await field.click();
    await field.locator(`[value="${value}"]`).click();
  }

  async function posted(): Promise<FromComparisonView[]> {
    return (await opened().posted()) as FromComparisonView[];
  }

  /** The last drawing that the view asked for, drawn and sent, as the editor's side does it. */
  async function draw(): Promise<FromComparisonView & { type: "draw" }> {
    await opened().page.getByTestId("regret-table").waitFor();
    const asked = (await posted()).findLast((message) => message.type === "draw");
    assert.ok(asked);
    const svg = comparisonPlot(comparison, { ...asked, paint: themePaint });
    await opened().send({ type: "plot", svg });
    await opened().page.locator("svg[role=img]").waitFor();
    return asked;
  }

  it("runs what the form says at first", async () => {
    const { page } = await openView();
    await page.getByTestId("run").click();
    assert.deepEqual(await posted(), [{ type: "ready" }, { type: "run", spec }]);
  });

  it("runs what the form has been filled in with, on Enter in a field", async () => {
    const { page, send } = await openView();
    await send({
      type: "setup",
      setup: { ...setup, observations: ["lowest seed", "mean", "seed 777"] },
      address: { space: "blox", uri: "file:///a.blox" },
    });
    await page.getByTestId("observe").waitFor();
    await page.getByTestId("entrant-1").click();
    await page.getByText("population 50, sample 10").click();
    await type("entrant-0-population", "20");
    await page.getByText("population 20, sample 10").waitFor();
    await choose("objective", "minimize flops");
    await choose("observe", "mean");
    await page.getByTestId("count-repeats").click();
    await type("budget", "1,000");
    await type("seeds", "5");
    await page.getByTestId("seeds").locator("input").press("Enter");
    const expected: ComparisonSpec = {
      space: "blox",
      uri: "file:///a.blox",
      entrants: [{ name: "regularized-evolution", parameters: { population: 20, sample: 10 } }],
      objective: { direction: "minimize", metric: "flops" },
      seeds: 5,
      budget: 1000,
      observation: "mean",
      repeats: "counted",
    };
    assert.deepEqual((await posted()).at(-1), { type: "run", spec: expected });
  });

  it("compares one algorithm in several settings", async () => {
    const { page } = await openView();
    await page.getByText("population 50, sample 10").click();
    await page.getByTestId("another-0").click();
    await type("entrant-1-population", "20");
    await page.getByTestId("run").click();
    const run = (await posted()).at(-1);
    assert.ok(run?.type === "run");
    assert.deepEqual(run.spec.entrants, [
      spec.entrants[0],
      { name: "regularized-evolution", parameters: { population: 20, sample: 10 } },
      spec.entrants[1],
    ]);
    await page.getByTestId("remove-1").click();
    await page.getByTestId("run").click();
    assert.deepEqual((await posted()).at(-1), { type: "run", spec });
  });

  it("refuses what cannot be run, beside the form, and leads to it", async () => {
    const { page } = await openView();
    const focused = () =>
      page.evaluate(() => document.activeElement?.getAttribute("data-testid") ?? "");
    const cases: [testId: string, text: string, usual: string, message: RegExp][] = [
      ["seeds", "0", "20", /from 1 to 10,000/],
      ["seeds", "1e3", "20", /whole number of runs/],
      ["budget", "many", "200", /whole number of at least 1/],
      ["budget", "", "200", /whole number of at least 1/],
      [
        "entrant-0-population",
        "1",
        "50",
        /regularized-evolution: Population must be a number from 2/,
      ],
    ];
    await page.getByText("population 50, sample 10").click();
    for (const [testId, text, usual, message] of cases) {
      await type(testId, text);
      await page.getByTestId("run").click();
      assert.match((await page.getByRole("alert").textContent()) ?? "", message);
      assert.equal(await focused(), testId);
      await type(testId, usual);
    }
    await page.getByTestId("entrant-0").click();
    await page.getByTestId("entrant-1").click();
    await page.getByTestId("run").click();
    assert.match((await page.getByRole("alert").textContent()) ?? "", /Check the algorithms/);
    assert.ok((await posted()).every((message) => message.type === "ready"));
  });

  it("shows progress, and the earlier comparison still where one is cancelled", async () => {
    const { page, send } = await openView();
    await send({ type: "comparison", comparison: shown });
    await page.getByTestId("regret-table").waitFor();
    await send({ type: "started" });
    await send({ type: "progress", progress: { done: 1200, runs: 4000 } });
    await page.getByText("1,200 of 4,000 runs").waitFor();
    assert.equal(await page.getByTestId("progress").getAttribute("max"), "4000");
    await page.getByTestId("cancel").click();
    assert.deepEqual((await posted()).at(-1), { type: "cancel" });
    await send({ type: "ended", isCancelled: true });
    await page
      .getByText("Cancelled: half a comparison is none. Below is the one before it.")
      .waitFor();
    assert.equal(await page.getByTestId("regret-table").isVisible(), true);
    assert.equal(await page.getByTestId("progress").isVisible(), false);
  });

  it("says why there is none, and keeps the one before", async () => {
    const { page, send } = await openView();
    await send({ type: "comparison", comparison: shown });
    await send({ type: "started" });
    await send({ type: "failed", message: "There is no metric `speed`." });
    await send({ type: "ended", isCancelled: false });
    await page.getByText("There is no metric speed.").waitFor();
    assert.equal(await page.getByTestId("regret-table").isVisible(), true);
    await page.getByTestId("run").click();
    assert.deepEqual((await posted()).at(-1), { type: "run", spec });
  });

  it("shows the table, what to know of it, and a plot of the width that there is", async () => {
    const { page, send } = await openView({ width: 600 });
    await send({ type: "comparison", comparison: shown });
    const drawn = await draw();
    const place = await page.getByTestId("plot").boundingBox();
    assert.ok(place && Math.abs(place.width - drawn.width) <= 3);
    const label =
      (await page.getByTestId("plot").getByRole("img").getAttribute("aria-label")) ?? "";
    assert.match(label, /Plot of the regret to the highest accuracy of blox/);
    const rows = await page.getByTestId("regret-rows").allInnerTexts();
    assert.equal(rows.length, 3);
    assert.match(rows[1] ?? "", /regularized-evolution\s+population 20, sample 10\s+50\s+0\.\d{4}/);
    assert.match(
      await page.getByTestId("conditions").innerText(),
      /observed\s+accuracy, value, estimated/,
    );
    assert.match(await page.getByTestId("notes").innerText(), /The budget of 200 is a sample/);

    await page.setViewportSize({ width: 450, height: 900 });
    await page.waitForFunction(
      (width) =>
        window.posted.some(({ message }) => message.type === "draw" && message.width < width),
      drawn.width,
    );
  });

  it("asks for the other axis, and for what is to be saved or opened", async () => {
    const { page, send } = await openView();
    await send({ type: "comparison", comparison: shown });
    assert.equal((await draw()).isLogarithmic, false);
    await page.getByTestId("logarithmic").click();
    assert.equal((await draw()).isLogarithmic, true);
    await page.locator('[data-part="break"]').waitFor();
    for (const testId of ["save-plot", "save", "open", "copy"])
      await page.getByTestId(testId).click();
    const [savePlot, save, open, copy] = (await posted()).slice(-4);
    assert.deepEqual(savePlot, { type: "savePlot", isLogarithmic: true });
    assert.deepEqual([save, open], [{ type: "save" }, { type: "open" }]);
    assert.ok(copy?.type === "copy");
    const lines = copy.csv.split("\r\n");
    assert.equal(lines[0], "algorithm,parameters,evaluations,median,q25,q75,mean,se");
    assert.match(lines[5] ?? "", /^regularized-evolution,"population 20, sample 10",50,0\.\d{6,},/);
    assert.equal(lines.length, 1 + 3 * 4 + 1);
  });

  it("keeps the form and the comparison over a reload", async () => {
    const { page, send } = await openView();
    await type("seeds", "7");
    await page.getByTestId("entrant-1").click();
    await send({ type: "comparison", comparison: shown });
    await page.getByTestId("logarithmic").click();
    await draw();
    await page.reload();
    await page.getByTestId("regret-table").waitFor();
    assert.equal((await draw()).isLogarithmic, true);
    await send({ type: "setup", setup, address });
    await page.getByTestId("run").click();
    const expected = { ...spec, seeds: 7, entrants: spec.entrants.slice(0, 1) };
    assert.deepEqual((await posted()).at(-1), { type: "run", spec: expected });
  });

  it("moves to another space, and keeps what fits there", async () => {
    const { page, send } = await openView();
    await type("seeds", "7");
    await choose("objective", "minimize flops");
    await choose("space", "nas-bench-macro");
    assert.deepEqual((await posted()).at(-1), { type: "space", space: "nas-bench-macro" });
    const metrics = setup.metrics.filter(({ name }) => name !== "flops");
    const other = { ...setup, space: "nas-bench-macro", metrics };
    await send({ type: "setup", setup: other, address: { space: "nas-bench-macro" } });
    await page.getByTestId("space").locator(".selected-value", { hasText: "macro" }).waitFor();
    await page.getByTestId("run").click();
    const expected = { ...spec, space: "nas-bench-macro", seeds: 7 };
    assert.deepEqual((await posted()).at(-1), { type: "run", spec: expected });
  });

  it("names its controls for screen readers", async () => {
    const { page } = await openView();
    await page.getByRole("group", { name: "Algorithms" }).waitFor();
    for (const name of ["regularized-evolution", "random", "Count networks that come again"])
      await page.getByRole("checkbox", { name, exact: true }).waitFor();
    for (const name of ["Seeds", "Evaluations of each run"])
      await page.getByRole("textbox", { name, exact: true }).waitFor();
    await page.getByRole("combobox", { name: "Objective" }).waitFor();
    await page.getByRole("combobox", { name: /^Space/ }).waitFor();
  });

  for (const theme of Object.keys(themes)) {
    for (const width of [420, 500]) {
      it(`fits into ${width} pixels, theme ${theme}`, async () => {
        const { page, send } = await openView({ theme, width });
        await page.getByText("population 50, sample 10").click();
        await send({ type: "comparison", comparison: shown });
        await draw();
        const overflow = "document.documentElement.scrollWidth - innerWidth";
        assert.equal(await page.evaluate(overflow), 0);
      });
    }
  }
});

declare global {
  interface Window {
    posted: { readonly message: FromComparisonView }[];
  }
}
