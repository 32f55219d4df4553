import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import initSqlJs from "sql.js";
import { REPOSITORY } from "../editor/repository.mjs";
import { editorForSuite } from "./editor-for-suite";

const FILE = "first-network.blox";

describe("The first example", () => {
  const editor = editorForSuite({ folder: join(REPOSITORY, "examples"), file: FILE });

  it("shows accuracy and latency as measured", async () => {
    const said = await editor().hover("network scanner", /Parameters/);

    assert.match(said, /Top-1 accuracy[^\n]*measured/);
    assert.match(said, /Latency[^\n]*measured/);
    assert.doesNotMatch(said, /estimated|composed/);
    await editor().screenshot("first-example");
    await editor().pointAway();
  });

  it("is where the walkthrough begins", async () => {
    await editor().run("Welcome: Open Walkthrough...");
    await editor().answer("Design a network with Blox");
    await editor().seeWalkthrough(/Write a network[\s\S]*See where each number comes from/);
    await editor().screenshot("walkthrough");
    await editor().run("Blox: Open Example");
    assert.match(await editor().hover("network scanner", /Parameters/), /measured/);
    await editor().pointAway();
  });

  it("leads a search of all networks to the best that was measured", async () => {
    const optimum = await bestMeasured();
    await editor().hideSideBar();
    await editor().putCursorAfter("search best");
    await editor().run("Blox: Run Search");
    const panel = await editor().panelWith("run");
    await panel.see("status", /finished/i);
    await panel.see("best-table");
    const [first] = await panel.part("best-row").allInnerTexts();
    assert.ok(first?.includes(optimum), `${first}\nexpected ${optimum}`);
    await editor().screenshot("first-example-search");
    for (const kind of ["dark", "high contrast dark", "high contrast light"] as const) {
      await editor().useTheme(kind);
      await editor().screenshot(`first-example-${kind.replaceAll(" ", "-")}`);
    }
  });
});

/** The highest validation accuracy, which a search goes by: the mean over the trainings of a network. */
async function bestMeasured(): Promise<string> {
  const { Database } = await initSqlJs();
  const database = new Database(readFileSync(join(REPOSITORY, "data/blox.sqlite")));
  const [found] = database.exec(
    "SELECT max(mean) FROM (SELECT avg(val_top1) AS mean FROM training GROUP BY network)",
  );
  database.close();
  return `${Number(found?.values[0]?.[0]).toFixed(2)} %`;
}
