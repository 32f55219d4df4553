import assert from "node:assert/strict";
import { join } from "node:path";
import { REPOSITORY } from "../editor/repository.mjs";
import { editorForSuite } from "./editor-for-suite";
import { eventually } from "./eventually";

const SEARCH = "search.blox";
const BLOCKS = "blocks.blox";

describe("Searches, imports and spaces in files", () => {
  const editor = editorForSuite({ folder: join(REPOSITORY, "examples"), file: SEARCH });

  it("runs a declared search from the lens above it", async () => {
    await editor().seeLens(/Run search/);
    await editor().pressLens(/Run search/);
    const panel = await editor().panelWith("best-table");
    assert.match(await panel.see("status", /finished/i), /300/);
    assert.match(await panel.see("among"), /holes of camera/);
    await editor().hideSideBar();
    await editor().pointAway();
    await editor().screenshot("declared-search");
    assert.equal(await panel.isWiderThanItsPlace(), false);
    await editor().run("View: Close All Editors in Group");
  });

  it("renames a block in every file that uses it, also where that is not open", async () => {
    await editor().openFile(BLOCKS);
    await editor().putCursorAfter("block look-back", BLOCKS);
    await editor().rename("glance");
    await editor().see("block glance(a, b)", BLOCKS);
    await editor().save(BLOCKS);
    await editor().openFile(SEARCH);
    await editor().see("stage 3: glance(bconv, mbconv)", SEARCH);
    await editor().see("? in { conv, glance(_, _) }", SEARCH);
    await editor().save(SEARCH);
    const saved = await eventually("the renamed block on disk", async () => {
      const text = await editor().savedText(SEARCH);
      return text.includes("glance") && text;
    });
    assert.doesNotMatch(saved, /look-back/);
    await editor().noProblems(SEARCH);
  });

  it("knows a space that a file declares", async () => {
    await editor().openFile("own-space.blox");
    const said = await editor().hover("space tiny", /networks/, "own-space.blox");
    assert.match(said, /441 networks, 2 stages × 21 blocks/);
    await editor().pointAway();
    const holes = await editor().hover("network digits", /ways to fill/, "own-space.blox");
    assert.match(holes, /21 ways to fill its holes, of which \d+ meet every requirement/);
    await editor().screenshot("own-space");
    await editor().pointAway();
  });

  it("searches a space that a file declares, from the lens of a network in it", async () => {
    await editor().pressLens(/^Search/);
    const panel = await editor().panelWith("run");
    await panel.see("objective-1", /Minimize Parameters/);
    await panel.press("run");
    await panel.see("status", /300 \/ 300 evaluations.*finished/);
    assert.equal(await panel.part("among").count(), 0);
    await editor().run("View: Close All Editors in Group");
  });

  it("opens a built-in space to read", async () => {
    await editor().openFile("kiosk.blox");
    await editor().putCursorAfter("space blox", "kiosk.blox");
    await editor().run("Go to Definition");
    await editor().see("block of 1..2 ops", "blox.blox");
    await editor().type("x");
    await editor().see("space blox {", "blox.blox");
    await editor().screenshot("built-in-space");
  });
});
