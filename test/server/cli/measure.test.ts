import assert from "node:assert/strict";
import { cpus } from "node:os";
import { emptyFolder, fileWith, userOf } from "./run-blox";

const network = (name: string, block: string) =>
  `network ${name} {\n  stage 1: conv\n  stage 2: ${block}\n  stage 3: bconv\n}\n`;

describe("blox measure", () => {
  const folder = emptyFolder();
  const blox = userOf(folder);
  const file = fileWith("measured.blox", network("kiosk", "mbconv") + network("holes", "?"));
  // Raw visits are kept with the user's data: those of a test go elsewhere.
  const dataBefore = process.env.XDG_DATA_HOME;
  before(() => {
    process.env.XDG_DATA_HOME = emptyFolder();
  });
  after(() => {
    if (dataBefore === undefined) delete process.env.XDG_DATA_HOME;
    else process.env.XDG_DATA_HOME = dataBefore;
  });

  it("stores what it measured, and blox metrics shows it", async () => {
    const args = ["--network", "kiosk", "--runtime", "ort-wasm", "--device", "desk", "--json"];
    const { code, stdout, stderr } = await blox(["measure", file, ...args, "--seconds", "40"]);
    assert.equal(code, 0, stderr);
    const report = JSON.parse(stdout);
    assert.equal(report.device, "desk");
    assert.equal(report.processor, cpus()[0]?.model.trim() ?? "unknown");
    const [found] = report.networks;
    assert.ok(found.p10_ms <= found.ms && found.ms <= found.p90_ms && found.visits >= 10);
    const shown = await blox(["metrics", file, "--network", "kiosk", "--json"]);
    const latency = JSON.parse(shown.stdout).metrics['latency("desk")'];
    assert.equal(latency.provenance, "measured");
    assert.equal(latency.value, Number(found.ms.toFixed(3)));
  }).timeout(150_000);

  const refused: Record<string, [args: string[], message: RegExp]> = {
    "a network with holes": [[file, "--network", "holes"], /holes is not complete/],
    "nothing to measure": [[], /a file, --all-blocks or --sample, one of them/],
    "two things to measure": [[file, "--sample", "3"], /a file, --all-blocks or --sample/],
    "threads that WebAssembly has not": [
      ["--sample", "1", "--runtime", "ort-wasm", "--threads", "2"],
      /ort-wasm runs on one thread/,
    ],
    "a space that does not exist": [["--sample", "1", "--space", "bloks"], /Did you mean `blox`/],
  };
  for (const [what, [args, message]] of Object.entries(refused)) {
    it(`refuses ${what} in one line`, async () => {
      const { code, stdout, stderr } = await blox(["measure", ...args]);
      assert.equal(code, 1);
      assert.equal(stdout, "");
      assert.match(stderr, message);
      assert.equal(stderr.trim().split("\n").length, 1);
    });
  }
});
