import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { installedOnnxRuntime } from "../../data/timing/onnxruntime-node";
import { Editor } from "./editor";
import { eventually } from "./eventually";
import { saveFailure } from "./save-failure";

const FILE = "network.blox";
const START_LIMIT_MS = 120_000;
const MEASURE_LIMIT_MS = 180_000;

describe("Measuring on this machine", () => {
  const device = `${hostname()} ${installedOnnxRuntime() ? "ort-cpu 1t" : "ort-wasm"}`;
  let folder: string;
  let editor: Editor;
  let failed = false;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "blox-measure-"));
    const workspace = join(folder, "networks");
    await mkdir(workspace);
    await writeFile(
      join(workspace, FILE),
      "network n {\n  stage 1: conv\n  stage 2: conv\n  stage 3: conv\n}\n",
    );
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

  it("is started from the palette and says what came of it", async () => {
    const status = editor.page.locator("[id='blox.blox.blox.benchmark']", { hasText: /embedded/ });
    await status.waitFor({ timeout: START_LIMIT_MS });
    await editor.run("Blox: Measure on This Machine");
    await toast(/n: [\d.]+ ms on .* ort-(cpu 1t|wasm) \(10th to 90th percentile/).waitFor({
      timeout: MEASURE_LIMIT_MS,
    });
  });

  it("is what the hover shows then, as measured, beside what is composed", async () => {
    const said = await eventually("a hover with the measurement", async () => {
      await editor.pointAway();
      const said = await editor.hover("network n", /Latency/);
      return said.includes(device) && said;
    });
    const [, ours = ""] = said.split(device);
    assert.match(ours, /^[^L]*ms\s\(measured\)/);
    assert.match(
      ours,
      /10th to 90th percentile [\d.]+ to [\d.]+ ms, onnxruntime-\w+ 1\.30\.0 \(\w+\), .*1 thread/,
    );
    await editor.pointAway();
  });
});
