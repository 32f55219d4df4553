import assert from "node:assert/strict";
import Papa from "papaparse";
import type { Browser } from "playwright-core";
import type { QueryResult } from "../../server/messages";
import { chromiumPath, launch, openPreview, type Preview } from "./preview";
import { sampleResult } from "./sample-rows";

const [id, params, accuracy] = [0, 3, 5];

describe(`rows in Chromium${chromiumPath ? "" : " (skipped: no Chromium was found)"}`, () => {
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

  async function openRows(result: QueryResult): Promise<Preview> {
    preview = await openPreview(browser, "rows", { width: 500, height: 800 });
    await preview.send({ type: "rows", result });
    await preview.page.getByTestId("status").filter({ hasText: "row" }).waitFor();
    return preview;
  }

  it("says that it is ready, and what to do", async () => {
    preview = await openPreview(browser, "rows");
    assert.deepEqual(await preview.posted(), [{ type: "ready" }]);
    assert.match(await textOf("note"), /Run a query in a file/);
  });

  it("says how many rows there are, how long it took, and that there are more", async () => {
    await openRows(sampleResult(10_000));
    assert.equal(await textOf("status"), "First 10,000 rows · 0.4 s · sample");
    assert.equal(
      await textOf("query"),
      "SELECT * FROM network_summary ORDER BY test_top1 DESC LIMIT 10000;",
    );
    assert.match(await textOf("note"), /more rows/);
    await opened().send({ type: "rows", result: sampleResult(1) });
    await opened().page.getByText("1 row · 0.4 s · sample").waitFor();
    assert.equal(await opened().page.getByTestId("note").isVisible(), false);
  });

  it("has those rows in the page that are seen, and scrolls with the keys", async () => {
    const result = sampleResult(10_000);
    const { page } = await openRows(result);
    const table = page.getByTestId("rows");
    assert.equal(await table.getAttribute("aria-rowcount"), "10001");
    assert.ok((await page.getByTestId("row").count()) < 70);
    await page.getByTestId("rows-place").focus();
    for (const [key, row] of [
      ["End", 9999],
      ["Home", 0],
    ] as const) {
      await page.keyboard.press(key);
      const shown = table.locator(`[aria-rowindex="${row + 2}"]`);
      await shown.waitFor();
      assert.equal(await shown.locator("td").first().textContent(), `${result.rows[row]?.[id]}`);
      await page.waitForFunction(
        ([index, height]) => {
          const box = document.querySelector(`[aria-rowindex="${index}"]`)?.getBoundingClientRect();
          return box !== undefined && box.top >= 0 && box.bottom <= Number(height);
        },
        [row + 2, 800],
      );
    }
    await page.keyboard.press("PageDown");
    await table.locator('[aria-rowindex="60"]').waitFor();
  });

  it("sorts by a heading, up, down and back", async () => {
    const result = sampleResult(30);
    const { page } = await openRows(result);
    const known = result.rows
      .map((row) => row[accuracy])
      .filter((cell) => typeof cell === "number");
    const unknown = Array.from({ length: 30 - known.length }, () => "NULL");
    const up = known.toSorted((a, b) => a - b).map(String);
    const heading = page.getByRole("columnheader", { name: "test_top1" });
    const orders = [
      ["ascending", [...up, ...unknown]],
      ["descending", [...up.toReversed(), ...unknown]],
      ["none", result.rows.map((row) => `${row[accuracy] ?? "NULL"}`)],
    ] as const;
    for (const [order, cells] of orders) {
      await heading.getByRole("button").press("Enter");
      assert.equal(await heading.getAttribute("aria-sort"), order);
      assert.deepEqual(await column(accuracy), cells);
    }
  });

  it("gives the rows as CSV, as they are sorted", async () => {
    const result = sampleResult(200);
    const { page, posted } = await openRows(result);
    await page.getByTestId(`sort-${id}`).click();
    await page.getByTestId("save").click();
    const message = (await posted()).at(-1) as { type: string; csv: string };
    assert.equal(message.type, "save");
    const { data } = Papa.parse<string[]>(message.csv, { skipEmptyLines: true });
    const sorted = result.rows.toSorted((a, b) => Number(a[id]) - Number(b[id]));
    assert.deepEqual(data, [
      result.columns,
      ...sorted.map((row) => row.map((cell) => `${cell ?? ""}`)),
    ]);
  });

  it("plots two columns of numbers, tells the row under the mouse, and goes to it", async () => {
    // One point, which is in the middle.
    const result = sampleResult(400);
    const rows = result.rows.map((row, i) => row.with(accuracy, i === 300 ? 70 : null));
    const { page } = await openRows({ ...result, rows });
    await page.getByTestId("plot").click();
    await page.getByTestId("plot-y").click();
    await page.getByTestId("plot-y").locator(`[value="${accuracy}"]`).click();
    const x = Number(rows[300]?.[params]);
    const chart = page.getByTestId("chart");
    await page.getByRole("img", { name: "Chart of test_top1 against params" }).waitFor();
    const area = await chart.locator(".u-over").boundingBox();
    assert.ok(area);
    const all = rows.map((row) => Number(row[params]));
    const [low, high] = [Math.min(...all), Math.max(...all)];
    // The axis has a margin of 4 % at either side.
    const place = (0.04 + (x - low) / (high - low)) / 1.08;
    const at = [area.x + place * area.width, area.y + area.height / 2] as const;
    await page.mouse.move(...at);
    const tip = page.getByRole("tooltip");
    await tip.waitFor();
    assert.ok((await tip.textContent())?.includes(`params${x}`));
    await page.mouse.click(...at);
    const marked = page.locator('[data-testid="row"][aria-current]');
    await marked.waitFor();
    assert.equal(await marked.getAttribute("aria-rowindex"), "302");
    assert.ok(await marked.evaluate((row) => row.getBoundingClientRect().bottom <= innerHeight));
  });

  it("offers no plot where there are no two columns of numbers", async () => {
    const { page } = await openRows(
      sampleResult(0, { columns: ["a", "b"], rows: [[1, "x"]], isCut: false }),
    );
    assert.equal(await page.getByTestId("plot").isVisible(), false);
    assert.equal(await page.getByTestId("save").isVisible(), true);
  });

  it("can be cancelled while a query runs, and shows the rows before it", async () => {
    const { page, send, posted } = await openRows(sampleResult(30));
    assert.equal(await page.getByTestId("cancel").isVisible(), false);
    await send({ type: "running", benchmark: "sample", sql: "SELECT 2" });
    await page.getByText("Running on sample…").waitFor();
    assert.equal(await textOf("query"), "SELECT 2");
    await page.getByTestId("cancel").click();
    assert.deepEqual((await posted()).at(-1), { type: "cancel" });
    await send({ type: "cancelled" });
    await page.getByText("30 rows").waitFor();
    assert.match(await textOf("note"), /cancelled/);
    assert.equal(await page.getByTestId("cancel").isVisible(), false);
  });

  it("says why a query cannot be answered, and shows no rows beside it", async () => {
    const { page, send } = await openRows(sampleResult(30));
    await send({ type: "failed", message: "There is no column `test_top`." });
    await page.getByRole("alert").waitFor();
    assert.equal(await page.getByRole("alert").textContent(), "There is no column test_top.");
    assert.equal(await page.getByTestId("rows").isVisible(), false);
    await send({ type: "rows", result: sampleResult(0) });
    await page.getByText("The query gives no rows.").waitFor();
    assert.equal(await page.getByRole("alert").isVisible(), false);
    assert.equal(await page.getByRole("columnheader").count(), 7);
  });

  it("keeps the rows, their order and the plot over a reload", async () => {
    const { page, send } = await openRows(sampleResult(30));
    await page.getByTestId("plot").click();
    await page.getByTestId(`sort-${params}`).click();
    const before = await column(params);
    await page.reload();
    await page.getByTestId("chart").locator("canvas").waitFor();
    assert.deepEqual(await column(params), before);
    // The editor's side says them again.
    await send({ type: "rows", result: sampleResult(30) });
    assert.deepEqual(await column(params), before);
    await send({ type: "rows", result: sampleResult(30, { sql: "SELECT 1" }) });
    await page.getByText("SELECT 1").waitFor();
    assert.notDeepEqual(await column(params), before);
  });

  it("is no wider than its place", async () => {
    const { page } = await openRows(sampleResult(30));
    await page.getByTestId("plot").click();
    await page.getByTestId("chart").locator("canvas").waitFor();
    assert.equal(await page.evaluate("document.documentElement.scrollWidth - innerWidth"), 0);
  });

  function opened(): Preview {
    assert.ok(preview);
    return preview;
  }

  async function textOf(testId: string): Promise<string> {
    return (await opened().page.getByTestId(testId).textContent()) ?? "";
  }

  function column(place: number): Promise<string[]> {
    return opened()
      .page.locator(`[data-testid="row"] td:nth-child(${place + 1})`)
      .allTextContents();
  }
});
