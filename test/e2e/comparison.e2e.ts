import assert from "node:assert/strict";
import { join } from "node:path";
import { REPOSITORY } from "../editor/repository.mjs";
import { editorForSuite } from "./editor-for-suite";
import { eventually } from "./eventually";

const FILE = "kiosk.blox";

describe("The comparison of algorithms", () => {
  const editor = editorForSuite({ folder: join(REPOSITORY, "examples"), file: FILE });

  it("runs algorithms beside the editor, and plots their regrets", async () => {
    await editor().hideSideBar();
    await editor().run("Blox: Compare Algorithms");
    const panel = await editor().panelWith("run");
    await panel.part("seeds").locator("input").fill("6");
    await panel.press("run");
    await panel.see("title", /Regret to the highest accuracy of blox, .* over 6 seeds/);
    assert.equal(await panel.part("regret-rows").count(), 3);
    await panel
      .part("plot")
      .getByRole("img", { name: /^Plot of the regret/ })
      .waitFor();
    assert.equal(await panel.isWiderThanItsPlace(), false);
  });

  it("saves the comparison and its plot", async () => {
    const panel = await editor().panelWith("run");
    await panel.press("save");
    await accept(/\/comparison\.json$/);
    const found = JSON.parse(await eventually("the comparison", () => saved("comparison.json")));
    assert.deepEqual([found.space, found.seeds.length], ["blox", 6]);
    await panel.press("save-plot");
    await accept(/\/comparison\.svg$/);
    assert.match(await eventually("the plot", () => saved("comparison.svg")), /^<svg /);
  });

  it("keeps the earlier comparison where one is cancelled", async () => {
    const panel = await editor().panelWith("run");
    const title = await panel.see("title");
    await panel.part("seeds").locator("input").fill("9,000");
    await panel.press("run");
    await panel.see("status", /of 27,000 runs/);
    await panel.press("cancel");
    await panel.see("message", /Cancelled: half a comparison is none/);
    assert.equal(await panel.see("title"), title);
  });

  it("is there again when the window is reloaded", async () => {
    const before = await (await editor().panelWith("run")).see("regret-table");
    await editor().reload();
    const panel = await editor().panelWith("regret-table");
    assert.equal(await panel.see("regret-table"), before);
    await panel
      .part("plot")
      .getByRole("img", { name: /^Plot of the regret/ })
      .waitFor();
    assert.equal(await panel.part("seeds").locator("input").inputValue(), "9,000");
  });

  it("opens a comparison from its file, without a network in sight", async () => {
    await editor().run("View: Close All Editors");
    await editor().run("Blox: Compare Algorithms");
    const panel = await editor().panelWith("run");
    await panel.see("empty");
    await panel.press("open");
    await eventually("the dialog for a file", () => dialog().isVisible());
    // The dialog may still write the folder that it starts in over what is typed.
    await eventually("the file in the dialog, and the dialog closed", async () => {
      await dialog().locator("input.input").fill(editor().pathOf("comparison.json"));
      await dialog().locator(".quick-input-action .monaco-button").first().click();
      return dialog()
        .waitFor({ state: "hidden", timeout: 5000 })
        .then(
          () => true,
          () => false,
        );
    });
    await panel.see("title", /over 6 seeds/);
  });

  it("is readable in every kind of theme", async () => {
    const panel = await editor().panelWith("regret-table");
    await panel.press("logarithmic");
    await panel.part("plot").locator('[data-part="y-tick"]', { hasText: "0.1" }).first().waitFor();
    await panel.part("title").evaluate((title) => title.scrollIntoView());
    for (const kind of ["light", "dark", "high contrast dark", "high contrast light"] as const) {
      await editor().useTheme(kind);
      await editor().pointAway();
      await editor().screenshot(`comparison-${kind.replaceAll(" ", "-")}`);
    }
  });

  const dialog = () => editor().page.locator(".quick-input-widget");

  /** Takes the place that the dialog for files offers. */
  async function accept(place: RegExp): Promise<void> {
    await eventually(`a place that ends in ${place}`, async () =>
      place.test(await dialog().locator("input.input").inputValue()),
    );
    await dialog().locator(".quick-input-action .monaco-button").first().click();
    await dialog().waitFor({ state: "hidden" });
  }

  /** A file once the whole of it is there: both kinds end in a line break. */
  async function saved(name: string): Promise<string | false> {
    const text = await editor()
      .savedText(name)
      .catch(() => "");
    return text.endsWith("\n") && text;
  }
});
