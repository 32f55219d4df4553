import assert from "node:assert/strict";
import type { Browser } from "playwright-core";
import type { SearchSpec, SearchViewState } from "../../server/messages";
import { chromiumPath, launch, openPreview, type Preview } from "./preview";
import {
  blocks,
  cloud,
  declared,
  evaluated,
  front,
  networkCount,
  progress,
  result,
  setup,
  spec,
  suggestions,
} from "./sample";
import { themes } from "./themes";

/** The declared search as the form holds it: the editor's side knows its name and its document. */
const { name: _name, uri: _uri, ...held } = declared;
const target = { uri: "file:///examples/kiosk.blox", network: "kiosk" };

describe(`views in Chromium${chromiumPath ? "" : " (skipped: no Chromium was found)"}`, () => {
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

  async function openSearch(): Promise<Preview> {
    preview = await openPreview(browser, "search");
    await preview.send({ type: "setup", setup, target });
    await preview.page.getByTestId("algorithm").waitFor();
    return preview;
  }

  async function openSuggestions(): Promise<Preview> {
    preview = await openPreview(browser, "suggestions");
    await preview.send({ type: "suggestions", suggestions: suggestions() });
    await preview.page.getByTestId("replacement-row").first().waitFor();
    return preview;
  }

  describe("search", () => {
    it("says that it is ready, and what to do", async () => {
      const { page, posted } = await openSearch();
      assert.deepEqual(await posted(), [{ type: "ready" }]);
      assert.match((await page.getByTestId("empty").textContent()) ?? "", /press Run/);
    });

    it("runs what the form says, on Enter in a field", async () => {
      const { page, posted } = await openSearch();
      await choose("objective-2", "minimize flops");
      await choose("algorithm", "regularized-evolution");
      await page.getByText("Parameters", { exact: true }).first().click();
      await type("parameter-population", "20");
      await type("subject-to", "params <= 3 M");
      await type("seed", "7");
      await type("budget", "1,000");
      await page.getByTestId("budget").locator("input").press("Enter");
      const run = (await posted()).at(-1) as { type: string; spec: SearchSpec };
      assert.equal(run.type, "run");
      assert.deepEqual(run.spec, {
        ...spec,
        parameters: { population: 20, sample: 10 },
        budget: 1000,
        seed: 7,
      });
    });

    it("takes the usual algorithm for so many objectives, until another one is chosen", async () => {
      const { page } = await openSearch();
      const shown = page.getByTestId("algorithm").locator(".selected-value");
      const algorithm = async () => (await shown.textContent())?.trim();
      assert.equal(await algorithm(), "regularized-evolution");
      await choose("objective-2", "minimize flops");
      assert.equal(await algorithm(), "nsga-ii");
      await choose("objective-2", "none");
      assert.equal(await algorithm(), "regularized-evolution");
      await choose("algorithm", "random");
      await choose("objective-2", "minimize flops");
      assert.equal(await algorithm(), "random");
    });

    it("is filled in with what a search declares, runs it again, and searches the whole space", async () => {
      const { page, send, posted } = await openSearch();
      await send({ type: "declared", spec: declared });
      await page.getByTestId("among").getByText("In the holes of kiosk (90 networks)").waitFor();
      const shown = page.getByTestId("objective-2").locator(".selected-value");
      assert.equal((await shown.textContent())?.trim(), "Minimize FLOPs");
      await page.getByTestId("run").click();
      assert.deepEqual((await posted()).at(-1), { type: "run", spec: held });

      await page.getByTestId("whole-space").click();
      await choose("objective-2", "none");
      await page.getByTestId("run").click();
      const { choices: _, from: __, ...whole } = held;
      const objectives = whole.objectives.filter(({ metric }) => metric !== "flops");
      assert.deepEqual((await posted()).at(-1), { type: "run", spec: { ...whole, objectives } });
      assert.equal(await page.getByTestId("among").count(), 0);
    });

    it("asks which training the algorithm sees where there are several", async () => {
      const { page, send, posted } = await openSearch();
      assert.equal(await page.getByTestId("observe").count(), 0);
      await send({
        type: "setup",
        setup: { ...setup, observations: ["lowest seed", "mean", "seed 777"] },
        target,
      });
      await choose("observe", "seed 777");
      await page.getByTestId("run").click();
      const run = (await posted()).at(-1) as { spec: SearchSpec };
      assert.equal(run.spec.observe, "seed 777");
      await choose("observe", "lowest seed");
      await page.getByTestId("run").click();
      const usual = (await posted()).at(-1) as { spec: SearchSpec };
      assert.equal(usual.spec.observe, undefined);
    });

    it("holds a budget in gpu-hours", async () => {
      const { page, send, posted } = await openSearch();
      const spec = { ...held, budget: networkCount, gpuHours: 2.5 };
      await send({ type: "declared", spec });
      await page.getByTestId("among").waitFor();
      await page.getByTestId("run").click();
      assert.deepEqual((await posted()).at(-1), { type: "run", spec });
    });

    it("keeps what it was filled in with over a reload", async () => {
      const { page, send, posted } = await openSearch();
      await send({ type: "declared", spec: declared });
      await send({ type: "result", result: result(50) });
      await page.getByText("finished").waitFor();
      await page.reload();
      await send({ type: "setup", setup, target });
      await page.getByTestId("among").waitFor();
      await page.getByTestId("run").click();
      assert.deepEqual((await posted()).at(-1), { type: "run", spec: held });
    });

    it("forgets the holes that it was filled in with where it moves to another space", async () => {
      const { page, send, posted } = await openSearch();
      await send({ type: "declared", spec: declared });
      await page.getByTestId("among").waitFor();
      await send({ type: "setup", setup: { ...setup, space: "tiny" }, target });
      await page.getByTestId("among").waitFor({ state: "detached" });
      await page.getByTestId("run").click();
      const { choices: _, from: __, ...whole } = held;
      assert.deepEqual((await posted()).at(-1), { type: "run", spec: { ...whole, space: "tiny" } });
    });

    it("takes a budget with its unit, and says what a budget in gpu-hours is", async () => {
      const { page, send, posted } = await openSearch();
      const budget = page.getByTestId("budget").locator("input");
      assert.equal(await budget.inputValue(), "300 evaluations");
      await type("budget", "1,000 evaluations");
      await page.getByTestId("run").click();
      const run = (await posted()).at(-1) as { spec: SearchSpec };
      assert.equal(run.spec.budget, 1000);
      await send({ type: "started", spec: { ...spec, gpuHours: 40 }, trace: "a" });
      await send({ type: "progress", progress: progress(312) });
      await page.getByText("312 evaluations, budget 40 gpu-hours · 0.4 s").waitFor();
    });

    it("refuses a budget that is no number, beside the form", async () => {
      const { page, posted } = await openSearch();
      await type("budget", "many");
      await page.getByTestId("run").click();
      assert.match(
        (await page.getByRole("alert").textContent()) ?? "",
        /whole number of at least 1/,
      );
      assert.deepEqual(await posted(), [{ type: "ready" }]);
    });

    it("names its controls for screen readers", async () => {
      const { page } = await openSearch();
      for (const name of ["Algorithm", "Objective", "Objective 2"]) {
        await page.getByRole("combobox", { name, exact: true }).waitFor();
      }
      for (const name of ["Subject to", "Budget", "Seed"]) {
        await page.getByRole("textbox", { name, exact: true }).waitFor();
      }
    });

    it("shows progress, cancels, and shows the result", async () => {
      const { page, send, posted } = await openSearch();
      await send({ type: "started", spec, trace: "a.blox-trace" });
      await send({ type: "progress", progress: progress(312) });
      await page.getByText("312 / 1,000 evaluations · 0.4 s").waitFor();
      assert.equal(await page.getByTestId("progress").getAttribute("max"), "1000");
      await page.getByTestId("cancel").click();
      assert.deepEqual((await posted()).at(-1), { type: "cancel" });

      await send({ type: "result", result: { ...result(312), outcome: "cancelled" } });
      await page.getByText("cancelled").waitFor();
      const best = front(evaluated(312));
      const rows = page.getByTestId("best-row");
      assert.equal(await rows.count(), best.length);
      await rows.nth(1).getByTestId("apply").click();
      await rows.nth(0).getByTestId("insert").click();
      assert.deepEqual((await posted()).slice(-2), [
        { type: "apply", index: best[1] },
        { type: "insert", index: best[0] },
      ]);
    });

    it("offers only to insert where there is no target", async () => {
      const { page, send } = await openSearch();
      await send({ type: "result", result: result(50) });
      await page.getByTestId("apply").first().waitFor();
      await send({ type: "target" });
      await page.getByTestId("apply").first().waitFor({ state: "detached" });
      assert.ok((await page.getByTestId("insert").count()) > 0);
    });

    it("says why a search was refused", async () => {
      const { page, send } = await openSearch();
      const notes = ["There is no metric `speed`."];
      await send({ type: "result", result: { ...result(0), outcome: "refused", notes } });
      await page.getByText("There is no metric speed.").waitFor();
      assert.equal(await page.getByRole("alert").textContent(), "There is no metric speed.");
      assert.equal(await page.getByRole("alert").locator("code").textContent(), "speed");
    });

    it("names the network under the mouse, says what is estimated, and selects its row", async () => {
      const { page, send } = await openSearch();
      await send({ type: "cloud", cloud: cloud() });
      await send({ type: "result", result: result(300) });
      const chart = page.getByTestId("chart");
      await chart.locator("canvas").waitFor();
      assert.match(
        (await chart.getAttribute("aria-label")) ?? "",
        /Top-1 accuracy, % \(estimated ± 0\.5\) against FLOPs \(exact\)/,
      );
      const box = await chart.boundingBox();
      assert.ok(box);
      const tip = page.getByRole("tooltip");
      await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
      await tip.waitFor();
      assert.match(
        (await tip.textContent()) ?? "",
        /1.*conv.*2.*conv.*3.*conv.*Top-1 accuracy[\d.]+ % \(estimated ± 0\.5\)/,
      );

      await clickBest(box);
      assert.equal(await page.locator('[data-testid="best-row"][aria-current]').count(), 1);
    });

    it("keeps the form and the result over a reload", async () => {
      const { page, send } = await openSearch();
      await choose("algorithm", "random");
      await type("subject-to", "flops <= 200 M");
      await send({ type: "result", result: result(100) });
      const rows = page.getByTestId("best-row");
      await rows.first().waitFor();
      const before = await rows.count();
      await page.reload();
      await rows.first().waitFor();
      assert.equal(await rows.count(), before);
      await send({ type: "setup", setup, target });
      await page.getByText("100 / 300 evaluations · 0.6 s · finished").waitFor();
      assert.equal(
        await page.getByTestId("subject-to").locator("input").inputValue(),
        "flops <= 200 M",
      );
      await page
        .getByTestId("algorithm")
        .locator(".selected-value", { hasText: "random" })
        .waitFor();
    });

    it("keeps what runs over a reload, and offers to resume what was interrupted", async () => {
      const { page, send, posted } = await openSearch();
      const state = () => page.evaluate("JSON.parse(sessionStorage.getItem('state'))");
      assert.equal(await page.getByTestId("resume").isVisible(), false);
      await send({ type: "started", spec, trace: "a.blox-trace" });
      await send({ type: "progress", progress: progress(120) });
      await page.reload();
      await send({ type: "setup", setup, target });
      await page.getByTestId("algorithm").waitFor();
      const { running, trace } = (await state()) as SearchViewState;
      assert.deepEqual([running, trace], [spec, "a.blox-trace"]);

      await send({ type: "interrupted", spec, evaluations: 1250 });
      await page.getByText("This search was interrupted after 1,250 evaluations.").waitFor();
      await page.getByTestId("resume").click();
      assert.deepEqual((await posted()).at(-1), { type: "resume" });
      await send({ type: "started", spec, trace: "a.blox-trace" });
      await page.getByTestId("resume").waitFor({ state: "hidden" });
      assert.equal(await page.getByTestId("save-trace").isVisible(), false);
      await send({ type: "result", result: result(50) });
      await page.getByTestId("save-trace").click();
      assert.deepEqual((await posted()).at(-1), { type: "saveTrace" });
      assert.equal(((await state()) as SearchViewState).running, undefined);
    });

    it("says why a search broke off beside the offer to resume it", async () => {
      const { page, send } = await openSearch();
      await send({ type: "started", spec, trace: "a.blox-trace" });
      const refused = { ...result(0), outcome: "refused", notes: ["The search broke off."] };
      await send({ type: "result", result: refused });
      await send({ type: "interrupted", spec, evaluations: 50 });
      await page.getByText("This search was interrupted after 50 evaluations.").waitFor();
      assert.equal(await page.getByTestId("message").textContent(), "The search broke off.");
      assert.equal(await page.getByTestId("resume").isVisible(), true);
      await send({ type: "started", spec, trace: "a.blox-trace" });
      await page.getByTestId("message").waitFor({ state: "hidden" });
    });

    it("does not listen to another build", async () => {
      const { page, send } = await openSearch();
      const other = {
        build: "another",
        message: { type: "failed", message: "from another build" },
      };
      await page.evaluate((data) => window.postMessage(data, "*"), other);
      await send({ type: "failed", message: "from this build" });
      await page.getByText("from this build").waitFor();
      assert.equal(await page.getByText("from another build").count(), 0);
    });
  });

  describe("suggestions", () => {
    it("shows every replacement, the most accurate first, and sorts by a metric", async () => {
      const { page } = await openSuggestions();
      assert.equal(await page.getByTestId("replacement-row").count(), 3 * (blocks.length - 1));
      assert.deepEqual(await shownIndices(), sortedBy("accuracy", -1));
      await page.getByTestId("sort-params").click();
      assert.deepEqual(await shownIndices(), sortedBy("params", 1));
      await page.getByTestId("sort-params").click();
      assert.deepEqual(await shownIndices(), sortedBy("params", -1));
      assert.equal(
        await page.getByRole("columnheader", { name: "Parameters" }).getAttribute("aria-sort"),
        "descending",
      );
    });

    it("keeps its order over a reload", async () => {
      const { page, send } = await openSuggestions();
      await page.getByTestId("sort-flops").click();
      await page.reload();
      await send({ type: "suggestions", suggestions: suggestions() });
      await page.getByTestId("replacement-row").first().waitFor();
      assert.deepEqual(await shownIndices(), sortedBy("flops", 1));
    });

    it("shows one stage alone", async () => {
      const { page } = await openSuggestions();
      await page.getByTestId("stage-2").click();
      const stages = await page
        .getByTestId("replacement-row")
        .evaluateAll((rows) => rows.map((row) => row.getAttribute("data-stage")));
      assert.deepEqual(new Set(stages), new Set(["2"]));
      assert.equal(stages.length, blocks.length - 1);
    });

    it("applies a replacement, and keeps the focus and the place when the next ones come", async () => {
      const { page, send, posted } = await openSuggestions();
      const apply = page.getByTestId("replacement-row").nth(60).getByTestId("apply");
      const index = (await shownIndices())[60] ?? 0;
      await apply.click();
      const { address } = suggestions();
      assert.deepEqual((await posted()).at(-1), { type: "apply", index, address });
      const place = await page.evaluate("scrollY");
      await send({ type: "suggestions", suggestions: suggestions(index) });
      await page.getByTestId("network").getByText(suggestionsBlocks(index)).first().waitFor();
      assert.equal(await page.evaluate("scrollY"), place);
      const focused = await page
        .getByTestId("replacement-row")
        .evaluateAll((rows) => rows.findIndex((row) => row.contains(document.activeElement)));
      assert.equal(focused, 60);
    });

    it("lists replacements of two blocks, and applies one", async () => {
      const { page, posted } = await openSuggestions();
      await page.getByTestId("tab-two-blocks").click();
      assert.ok(await page.getByTestId("replacement-row").first().isHidden());
      const { address, twoBlocks } = suggestions();
      assert.ok("best" in twoBlocks);
      const row = page.getByTestId("pair-row").nth(1);
      await row.getByTestId("apply").click();
      const index = twoBlocks.best[1]?.network.index;
      assert.deepEqual((await posted()).at(-1), { type: "apply", index, address });
    });

    it("applies one step of the safe path, or all at once", async () => {
      const { page, posted } = await openSuggestions();
      await page.getByTestId("tab-one-block").press("ArrowLeft");
      const { address, safePath } = suggestions();
      assert.ok("steps" in safePath);
      const rows = page.getByTestId("step-row");
      assert.deepEqual(await rows.getByTestId("apply").allTextContents(), [
        "Apply",
        "Apply 1–2",
        "Apply all",
      ]);
      for (const place of [0, 2]) {
        await rows.nth(place).getByTestId("apply").click();
        const index: number | undefined = safePath.steps[place]?.network.index;
        assert.deepEqual((await posted()).at(-1), { type: "apply", index, address });
      }
    });

    it("says what a change within two standard errors means", async () => {
      const { page } = await openSuggestions();
      const undecided = page.locator("td.undecided").first();
      assert.match((await undecided.getAttribute("title")) ?? "", /√\(se₁² \+ se₂²\)/);
    });

    it("says in one sentence why there is no path, and stays on its tab over a reload", async () => {
      const { page, send } = await openSuggestions();
      await page.getByTestId("tab-safe-path").click();
      await page.reload();
      const refusal = "No network of `blox` meets `params <= 1 M`.";
      const none = { ...suggestions(), safePath: { refusal } };
      await send({ type: "suggestions", suggestions: none });
      const told = page.getByRole("tabpanel").getByTestId("summary");
      assert.equal(await told.textContent(), refusal.replaceAll("`", ""));
      assert.equal(await page.getByTestId("step-row").count(), 0);
    });
  });

  for (const theme of Object.keys(themes)) {
    it(`fits its controls and tables into 500 pixels, theme ${theme}`, async () => {
      preview = await openPreview(browser, "suggestions", { theme, width: 500 });
      await preview.send({ type: "suggestions", suggestions: suggestions() });
      await preview.page.getByTestId("replacement-row").first().waitFor();
      const overflow = "document.documentElement.scrollWidth - innerWidth";
      for (const tab of ["one-block", "two-blocks", "safe-path"]) {
        await preview.page.getByTestId(`tab-${tab}`).click();
        assert.equal(await preview.page.evaluate(overflow), 0, tab);
      }
    });
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

  /** The mouse goes along the chart until it is on one of the best networks. */
  async function clickBest(box: { x: number; y: number; width: number; height: number }) {
    const { page } = opened();
    const onBest = page.locator(".chart.on-best");
    for (let x = 60; x < box.width; x += 8) {
      for (let y = 8; y < box.height / 2; y += 8) {
        await page.mouse.move(box.x + x, box.y + y);
        if ((await onBest.count()) > 0) return page.mouse.click(box.x + x, box.y + y);
      }
    }
    return assert.fail("no best network in the chart");
  }

  function shownIndices(): Promise<number[]> {
    return opened()
      .page.getByTestId("replacement-row")
      .evaluateAll((rows) => rows.map((row) => Number(row.getAttribute("data-index"))));
  }

  function sortedBy(metric: string, direction: number): number[] {
    const rows = suggestions().replacements.map(({ index, changes }) => {
      const of = (name: string) =>
        changes.find((change) => change.metric === name)?.difference ?? 0;
      return { index, key: direction * of(metric), flops: of("flops") };
    });
    return rows
      .sort((a, b) => a.key - b.key || a.flops - b.flops || a.index - b.index)
      .map(({ index }) => index);
  }

  function suggestionsBlocks(index: number): string {
    const { network, replacements } = suggestions();
    const changed = replacements.find((replacement) => replacement.index === index);
    return changed?.block ?? network.blocks[0] ?? "";
  }
});
