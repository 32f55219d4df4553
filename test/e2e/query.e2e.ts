import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import initSqlJs from "sql.js";
import { REPOSITORY } from "../editor/repository.mjs";
import { editorForSuite } from "./editor-for-suite";

const BEST = "SELECT * FROM network_summary ORDER BY test_top1 DESC LIMIT 100";

describe("Questions in SQL", () => {
  const editor = editorForSuite({
    folder: join(REPOSITORY, "examples"),
    file: "kiosk.blox",
  });

  it("begin with a query and with what there is to ask", async () => {
    await editor().hideSideBar();
    await editor().run("Blox: Query Benchmark (SQL)");
    await editor().see("-- Blox benchmark: embedded");
    await editor().see("-- CREATE TABLE meta");
    await editor().seeLens(/Run query/);
  });

  it("are answered beside their text", async () => {
    await editor().pressLens(/Run query/);
    const panel = await editor().panelWith("rows");
    await panel.see("status", /100 rows · .* · embedded/);
    const [best] = await askedDirectly(BEST);
    assert.deepEqual(await panel.part("row").first().locator("td").allInnerTexts(), best);
  });

  it("say what is wrong with them, and are answered once they are right", async () => {
    await editor().replace("FROM network_summary", "FROM networks");
    await editor().run("Blox: Run Query");
    const panel = await editor().panelWith("message");
    assert.match(
      await panel.see("message", /networks/),
      /no table networks\. Did you mean network/,
    );
    await editor().replace("FROM networks", "FROM network_summary");
    await editor().run("Blox: Run Query");
    await panel.see("status", /100 rows/);
  });

  it("have answers that sort, and that a reload keeps so", async () => {
    const params = 5;
    const [smallest] = await askedDirectly(`SELECT min(params) FROM (${BEST})`);
    const panel = await editor().panelWith("rows");
    await panel.press(`sort-${params}`);
    const first = panel.part("row").first().locator("td").nth(params);
    assert.deepEqual(await first.allInnerTexts(), smallest);

    await editor().reload();
    const restored = await editor().panelWith("rows");
    await restored.see("status", /100 rows · .* · embedded/);
    const again = restored.part("row").first().locator("td").nth(params);
    assert.deepEqual(await again.allInnerTexts(), smallest);
  });

  async function askedDirectly(sql: string): Promise<string[][]> {
    const { Database } = await initSqlJs();
    const database = new Database(await readFile(join(REPOSITORY, "data/blox.sqlite")));
    const [found] = database.exec(sql);
    database.close();
    return (found?.values ?? []).map((row) => row.map((cell) => `${cell ?? "NULL"}`));
  }
});
