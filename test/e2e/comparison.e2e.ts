import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { REPOSITORY } from "../editor/repository.mjs";
import { editorForSuite } from "./editor-for-suite";

const FILE = "first-network.blox";

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
    await panel.part("plot").getByRole("img", { name: /^Plot of the regret/ }).waitFor();
    assert.equal(await panel.isWiderThanItsPlace(), false);
  });

  it("saves the comparison and its plot", async () => {
    const panel = await editor().panelWith("run");
    await panel.press("save");
    await editor().answer(editor().pathOf("found.json"));
    await editor().seeStatus(/found\.json saved/);
    const found = JSON.parse(await readFile(editor().pathOf("found.json"), "utf8"));
    assert.deepEqual([found.space, found.seeds.length], ["blox", 6]);
    await panel.press("save-plot");
    await editor().answer(editor().pathOf("found.svg"));
    await editor().seeStatus(/found\.svg saved/);
    assert.match(await readFile(editor().pathOf("found.svg"), "utf8"), /^<svg /);
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
    await panel.part("plot").getByRole("img", { name: /^Plot of the regret/ }).waitFor();
    assert.equal(await panel.part("seeds").locator("input").inputValue(), "9,000");
  });

  it("opens a comparison from its file, without a network in sight", async () => {
    await editor().run("View: Close All Editors");
    await editor().run("Blox: Compare Algorithms");
    const panel = await editor().panelWith("run");
    await panel.see("empty");
    await panel.press("open");
    await editor().answer(editor().pathOf("found.json"));
    await panel.see("title", /over 6 seeds/);
  });

  it("is readable in every kind of theme", async () => {
    const panel = await editor().panelWith("regret-table");
    await panel.press("logarithmic");
    await panel.part("plot").locator('[data-part="y-tick"]', { hasText: "0.1" }).first().waitFor();
    for (const kind of ["light", "dark", "high contrast dark", "high contrast light"] as const) {
      await editor().useTheme(kind);
      await editor().pointAway();
      await editor().screenshot(`comparison-${kind.replaceAll(" ", "-")}`);
    }
  });
});
