import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { onnxRuntimeVersion } from "../../../data/timing/onnxruntime";
import { parseRawVisits } from "../../../data/timing/raw-visits";
import { commandOf, emptyFolder, fileWith, userOf } from "./run-blox";

const network = (name: string, block: string) =>
  `network ${name} {\n  stage 1: conv\n  stage 2: ${block}\n  stage 3: bconv\n}\n`;

describe("blox measure", () => {
  const folder = emptyFolder();
  const blox = userOf(folder);
  const file = fileWith("measured.blox", network("kiosk", "mbconv") + network("holes", "?"));
  // Raw visits are kept with the user's data: those of a test go elsewhere.
  const environment = { ...process.env };
  let data: string;
  beforeEach(() => {
    data = emptyFolder();
    process.env.XDG_DATA_HOME = data;
  });
  afterEach(() => {
    for (const name of ["XDG_DATA_HOME", "XDG_CACHE_HOME", "PATH"]) {
      if (environment[name] === undefined) delete process.env[name];
      else process.env[name] = environment[name];
    }
  });

  const timings = () => join(data, "blox", "timings");
  const kept = () => readdirSync(timings()).filter((name) => name.endsWith(".csv"));
  const visitsIn = (path: string) => parseRawVisits(readFileSync(path, "utf8")).visits;
  const keptVisits = () => kept().flatMap((name) => visitsIn(join(timings(), name)));

  it("stores what it measured, and blox metrics shows it", async () => {
    const args = ["--network", "kiosk", "--runtime", "ort-wasm", "--device", "desk", "--json"];
    const { code, stdout, stderr } = await blox(["measure", file, ...args, "--seconds", "40"]);
    assert.equal(code, 0, stderr);
    const report = JSON.parse(stdout);
    assert.equal(report.device, "desk");
    assert.equal(report.processor, cpus()[0]?.model.trim() ?? "unknown");
    const [found] = report.networks;
    assert.ok(found.p10_ms <= found.ms && found.ms <= found.p90_ms && found.visits >= 10);
    assert.ok(found.standard_error_ms >= 0);
    const shown = await blox(["metrics", file, "--network", "kiosk", "--json"]);
    const latency = JSON.parse(shown.stdout).metrics['latency("desk")'];
    assert.equal(latency.provenance, "measured");
    assert.equal(latency.value, Number(found.ms.toFixed(3)));
    const [run] = latency.runs;
    assert.deepEqual(
      [run.p10, run.p90, run.runtime],
      [
        Number(found.p10_ms.toFixed(3)),
        Number(found.p90_ms.toFixed(3)),
        `${report.runtime}, ${report.processor}`,
      ],
    );
    const text = await blox(["explain", file, "--network", "kiosk"]);
    assert.match(text.stdout, /10th to 90th percentile [\d.]+ to [\d.]+ ms, onnxruntime-web/);
    assert.match(text.stdout, /whole networks are timed/);
  }).timeout(150_000);

  it("goes on where a run with too little time ended, as it says", async () => {
    const args = ["measure", file, "--network", "kiosk", "--runtime", "ort-wasm"];
    const short = await blox([...args, "--device", "resumed", "--seconds", "1"]);
    assert.equal(short.code, 1);
    assert.match(
      short.stderr,
      /The time is over: 0 of 1 networks .* run the same command again to go on/,
    );
    const before = keptVisits().length;
    assert.ok(before >= 1, "a round of visits");
    const long = await blox([...args, "--device", "resumed", "--seconds", "15", "--json"]);
    assert.equal(long.code, 0, long.stderr);
    const { networks, raw_visits: raw } = JSON.parse(long.stdout);
    const visits = visitsIn(raw);
    assert.equal(networks[0].visits, visits.length);
    assert.deepEqual([...new Set(visits.map(({ process }) => process))], [1, 2]);
    assert.equal(visits.filter(({ process }) => process === 1).length, before);
  }).timeout(120_000);

  it("keeps its visits on Ctrl-C and stores nothing; meanwhile another of its device is refused", async () => {
    // More networks than it can finish before it is interrupted.
    const args = ["measure", "--sample", "200", "--runtime", "ort-wasm", "--db", "c.sqlite"];
    args.push("--device", "shared", "--seconds", "1000");
    const [program = "", ...words] = await commandOf(args);
    const child = spawn(program, words, {
      env: { ...process.env, BLOX_BENCHMARKS: folder },
      stdio: ["ignore", "ignore", "pipe"],
    });
    let said = "";
    child.stderr.on("data", (text) => {
      said += text;
    });
    const ended = once(child, "exit");
    while (child.exitCode === null && keptSoFar() < 2) await pause(20);
    const other = await blox(args);
    child.kill("SIGINT");
    const [code] = await ended;
    assert.equal(other.code, 1);
    assert.match(other.stderr, /^blox: Another blox measure is timing shared: .*\n$/);
    assert.equal(code, 130);
    assert.match(said, /^blox: Cancelled: nothing was stored\. The visits so far are kept in/);
    assert.ok(keptVisits().length >= 2);
    assert.deepEqual(
      [...readdirSync(folder), ...readdirSync(timings())].filter((name) =>
        /c\.sqlite|lock/.test(name),
      ),
      [],
    );
  }).timeout(120_000);

  /** While somebody writes. */
  function keptSoFar(): number {
    try {
      return keptVisits().length;
    } catch {
      return 0;
    }
  }

  it("times a few random networks in one go, and says how far off each may be", async () => {
    const args = ["measure", "--sample", "2", "--runtime", "ort-wasm", "--device", "sampler"];
    const { code, stdout, stderr } = await blox([...args, "--seconds", "12", "--json"]);
    assert.equal(code, 0, stderr);
    const { networks, raw_visits: raw } = JSON.parse(stdout);
    assert.equal(networks.length, 2);
    const visits = visitsIn(raw);
    for (const { network, visits: count, ms, p10_ms: p10, p90_ms: p90 } of networks) {
      assert.ok(count >= 10 && p10 <= ms && ms <= p90);
      assert.equal(count, visits.filter((visit) => visit.network === network).length);
    }
  }).timeout(120_000);

  it("begins with every block of every stage, where there is little time", async () => {
    const args = ["measure", "--all-blocks", "--space", "nas-bench-macro", "--device", "blocks"];
    const { code, stderr } = await blox([...args, "--runtime", "ort-wasm", "--seconds", "1"]);
    assert.equal(code, 1);
    // The first of all, and with 8, 26 and 26 other blocks in its three stages.
    assert.match(stderr, /0 of 61 networks are timed often enough/);
    assert.equal(new Set(keptVisits().map(({ network }) => network)).size, 61);
  }).timeout(120_000);

  const cache = (...names: string[]) => {
    const folder = emptyFolder();
    process.env.XDG_CACHE_HOME = folder;
    return join(folder, "blox", ...names);
  };

  it("says which folder to remove where what was downloaded is damaged", async () => {
    const folder = cache(`onnxruntime-node-${onnxRuntimeVersion}`);
    mkdirSync(folder, { recursive: true });
    const { code, stdout, stderr } = await blox(["measure", "--sample", "1"]);
    assert.deepEqual([code, stdout], [1, ""]);
    assert.equal(
      stderr,
      `blox: onnxruntime-node ${onnxRuntimeVersion} cannot be loaded (Cannot find module 'onnxruntime-node'). Remove the folder ${folder}, so that it is downloaded anew, or take --runtime ort-wasm, which needs no installation.\n`,
    );
  });

  it("says so where there is no npm to download with", async () => {
    cache();
    process.env.PATH = emptyFolder();
    const { code, stdout, stderr } = await blox(["measure", "--sample", "1"]);
    assert.deepEqual([code, stdout], [1, ""]);
    assert.match(stderr, /^blox: .*\(npm was not found\)\. .* or take --runtime ort-wasm.*\n$/);
  });

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

  it('refuses the name of a device that latency("…") cannot have', async () => {
    const { code, stdout, stderr } = await blox(["measure", "--sample", "1", "--device", 'a "b"']);
    assert.deepEqual([code, stdout], [2, ""]);
    assert.match(stderr, /a name on one line without quotation marks/);
  });
});
