import assert from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { editorForSuite } from "./editor-for-suite";

const FILE = "long.blox";
/** Long enough to be interrupted. */
const TEXT = `search long {
  maximize accuracy
  algorithm nsga-ii
  budget 70000 evaluations
  seed 3
}
`;

describe("A search that is interrupted", () => {
  const folder = mkdtempSync(join(tmpdir(), "blox-long-search-"));
  writeFileSync(join(folder, FILE), TEXT);
  const editor = editorForSuite({ folder, file: FILE });
  let best = "";

  it("is offered to be resumed when the window is reloaded, and comes to its end", async () => {
    await editor().run("Blox: Run Search");
    const panel = await editor().panelWith("run");
    await panel.see("status", /^[1-9][\d,]* \/ 70,000/);
    await editor().reload();
    const restored = await editor().panelWith("run");
    await restored.see("status", /This search was interrupted after [1-9][\d,]* evaluations/);
    await restored.press("resume");
    await restored.see("status", /^70,000 \/ 70,000 .*finished/);
    best = await restored.see("best-row");
  });

  it("is offered again after the language server was restarted, and finds the same", async () => {
    const panel = await editor().panelWith("run");
    await panel.press("run");
    await panel.see("status", /^[1-9][\d,]* \/ 70,000/);
    await editor().run("Blox: Restart Language Server");
    await panel.see("status", /This search was interrupted after [1-9][\d,]* evaluations/);
    await panel.press("resume");
    await panel.see("status", /^70,000 \/ 70,000 .*finished/);
    assert.equal(await panel.see("best-row"), best);
  });
});
