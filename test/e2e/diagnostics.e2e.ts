import assert from "node:assert/strict";
import { join } from "node:path";
import { REPOSITORY } from "../editor/repository.mjs";
import { editorForSuite } from "./editor-for-suite";
import { eventually } from "./eventually";

const FILE = "kiosk.blox";

describe("Diagnostics", () => {
  const editor = editorForSuite({ folder: join(REPOSITORY, "examples"), file: FILE });

  it("link from a problem's code to its page, which is shown read", async () => {
    await editor().replace("stage 1: conv", "stage 1: cnov");
    await editor().hover("cnov", /blox\/unknown-op/, FILE);
    await editor().page.locator(".monaco-hover a.code-link").first().click();

    const heading = await eventually("the page of the problem", async () => {
      for (const frame of editor().page.frames()) {
        const found = frame.locator("h1", { hasText: "blox/unknown-op" });
        if (await found.isVisible().catch(() => false)) return found.innerText();
      }
    });
    assert.equal(heading, "blox/unknown-op");
    await editor().screenshot("problem-page");
  });

  it("are mended all at once", async () => {
    await editor().openFile(FILE);
    await editor().replace("stage 2: conv", "stage 2: cnov", FILE);
    await editor().fixAll(FILE);
    await editor().see("stage 1: conv", FILE);
    await editor().see("stage 2: conv -> mbconv", FILE);
  });
});
