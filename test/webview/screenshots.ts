/**
 * Pictures of views in every kind of theme, narrow and wide:
 * `npx tsx test/webview/screenshots.ts FOLDER`. The values in them are sample values.
 */
import { resolve } from "node:path";
import { comparisonPlot } from "../../server/comparison/comparison-plot";
import { themePaint } from "../../server/comparison/plot-paint";
import { shownComparison } from "../../server/comparison/shown-comparison";
import { chromiumPath, launch, openPreview } from "./preview";
import { cloud, declared, progress, result, setup, spec, suggestions } from "./sample";
import { address, comparison, setup as comparisonSetup } from "./sample-comparison";
import { curvesRequest, sampleCurves } from "./sample-curves";
import { sampleResult } from "./sample-rows";
import { themes } from "./themes";

const [folder = "."] = process.argv.slice(2);
if (chromiumPath === undefined) throw new Error("No Chromium was found.");
const browser = await launch(chromiumPath);
const target = { uri: "file:///examples/kiosk.blox", network: "kiosk" };

for (const theme of Object.keys(themes)) {
  for (const width of [500, 1000]) {
    const search = await openPreview(browser, "search", { theme, width, height: 1100 });
    await search.send({ type: "setup", setup, target });
    await search.send({ type: "cloud", cloud: cloud() });
    await search.page.locator(".uplot").waitFor();
    const picture = (name: string) =>
      search.page.screenshot({ path: resolve(folder, `${name}-${theme}-${width}.png`) });
    if (theme === "dark") await picture("search-empty");
    if (theme === "light") {
      await search.send({ type: "started", spec, trace: "a.blox-trace" });
      await search.send({ type: "progress", progress: progress(312) });
      await search.page.getByText("312 /").waitFor();
      await picture("search-running");
    }
    await search.send({ type: "result", result: result(300) });
    await search.page.getByText("finished").waitFor();
    const row = search.page.getByTestId("best-row").nth(2);
    await row.click({ position: { x: 5, y: 5 } });
    await search.page.getByTestId("chart").hover({ position: { x: width / 2, y: 120 } });
    await picture("search");
    await search.send({ type: "declared", spec: declared });
    await search.page.getByTestId("among").waitFor();
    await picture("search-declared");
    console.log(search.problems);
    await search.page.close();

    const compared = await openPreview(browser, "comparison", { theme, width, height: 1300 });
    await compared.send({ type: "setup", setup: comparisonSetup, address });
    await compared.page.getByTestId("run").waitFor();
    await compared.send({ type: "comparison", comparison: shownComparison(comparison) });
    for (const isLogarithmic of [false, true]) {
      const drawn = { width: width - 34, isLogarithmic, paint: themePaint };
      await compared.send({ type: "plot", svg: comparisonPlot(comparison, drawn) });
      await compared.page.locator("svg[role=img]").waitFor();
      const name = `comparison${isLogarithmic ? "-log" : ""}-${theme}-${width}.png`;
      await compared.page.screenshot({ path: resolve(folder, name) });
    }
    await compared.send({ type: "started" });
    await compared.send({ type: "progress", progress: { done: 12, runs: 60 } });
    await compared.page.getByText("12 of 60 runs").waitFor();
    await compared.page.screenshot({
      path: resolve(folder, `comparison-running-${theme}-${width}.png`),
    });
    console.log(compared.problems);
    await compared.page.close();

    const view = await openPreview(browser, "suggestions", { theme, width, height: 700 });
    await view.send({ type: "suggestions", suggestions: suggestions() });
    await view.page.getByTestId("replacement-row").first().waitFor();
    await view.page.getByTestId("sort-accuracy").focus();
    await view.page.screenshot({ path: resolve(folder, `suggestions-${theme}-${width}.png`) });
    for (const tab of ["two-blocks", "safe-path"]) {
      await view.page.getByTestId(`tab-${tab}`).click();
      await view.page.screenshot({ path: resolve(folder, `${tab}-${theme}-${width}.png`) });
    }
    console.log(view.problems);
    await view.page.close();

    const curves = await openPreview(browser, "curves", { theme, width, height: 800 });
    await curves.send({ type: "curves", request: curvesRequest, curves: sampleCurves });
    await curves.page.locator(".uplot").waitFor();
    await curves.page.locator(".u-over").hover({ position: { x: width / 3, y: 120 } });
    await curves.page.getByRole("tooltip").waitFor();
    await curves.page.screenshot({ path: resolve(folder, `curves-${theme}-${width}.png`) });
    console.log(curves.problems);
    await curves.page.close();

    const rows = await openPreview(browser, "rows", { theme, width, height: 700 });
    await rows.send({ type: "rows", result: sampleResult(10_000) });
    await rows.page.getByTestId("sort-5").click();
    await rows.page.screenshot({ path: resolve(folder, `rows-${theme}-${width}.png`) });
    await rows.page.getByTestId("plot").click();
    await rows.page.locator(".uplot").waitFor();
    await rows.page.getByTestId("chart").hover({ position: { x: width / 2, y: 150 } });
    await rows.page.screenshot({ path: resolve(folder, `rows-plot-${theme}-${width}.png`) });
    console.log(rows.problems);
    await rows.page.close();
  }
}
await browser.close();
