import assert from "node:assert/strict";
import { join } from "node:path";
import { REPOSITORY } from "../editor/repository.mjs";
import { editorForSuite } from "./editor-for-suite";

const FILE = "kiosk.blox";

describe("The graph of a network", () => {
  const editor = editorForSuite({ folder: join(REPOSITORY, "examples"), file: FILE });

  it("draws the network beside the editor, which keeps the focus", async () => {
    await editor().hideSideBar();
    await editor().putCursorAfter("network kiosk");
    await editor().run("Blox: Show Graph");
    const panel = await editor().panelWith("drawing");
    await panel.see("network", /kiosk in space blox/);
    await panel.see("stage-3", /st5\(bconv, mbconv\).*1\.18 M/s);
    await panel.see("total", /3\.\d\d M|2\.\d\d M/);
    assert.equal(await panel.isWiderThanItsPlace(), false);
  });

  it("follows what is typed, holes and mistakes among it", async () => {
    const panel = await editor().panelWith("drawing");
    await editor().putCursorAfter("network kiosk", FILE);
    await editor().replace("stage 1: conv", "stage 1: conv | bconv", FILE);
    await panel.see("stage-1", /conv \| bconv/);
    await editor().replace("stage 2: conv -> mbconv", "stage 2: ?", FILE);
    await panel.see("stage-2", /45 choices/);
    await editor().replace("stage 1: conv | bconv", "stage 1: conf", FILE);
    await panel.see("missing", /Stage 1: .*no operation conf/);
    await panel.see("stage-1", /not understood/);
    await editor().screenshot("graph-open");
    await editor().replace("stage 1: conf", "stage 1: mbconv", FILE);
    await panel.part("missing").waitFor({ state: "hidden" });
  });

  it("follows the network when it is renamed", async () => {
    const panel = await editor().panelWith("drawing");
    await editor().replace("network kiosk", "network counter", FILE);
    await panel.see("network", /counter in space blox/);
  });

  it("leads to a stage in the editor, by the mouse and by the keyboard", async () => {
    const panel = await editor().panelWith("drawing");
    await panel.press("stage-3");
    await editor().seeCursorAt(10, 3);
    await panel.part("stage-2").press("Enter");
    await editor().seeCursorAt(9, 3);
  });

  it("is there again when the window is reloaded", async () => {
    await editor().save(FILE);
    await editor().reload();
    const panel = await editor().panelWith("drawing");
    await panel.see("network", /counter/);
    await panel.see("stage-2", /45 choices/);
    await editor().putCursorAfter("stage 2: ?", FILE);
    await editor().type(" in { conv, bconv }");
    await panel.see("stage-2", /2 choices/);
  });

  it("is readable in every kind of theme", async () => {
    await editor().replace("stage 2: ? in { conv, bconv }", "stage 2: conv -> mbconv", FILE);
    const panel = await editor().panelWith("drawing");
    await panel.see("total");
    for (const kind of ["light", "dark", "high contrast dark", "high contrast light"] as const) {
      await editor().useTheme(kind);
      await editor().pointAway();
      await editor().screenshot(`graph-${kind.replaceAll(" ", "-")}`);
    }
  });
});
