import assert from "node:assert/strict";
import type { Browser } from "playwright-core";
import type { TrainingCurves } from "../../server/messages";
import { chromiumPath, launch, openPreview, type Preview } from "./preview";
import { curvesRequest, epochCount, sampleCurves } from "./sample-curves";
import { themes } from "./themes";

describe(`the view of curves in Chromium${chromiumPath ? "" : " (skipped: no Chromium was found)"}`, () => {
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

  async function show(curves: TrainingCurves = sampleCurves, options = {}): Promise<Preview> {
    preview = await openPreview(browser, "curves", options);
    await preview.send({ type: "curves", request: curvesRequest, curves });
    await preview.page.getByTestId("notes").getByRole("listitem").first().waitFor();
    return preview;
  }

  /** What is said of the place of the mouse. */
  const tip = ({ page }: Preview) => page.getByRole("tooltip");
  const rows = ({ page }: Preview) => page.getByTestId("curve-row");
  const line = ({ page }: Preview, name: string) => page.getByRole("button", { name });

  /** Epochs, from 1, in a part of the chart, from 0 to 1. */
  async function epochAt(view: Preview, part: number): Promise<number> {
    const { x, y, width } = await plotBox(view);
    await view.page.mouse.move(x + part * width, y + 100);
    await tip(view).waitFor();
    return Number(/^Epoch (\d+)/.exec(await tip(view).innerText())?.[1]);
  }

  async function plotBox({ page }: Preview) {
    const box = await page.locator(".u-over").boundingBox();
    assert.ok(box);
    return box;
  }

  it("says that it is ready, and plots the first metric that there is", async () => {
    const view = await show();
    assert.deepEqual(await view.posted(), [{ type: "ready" }]);
    await view.page.getByRole("img", { name: /^Chart of Validation top-1, % by epoch/ }).waitFor();
    assert.equal(
      await view.page.getByTestId("heading").innerText(),
      "Training curves in space blox",
    );
  });

  it("tells of each network the final value and the best over epochs, and of several seeds their mean", async () => {
    const view = await show();
    const table = (await rows(view).allInnerTexts()).map((text) => text.split(/[\t\n]+/));
    const of = (name: string, seed: number) =>
      sampleCurves.curves
        .find(
          ({ network, column, seed: one }) =>
            network.name === name && column === "val_top1" && one === seed,
        )
        ?.values.map(Number) ?? [];
    const percent = (value: number) => `${value.toPrecision(4)} %`;
    const mean = (values: readonly number[]) => values.reduce((a, b) => a + b) / values.length;
    const best = (values: readonly number[]) => Math.max(...values);
    const epoch = (values: readonly number[]) => values.indexOf(best(values)) + 1;
    const seeds = [1, 2, 3].map((seed) => of("lean", seed));
    const epochs = seeds.map(epoch);
    const recipe = `${epochCount} epochs, made-up`;
    const told = (values: readonly number[]) => [
      percent(values.at(-1) ?? 0),
      percent(best(values)),
      `epoch ${epoch(values)}`,
      recipe,
    ];
    assert.deepEqual(table, [
      [
        "lean",
        "mean of 3 seeds",
        percent(mean(seeds.map((values) => values.at(-1) ?? 0))),
        percent(mean(seeds.map(best))),
        `epochs ${Math.min(...epochs)} to ${Math.max(...epochs)}`,
        recipe,
      ],
      ...seeds.map((values, place) => ["lean", `seed ${place + 1}`, ...told(values)]),
      ["kiosk", "seed 1", ...told(of("kiosk", 1))],
      ["wide", "seed 1", ...told(of("wide", 1))],
    ]);
    assert.equal(
      await view.page.getByTestId("source").innerText(),
      "Validation top-1 is measured on the validation split: Made-up waves, of no licence",
    );
  });

  it("shows another metric, and says what has none of it", async () => {
    const view = await show();
    await view.page.getByTestId("column").click();
    await view.page.getByRole("option", { name: "Validation loss" }).click();
    await view.page.getByRole("img", { name: /^Chart of Validation loss by epoch/ }).waitFor();
    assert.equal(await rows(view).count(), 2);
    assert.equal(await line(view, "kiosk").count(), 0);
    assert.deepEqual(await view.page.getByTestId("notes").getByRole("listitem").allInnerTexts(), [
      "kiosk has no curve of the validation loss.",
      "odd has no training curves in Made-up waves.",
    ]);
  });

  it("hides a network and the seeds, and keeps that and the metric over a reload", async () => {
    const view = await show();
    const { page } = view;
    await line(view, "kiosk").click();
    await line(view, "each seed").click();
    assert.equal(await rows(view).count(), 3);
    await epochAt(view, 0.5);
    assert.match(await tip(view).innerText(), /lean\s+.*wide/s);
    assert.doesNotMatch(await tip(view).innerText(), /kiosk/);

    await page.reload();
    await view.send({ type: "curves", request: curvesRequest, curves: sampleCurves });
    await line(view, "kiosk").waitFor();
    const pressed = (name: string) => line(view, name).getAttribute("aria-pressed");
    assert.equal(await pressed("kiosk"), "false");
    assert.equal(await pressed("each seed"), "false");
    assert.equal(await pressed("lean"), "true");
    await line(view, "kiosk").press("Enter");
    assert.equal(await pressed("kiosk"), "true");
    // The focus stays where it was.
    assert.equal(await page.evaluate("document.activeElement.textContent"), "kiosk");
    const state = JSON.parse(`${await page.evaluate("sessionStorage.getItem('state')")}`);
    assert.deepEqual(state.request, curvesRequest);
  });

  it("says the epoch and the values at the mouse, and of several seeds their range", async () => {
    const view = await show();
    const epoch = await epochAt(view, 0.5);
    assert.ok(Math.abs(epoch - epochCount / 2) <= 1, `${epoch}`);
    const at = ({ values }: { values: readonly (number | null)[] }) => Number(values[epoch - 1]);
    const percent = (value: number) => `${value.toPrecision(4)} %`;
    const own = sampleCurves.curves
      .filter(({ network, column }) => network.name === "lean" && column === "val_top1")
      .map(at);
    const mean = (own[0] ?? 0) / 3 + (own[1] ?? 0) / 3 + (own[2] ?? 0) / 3;
    const range = `${percent(Math.min(...own))} to ${percent(Math.max(...own))}`;
    const said = await tip(view).innerText();
    assert.ok(said.includes(`${percent(mean)} (${range})`), said);
    await view.page.getByTestId("heading").hover();
    assert.equal(await tip(view).isHidden(), true);
  });

  it("zooms where it is dragged over, stays so while lines are hidden, and shows all again", async () => {
    const view = await show();
    const { x, y, width } = await plotBox(view);
    const first = await epochAt(view, 0.5);
    await view.page.mouse.down();
    await view.page.mouse.move(x + 0.75 * width, y + 100, { steps: 4 });
    await view.page.mouse.up();
    const left = async () => epochAt(view, 0.02);
    assert.ok(Math.abs((await left()) - first) <= 1);
    await line(view, "wide").click();
    assert.ok(Math.abs((await left()) - first) <= 1);
    await view.page.mouse.dblclick(x + 0.5 * width, y + 100);
    await view.page.mouse.move(x + 0.4 * width, y + 100);
    assert.ok((await left()) <= 3);
  });

  it("says what to do where there is nothing to plot, and why it is so", async () => {
    const view = await show({ ...sampleCurves, curves: [] });
    await view.page.getByTestId("empty").getByText("Import Benchmark…").waitFor();
    assert.equal(await view.page.getByTestId("chart").isHidden(), true);
    await view.page.getByTestId("notes").getByText("odd has no training curves").waitFor();
  });

  it("says why it failed, and shows what comes after", async () => {
    const view = await show();
    await view.send({ type: "failed", message: "The space `mine` is gone." });
    await view.page.getByRole("alert").getByText("The space mine is gone.").waitFor();
    assert.equal(await view.page.getByTestId("chart").isHidden(), true);
    assert.equal(await view.page.getByTestId("empty").isHidden(), true);
    await view.send({ type: "curves", request: curvesRequest, curves: sampleCurves });
    await view.page.getByTestId("chart").waitFor();
    assert.equal(await view.page.getByTestId("message").isHidden(), true);
  });

  it("shows a training that diverged, and one of a single epoch", async () => {
    const [one] = sampleCurves.curves;
    assert.ok(one);
    const curves = [
      { ...one, values: [1, 2, null] },
      { ...one, network: { name: "short", index: 5 }, seed: null, values: [3] },
    ];
    const view = await show({ ...sampleCurves, curves });
    const table = (await rows(view).allInnerTexts()).map((text) => text.split(/[\t\n]+/));
    assert.deepEqual(table, [
      ["lean", "seed 1", "no number", "2.000 %", "epoch 2", "3 epochs, made-up"],
      ["short", "one, of an unknown seed", "3.000 %", "3.000 %", "epoch 1", "1 epoch, made-up"],
    ]);
  });

  for (const theme of Object.keys(themes)) {
    it(`fits into 420 pixels, and draws each line in its colour, theme ${theme}`, async () => {
      const view = await show(sampleCurves, { theme, width: 420 });
      const { page } = view;
      assert.equal(await page.evaluate("document.documentElement.scrollWidth - innerWidth"), 0);
      const looks = await page
        .locator("[data-testid=legend] line")
        .evaluateAll((lines) =>
          lines.map(
            (line) => `${line.getAttribute("stroke")}${line.getAttribute("stroke-dasharray")}`,
          ),
        );
      assert.equal(new Set(looks).size, 4);
      const background = themes[theme]?.variables["editor-background"] ?? "";
      assert.ok(!looks.some((look) => look.startsWith(background)));
    });
  }
});
