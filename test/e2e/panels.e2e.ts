import assert from "node:assert/strict";
import { join } from "node:path";
import { REPOSITORY } from "../editor/repository.mjs";
import { editorForSuite } from "./editor-for-suite";

const FILE = "kiosk.blox";

describe("Panels and commands", () => {
  const editor = editorForSuite({
    folder: join(REPOSITORY, "examples"),
    file: FILE,
    theme: "dark",
  });

  it("lists every replacement of the network at the cursor, and applies one", async () => {
    await editor().hideSideBar();
    await editor().putCursorAfter("network kiosk");
    await editor().run("Blox: Suggest Replacement Blocks");
    const panel = await editor().panelWith("replacement-row");
    assert.equal(await panel.part("replacement-row").count(), 3 * 44);
    assert.match(await panel.see("network"), /\(estimated\)/);
    await editor().pointAway();
    await editor().screenshot("suggestions");
    assert.equal(await panel.isWiderThanItsPlace(), false);

    const row = panel.part("replacement-row").first();
    const stage = await row.getAttribute("data-stage");
    const block = await row.locator("code").last().textContent();
    await panel.press("apply");
    await editor().see(`stage ${stage}: ${block}`, FILE);
  });

  it("takes the replacement back as one step", async () => {
    await editor().putCursorAfter("network kiosk", FILE);
    await editor().run("Undo");
    await editor().see("out = a + b", FILE);
  });

  it("shows the way to the best network that can be reached, and applies all of it as one step", async () => {
    await editor().putCursorAfter("network kiosk", FILE);
    await editor().run("Blox: Suggest Replacement Blocks");
    const panel = await editor().panelWith("tab-safe-path");
    await panel.press("tab-safe-path");
    const rows = panel.part("step-row");
    await rows.first().waitFor();
    await editor().pointAway();
    await editor().screenshot("safe-path");
    assert.equal(await panel.isWiderThanItsPlace(), false);
    const block = await rows.last().locator("code").last().textContent();
    await rows.last().locator('[data-testid="apply"]').click();
    await panel.see("summary", /already the most accurate/);
    await editor().see(`: ${block}`, FILE);

    await editor().putCursorAfter("network kiosk", FILE);
    await editor().run("Undo");
    await editor().see("out = a + b", FILE);
  });

  it("keeps a search's result when the window is reloaded", async () => {
    await editor().run("Blox: Search…");
    const panel = await editor().panelWith("run");
    await panel.press("run");
    const status = await panel.see("status", /finished/i);
    const best = await panel.see("best-row");

    await editor().reload();
    const restored = await editor().panelWith("best-table");
    assert.equal(await restored.see("status", /finished/i), status);
    assert.equal(await restored.see("best-row"), best);
  });

  it("writes a new network to fill in, and one that a vector means", async () => {
    await editor().openFile(FILE);
    await editor().run("Blox: New Network");
    await editor().see("network name", FILE);
    await editor().press("Escape");

    await editor().run("Blox: Insert Architecture from Vector, Hash or Index");
    await editor().answer("[[[0],[1,1,1,1]],[[1],[1,1,0,0]],[[0],[0,1,1,0]]]");
    await editor().see("stage 1: st5(conv, mbconv)", FILE);
  });

  it("goes on after the language server was restarted", async () => {
    await editor().run("Blox: Restart Language Server");
    await editor().hover("network found", /Parameters/, FILE);
  });
});
