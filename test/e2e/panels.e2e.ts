import assert from "node:assert/strict";
import { join } from "node:path";
import { REPOSITORY } from "../editor/repository.mjs";
import { editorForSuite } from "./editor-for-suite";

const FILE = "first-network.blox";

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

    const before = await editor().textOnScreen(FILE);
    const best = await panel.part("replacement-row").first().textContent();
    await panel.press("apply");
    const after = await editor().textOnceOtherThan(before, FILE);
    const stage = /stage (\d)/.exec(changedLine(before, after))?.[1];
    assert.equal((best ?? "").trim().startsWith(stage ?? "?"), true);
  });

  it("takes the replacement back as one step", async () => {
    const before = await editor().textOnScreen(FILE);
    await editor().putCursorAfter("network kiosk", FILE);
    await editor().run("Undo");
    assert.match(await editor().textOnceOtherThan(before, FILE), /out = a \+ b/);
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
    const before = await editor().textOnScreen(FILE);
    await editor().run("Blox: New Network");
    const after = await editor().textOnceOtherThan(before, FILE);
    assert.match(after, /network name \{/);
    await editor().press("Escape");

    await editor().run("Blox: Insert Architecture from Vector or Hash");
    await editor().answer("[[[0],[1,1,1,1]],[[1],[1,1,0,0]],[[0],[0,1,1,0]]]");
    const inserted = await editor().textOnceOtherThan(after, FILE);
    assert.match(inserted, /stage 1: st5\(conv, mbconv\)/);
  });

  it("goes on after the language server was restarted", async () => {
    await editor().run("Blox: Restart Language Server");
    await editor().hover("network found", /Parameters/, FILE);
  });
});

/** The first line of `after` that `before` has not. */
function changedLine(before: string, after: string): string {
  const known = new Set(before.split("\n"));
  return after.split("\n").find((line) => !known.has(line)) ?? "";
}
