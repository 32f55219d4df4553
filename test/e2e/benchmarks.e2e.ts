import assert from "node:assert/strict";
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { architectureAt } from "../../data/architecture";
import { bloxSpace } from "../../data/built-in-spaces";
import { nodeFolder } from "../../data/library/folder-node";
import { libraryLock } from "../../data/library/library";
import { modelHash } from "../../data/model-hash";
import { generatedRelease, type ReleaseNetworks } from "../bench/generated-release";
import { releaseBytes } from "../bench/release-writer";
import { Editor } from "./editor";
import { eventually } from "./eventually";
import { saveFailure } from "./save-failure";

const FILE = "network.blox";
const START_LIMIT_MS = 120_000;

/** `conv / conv / conv`, and some others. */
const NETWORKS = [18_639, 0, 91_124];

/** Files of the published layout, whose values are generated and of no meaning. */
async function writeRelease(folder: string): Promise<void> {
  const networks: ReleaseNetworks = {
    indices: NETWORKS,
    hashOf: (network) => modelHash(bloxSpace, architectureAt(bloxSpace, network)),
  };
  const training = { epochs: 20, seed: 0 };
  const base = await releaseBytes(generatedRelease("base", networks, training), "csv");
  await writeFile(join(folder, "blox-base-0.csv"), base);
  const bench = generatedRelease("bench", networks, { device: "kiosk" });
  await writeFile(join(folder, "blox-bench-kiosk.blox"), await releaseBytes(bench, "custom"));
  await writeFile(join(folder, "notes.txt"), "Not a table.\n");
}

describe("The user's benchmarks", () => {
  let folder: string;
  let editor: Editor;
  let failed = false;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "blox-benchmarks-"));
    const workspace = join(folder, "networks");
    await mkdir(workspace);
    await writeFile(
      join(workspace, FILE),
      "network n {\n  stage 1: conv\n  stage 2: conv\n  stage 3: conv\n}\n",
    );
    const release = join(folder, "release");
    await mkdir(release);
    await writeRelease(release);
    const settings = { "blox.benchmarks.folder": "benchmarks" };
    editor = await Editor.open({ folder: workspace, file: FILE, settings });
  });
  beforeEach(function () {
    if (failed) this.skip();
  });
  afterEach(async function () {
    const test = this.currentTest;
    if (editor === undefined || test?.state !== "failed") return;
    failed = true;
    await saveFailure(editor, test.fullTitle());
  });
  after(async () => {
    await editor?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const toast = (saying: RegExp) =>
    editor.page.locator(".notification-toast", { hasText: saying }).first();
  const status = (saying: RegExp) =>
    editor.page.locator("[id='blox.blox.blox.benchmark']", { hasText: saying });
  const row = (saying: RegExp) =>
    editor.page.locator(".quick-input-widget .monaco-list-row", { hasText: saying }).first();

  const importRelease = async () => {
    await editor.run("Blox: Import Benchmark…");
    await editor.chooseFolder(join(folder, "release"), "blox-base-0.csv");
  };
  const whileLocked = (action: () => Promise<void>) =>
    nodeFolder(editor.pathOf("benchmarks")).locked(libraryLock, action);

  it("are none at first: what is embedded says that it is estimated", async () => {
    // The extension host and the server may still be starting.
    await status(/embedded \(estimated\)/).waitFor({ timeout: START_LIMIT_MS });
    assert.match(await editor.hover("network n", /Top-1/), /\(estimated\)/);
    await editor.pointAway();
  });

  it("are not imported where that was cancelled, and nothing has changed", async () => {
    // As long as another window imports, this one has to wait.
    await whileLocked(async () => {
      await importRelease();
      const progress = toast(/Importing.*\S/);
      await progress.hover();
      await progress.getByRole("button", { name: "Cancel" }).click();
      await editor.page.getByText("import cancelled, nothing has changed").waitFor();
    });
    const files = await readdir(editor.pathOf("benchmarks"));
    assert.deepEqual(files, []);
    await status(/embedded \(estimated\)/).waitFor();
  });

  it("are imported from a folder with progress, and the summary says what came of it", async () => {
    await whileLocked(async () => {
      await importRelease();
      await toast(/Importing: (merging|blox-)/).waitFor();
    });
    const summary = toast(/BLOX release: 3 networks/);
    assert.match(await summary.innerText(), /Passed over: 1 file/);
    // Before it goes away by itself.
    await summary.getByRole("button", { name: "Show Details" }).click();
    await editor.page.locator(".tab", { hasText: "BLOX release.md" }).waitFor();
    await editor.run("View: Close Editor");
  });

  it("are in use at once", async () => {
    await status(/BLOX release/).waitFor();
    const said = await editor.hover("network n", /BLOX release/);
    assert.match(said, /\(measured/);
    await editor.pointAway();
  });

  it("have their training curves plotted, from the palette", async () => {
    await editor.run("Blox: Plot Training Curves");
    const curves = await editor.panelWith("curve-row");
    const said = await curves.see("curve-row", /seed 0/);
    assert.match(said, /20 epochs/);
    // The focus has stayed in the document.
    const tab = editor.page.locator(".tab", { hasText: "Training Curves" });
    await tab.getByRole("button", { name: /^Close/ }).click();
  });

  it("can be left aside for what is embedded, and taken up again", async () => {
    await status(/BLOX release/).click();
    await row(/Without imports/).click();
    await status(/embedded \(estimated\)/).waitFor();
    await editor.run("Blox: Use Benchmark…");
    await row(/BLOX release/).click();
    await status(/BLOX release/).waitFor();
  });

  it("lie in the folder that the settings name, and are read again when others change it", async () => {
    const shared = editor.pathOf("benchmarks");
    const elsewhere = join(folder, "elsewhere");
    await mkdir(elsewhere);
    const files = await readdir(shared);
    assert.ok(files.includes("blox-release.sqlite"), files.join(", "));
    for (const file of files) await rename(join(shared, file), join(elsewhere, file));
    await status(/embedded \(estimated\)/).waitFor();
    for (const file of files) await rename(join(elsewhere, file), join(shared, file));
    await status(/BLOX release/).waitFor();
  });

  it("are listed, and removed once that was confirmed", async () => {
    await editor.run("Blox: Manage Benchmarks");
    await row(/BLOX release/).waitFor();
    await row(/BLOX release/).hover();
    await row(/BLOX release/)
      .getByRole("button", { name: "Remove" })
      .click();
    const question = editor.page.locator(".monaco-dialog-box", { hasText: /Remove the benchmark/ });
    assert.match(await question.innerText(), /blox-release\.sqlite/);
    await question.getByRole("button", { name: "Remove" }).click();
    await row(/BLOX release/).waitFor({ state: "detached" });
    await row(/Import Benchmark…/).waitFor();
    await editor.press("Escape");
    await status(/embedded \(estimated\)/).waitFor();
    const said = await eventually("a hover without the benchmark", async () => {
      await editor.pointAway();
      const said = await editor.hover("network n", /Top-1/);
      return !said.includes("BLOX release") && said;
    });
    assert.match(said, /\(estimated\)/);
  });
});
