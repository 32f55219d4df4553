import assert from "node:assert/strict";
import { join } from "node:path";
import { REPOSITORY } from "../editor/repository.mjs";
import { editorForSuite } from "./editor-for-suite";

const FILE = "kiosk.blox";

describe("First light", () => {
  const editor = editorForSuite({ folder: join(REPOSITORY, "examples"), file: FILE });

  it("tells what a network costs, how good it is, and where the numbers come from", async () => {
    const said = await editor().hover("network kiosk", /Parameters/);

    assert.match(said, /FLOPs/i);
    assert.match(said, /accuracy/i);
    assert.match(said, /estimated/);
    await editor().screenshot("hover");
    await editor().pointAway();
  });

  it("underlines a wrong operation, with a reason", async () => {
    await editor().replace("stage 1: conv", "stage 1: cnov");
    // The editor asks for new lenses only while it has the focus.
    await editor().seeLens(/not complete: no numbers yet/);

    const problems = await editor().problems(/cnov/);
    assert.equal(problems.length, 1);
    await editor().screenshot("diagnostic");

    await editor().closePanel();
    await editor().replace("stage 1: cnov", "stage 1: conv");
    await editor().noProblems();
  });

  it("searches from the palette, shows the progress, and finishes", async () => {
    await editor().hideSideBar();
    await editor().putCursorAfter("network kiosk");
    await editor().run("Blox: Search…");
    const panel = await editor().panelWith("run");

    await panel.press("run");
    await panel.see("status", /finished/i);
    await panel.see("best-table");
    await editor().screenshot("search");
  });

  it("applies the best network with one click, and the hover follows", async () => {
    const hoverBefore = await editor().hover("network kiosk", /Parameters/, FILE);
    await editor().pointAway();
    const panel = await editor().panelWith("best-table");
    const blocks = await panel.part("best-row").first().locator("code").allInnerTexts();
    const stages = blocks.map((block, i) => `stage ${i + 1}: ${block}`);
    assert.equal(stages.length, 3);

    await panel.press("apply");
    for (const stage of stages) await editor().see(stage, FILE);
    const said = await editor().hoverOnceOtherThan(hoverBefore, "network kiosk", FILE);
    assert.match(said, /estimated/);
    await editor().screenshot("applied");

    await editor().save(FILE);
    const saved = await editor().savedText(FILE);
    for (const stage of stages) assert.ok(saved.includes(`  ${stage}\n`), `${stage} in\n${saved}`);
  });

  it("looks right in every kind of theme", async () => {
    await editor().pointAway();
    for (const kind of ["dark", "high contrast dark", "high contrast light"] as const) {
      await editor().useTheme(kind);
      await editor().screenshot(`search-${kind.replaceAll(" ", "-")}`);
    }
  });
});
