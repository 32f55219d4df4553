import assert from "node:assert/strict";
import { join } from "node:path";
import { REPOSITORY } from "../editor/repository.mjs";
import { editorForSuite } from "./editor-for-suite";
import { eventually } from "./eventually";

/** How a file of ONNX's version 8 by Blox begins: two fields of its ModelProto. */
const HEAD = "\b\b\x12\x04blox";

describe("Exports", () => {
  const editor = editorForSuite({
    folder: join(REPOSITORY, "examples"),
    file: "kiosk.blox",
  });
  const dialog = () => editor().page.locator(".quick-input-widget");
  const toast = (saying: string) =>
    editor().page.locator(".notification-toast", { hasText: saying }).first();

  it("to ONNX ask for a file, beside the document unless another one is named", async () => {
    await editor().run("Blox: Export to ONNX…");
    await accept(/\/kiosk\.onnx$/);
    await toast("Written: kiosk.onnx.").waitFor();
    assert.equal((await editor().savedText("kiosk.onnx")).slice(0, HEAD.length), HEAD);
  });

  it("to a format that is chosen can be opened at once", async () => {
    await editor().run("Blox: Export…");
    // The dialog for the file takes the place of the question.
    await dialog().locator(".monaco-list-row", { hasText: "Mermaid" }).click();
    await accept(/\/kiosk\.mmd$/);
    await toast("Written: kiosk.mmd.").getByText("Open", { exact: true }).click();
    await editor().see("flowchart");
  });

  it("to PyTorch ask for a folder, for two files", async () => {
    await editor().openFile("kiosk.blox");
    await editor().run("Blox: Export to PyTorch…");
    await accept(/\/$/);
    await toast("Written: kiosk.py, train.py.").waitFor();
    assert.match(await editor().savedText("kiosk.py"), /^class Kiosk\(nn\.Module\):$/m);
    assert.match(await editor().savedText("train.py"), /^from kiosk import Kiosk as Network$/m);
  });

  it("of a timing kit write every network of the document, and a script that times them", async () => {
    await editor().openFile("kiosk.blox");
    await editor().run("Blox: Export Timing Kit…");
    await accept(/\/$/);
    await toast("Written: networks.csv, README.txt, measure.py and 2 networks.").waitFor();
    const [, ...rows] = (await editor().savedText("networks.csv")).trimEnd().split("\n");
    assert.deepEqual(
      rows.map((row) => row.replace(/\d+/g, "N")),
      ["N,blox-N.onnx,kiosk", "N,blox-N.onnx,baseline"],
    );
    for (const row of rows) {
      const [, file = ""] = row.split(",");
      assert.equal((await editor().savedText(file)).slice(0, HEAD.length), HEAD);
    }
    assert.match(await editor().savedText("measure.py"), /^def measure\(/m);
  });

  /** Takes the place that the dialog for files offers. */
  async function accept(place: RegExp): Promise<void> {
    await eventually(`a place that ends in ${place}`, async () =>
      place.test(await dialog().locator("input.input").inputValue()),
    );
    await dialog().locator(".quick-input-action .monaco-button").first().click();
    await dialog().waitFor({ state: "hidden" });
  }
});
