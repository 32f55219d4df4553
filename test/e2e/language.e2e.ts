import assert from "node:assert/strict";
import { join } from "node:path";
import { REPOSITORY } from "../editor/repository.mjs";
import { editorForSuite } from "./editor-for-suite";

const FILE = "holes.blox";

describe("Holes and requirements", () => {
  const editor = editorForSuite({ folder: join(REPOSITORY, "examples"), file: FILE });

  it("counts the ways to fill the holes, and those that meet the requirements", async () => {
    const said = await editor().hover("network edge", /ways to fill its holes/);
    assert.match(said, /225 ways to fill its holes, of which \d+ meet every requirement/);
    assert.match(said, /estimated/);
    await editor().screenshot("holes");
    await editor().pointAway();
  });

  it("fills them with the best that meets the requirements", async () => {
    await editor().putCursorAfter("stage 2: ?");
    await editor().fix(/most accurate that meets every requirement/);
    await editor().see("stage 3: twin(bconv, conv)", FILE);
    await editor().hover("network edge", /Index/, FILE);
    await editor().pointAway();
    await editor().save(FILE);
    assert.doesNotMatch(await editor().savedText(FILE), /: \?/);
  });

  it("says by how much a requirement is broken, and makes the change that meets it", async () => {
    await editor().replace("params <= 2.5 M", "params <= 2.0 M", FILE);
    // Half-typed, the requirement is another one: it is the finished one that counts.
    const [problem] = await editor().problems(/which breaks `params <= 2\.0 M`/);
    assert.match(problem ?? "", /`params` is 2\.\d+ M \(exact, .*Stage \d as .* would meet it/);
    await editor().closePanel();
    await editor().putCursorAfter("params <= 2.0 M", FILE);
    await editor().fix(/Make stage \d/);
    await editor().noProblems(FILE);
  });
});
