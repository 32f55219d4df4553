import { deepEqual, equal, match, ok } from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { webRuntime } from "../../../data/timing/onnxruntime-web-node";
import { pythonWith } from "../../data/python-with";
import { standInRuntime } from "../../data/timing-kit/stand-in-runtime";
import { blox, emptyFolder, fileWith, userOf } from "./run-blox";

const network = (name: string, block: string, space = "blox") =>
  `network ${name} {\n  space ${space}\n  stage 1: conv\n  stage 2: ${block}\n  stage 3: bconv\n}\n`;
const chain = `network chain {
  space nas-bench-macro
  stage 1: identity -> mb3_k3
  stage 2: mb6_k5 -> mb6_k5 -> identity
  stage 3: mb3_k3 -> mb3_k3 -> mb3_k3
}
`;

describe("blox timing-kit", () => {
  const file = fileWith(
    "kit.blox",
    network("kiosk", "mbconv") + network("again", "mbconv") + network("wide", "conv -> conv"),
  );
  const mixed = fileWith("mixed.blox", network("kiosk", "mbconv") + network("half", "?") + chain);
  const kitOf = async (...args: string[]) => {
    const out = join(emptyFolder(), "kit");
    return { out, ...(await blox(["timing-kit", ...args, "--out", out])) };
  };
  const table = (folder: string) =>
    readFileSync(join(folder, "networks.csv"), "utf8").trimEnd().split("\n").slice(1);

  it("writes the networks of a file, each once, and what times them", async () => {
    const { out, code, stdout, stderr } = await kitOf(file);
    deepEqual([code, stderr], [0, ""]);
    match(
      stdout,
      /^2 networks of blox, about \d\d MB\nwritten to .*kit; README\.txt in it says how/,
    );
    const rows = table(out).map((row) => row.split(","));
    deepEqual(
      rows.map(([, , name]) => name),
      ["kiosk", "wide"],
    );
    deepEqual(
      readdirSync(out).sort(),
      ["README.txt", "measure.py", "networks.csv", ...rows.map(([, path = ""]) => path)].sort(),
    );
    for (const [index, path = ""] of rows) {
      equal(path, `blox-${index}.onnx`);
      await expectToRun(readFileSync(join(out, path)));
    }
  }).timeout(120_000);

  it("measured with its script and imported, they are measured on that device", async function () {
    const python = pythonWith();
    if (!python) return this.skip();
    const { out } = await kitOf(file);
    const env = standInRuntime(join(emptyFolder(), "stand-in"));
    const args = ["measure.py", "--device", "kiosk board"];
    equal(spawnSync(python, args, { cwd: out, env }).status, 0);
    const user = userOf(emptyFolder());
    const imported = await user(["import", join(out, "latencies.csv")]);
    equal(imported.code, 0, imported.stderr);
    for (const name of ["kiosk", "again", "wide"]) {
      const shown = await user(["metrics", file, "--network", name, "--json"]);
      const latency = JSON.parse(shown.stdout).metrics['latency("kiosk board")'];
      const index = JSON.parse(shown.stdout).index;
      // The stand-in takes a microsecond a byte.
      const ms = readFileSync(join(out, `blox-${index}.onnx`)).length / 1000;
      equal(latency.provenance, "measured");
      ok(Math.abs(latency.value / ms - 1) < 1e-5, `${latency.value} for ${ms}`);
    }
  }).timeout(120_000);

  it("--network: one of them; --space: those of a space; incomplete ones are left out", async () => {
    const one = await kitOf(file, "--network", "wide");
    deepEqual([one.code, table(one.out).length], [0, 1]);
    const chains = await kitOf(mixed, "--space", "nas-bench-macro");
    equal(chains.code, 0, chains.stderr);
    match(table(chains.out).join(), /^\d+,nas-bench-macro-\d+\.onnx,chain$/);
    const others = await kitOf(mixed, "--space", "blox");
    match(others.stderr, /^blox: .*mixed\.blox: `half` left out: every stage needs a block\n$/);
    deepEqual([others.code, table(others.out).length], [0, 1]);
  }).timeout(120_000);

  it("--sample: random networks of a space, the same again", async () => {
    const sampled = await kitOf("--sample", "3", "--space", "nas-bench-macro");
    match(sampled.stdout, /^3 networks of nas-bench-macro, about \d+ MB\n/);
    const rows = table(sampled.out);
    for (const row of rows) match(row, /^(\d+),nas-bench-macro-\1\.onnx,nas-bench-macro-\1$/);
    deepEqual(
      table((await kitOf("--sample", "4", "--space", "nas-bench-macro")).out).slice(0, 3),
      rows,
    );
    match((await kitOf("--sample", "1")).stdout, /^1 network of blox, /);
  }).timeout(120_000);

  it("writes over nothing but what it would write itself, unless it is forced to", async () => {
    const { out } = await kitOf(file);
    const again = (...args: string[]) => blox(["timing-kit", file, "--out", out, ...args]);
    equal((await again()).code, 0);
    const before = readdirSync(out);
    writeFileSync(join(out, "measure.py"), "# changed by hand\n");
    const refused = await again("--network", "wide");
    match(refused.stderr, /networks\.csv: is there already and holds something else; .*--force\n$/);
    equal(refused.code, 1);
    deepEqual(readdirSync(out), before);
    equal((await again("--force")).code, 0);
    ok(readFileSync(join(out, "measure.py"), "utf8").length > 1000);
  }).timeout(120_000);

  const headless = fileWith(
    "headless.blox",
    `space tiny {
  input 1 x 8 x 8
  classes 10
  op plain { conv 3x3 }
  stages 1 { block of 1 ops }
}
network n { space tiny  stage 1: plain }
`,
  );
  const refusals: Record<string, [args: string[], message: RegExp]> = {
    "nothing to time": [[], /Say what to time: a file or --sample, one of them\./],
    "two things to time": [[file, "--sample", "2"], /a file or --sample, one of them/],
    "more networks than a device holds": [
      ["--sample", "501"],
      /501 networks are too many for one timing kit: .* about 12 MB \(6\.0 GB in all\)/,
    ],
    "networks of two spaces": [
      [mixed],
      /has networks of blox and of nas-bench-macro; a kit is of one space: name it with --space/,
    ],
    "a network that is not complete": [[mixed, "--network", "half"], /half is not complete/],
    "a network that is not there": [[file, "--network", "kiosc"], /did you mean kiosk\?/],
    "a space of which the file has none": [
      [file, "--space", "nas-bench-macro"],
      /has no network of the space nas-bench-macro/,
    ],
    "a space that does not exist": [["--sample", "1", "--space", "bloks"], /Did you mean `blox`/],
    "a space without a head": [
      [headless],
      /Networks of tiny cannot be exported: the space `tiny` has no head/,
    ],
  };
  for (const [what, [args, message]] of Object.entries(refusals)) {
    it(`refuses ${what} in one line, and writes nothing`, async () => {
      const { out, code, stdout, stderr } = await kitOf(...args);
      match(stderr, message);
      deepEqual([code, stdout, stderr.trim().split("\n").length], [1, "", 1]);
      ok(!existsSync(out));
    });
  }

  it("is called with a folder and a count", async () => {
    const missing = await blox(["timing-kit", file]);
    match(missing.stderr, /required option '--out <folder>'/);
    equal(missing.code, 2);
    const { code, stderr } = await kitOf("--sample", "none");
    match(stderr, /Expected a whole number above 0/);
    equal(code, 2);
  });
});

async function expectToRun(model: Uint8Array): Promise<void> {
  const runtime = webRuntime(import.meta.dirname);
  const session = await runtime.InferenceSession.create(model, { executionProviders: ["wasm"] });
  const image = new runtime.Tensor("float32", new Float32Array(3072).fill(1), [1, 3, 32, 32]);
  const { output } = await session.run({ input: image });
  deepEqual(output?.dims, [1, 100]);
  ok(output?.data.every(Number.isFinite));
  await session.release();
}
