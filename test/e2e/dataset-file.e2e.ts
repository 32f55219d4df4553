import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Editor } from "./editor";

const NETWORK = "network.blox";
const DATASET = "base-0.blox";
/** As the published files begin, with values of no meaning behind. */
const HEADER = "---\nversion: 1\nsearch_space: blox\ndataset_type: training\n---\n";

describe("A file of the dataset", () => {
  let folder: string;
  let editor: Editor;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "blox-dataset-"));
    await writeFile(
      join(folder, NETWORK),
      "network n {\n  stage 1: conv\n  stage 2: conv\n  stage 3: conv\n}\n",
    );
    const binary = Buffer.concat([Buffer.from(HEADER), Buffer.from([0x78, 0x9c, 0, 0, 1, 0])]);
    await writeFile(join(folder, DATASET), binary);
    editor = await Editor.open({ folder, file: NETWORK });
  });

  after(async () => {
    await editor?.close();
    await rm(folder, { recursive: true, force: true });
  });

  it("is said to be one when it is opened, though the editor takes it for binary", async () => {
    const { page } = editor;
    await editor.openBinary(DATASET);
    const toast = page.locator(".notification-toast", { hasText: `${DATASET} is a file of` });
    await toast.waitFor();
    assert.match(await toast.innerText(), /Its measurements can be imported/);
    assert.equal(await page.locator(".notification-toast").count(), 1);
    await toast.getByRole("button", { name: "Learn More" }).click();
    await page.locator(".tab", { hasText: "Preview importing.md" }).waitFor();
  });
});
