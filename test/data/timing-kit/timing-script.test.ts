import { deepEqual, equal, match, ok } from "node:assert/strict";
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { architectureAt } from "../../../data/architecture";
import { bloxSpace, findSpace } from "../../../data/built-in-spaces";
import { measurementsCsv } from "../../../data/importers/measurements-csv";
import { onnxModel } from "../../../data/onnx/model";
import { measuringProtocol, standardErrorOfMedian } from "../../../data/timing/measuring";
import { median, quantile } from "../../../data/timing/statistics";
import { networksTable } from "../../../data/timing-kit/kit-network";
import { timingScript } from "../../../data/timing-kit/timing-script";
import { read, recognised, sourceOf } from "../importers/text-source";
import { pythonWith } from "../python-with";
import { standInRuntime, withoutRuntime } from "./stand-in-runtime";

const networks = [
  { index: 7, file: "blox-7.onnx", name: "edge, v2" },
  { index: 91_124, file: "blox-91124.onnx", name: "last" },
];

describe("the script that times networks on another device", function () {
  this.timeout(120_000);
  const python = pythonWith();
  const root = mkdtempSync(join(tmpdir(), "blox-kit-"));
  const environment = standInRuntime(join(root, "stand-in"));
  after(() => rmSync(root, { recursive: true, force: true }));
  before(function () {
    if (!python) this.skip();
  });

  let kits = 0;
  /** A kit whose networks take 2 and 3 milliseconds by the clock of the stand-in. */
  const newKit = (): string => {
    const folder = join(root, `kit ${kits++}`);
    mkdirSync(folder);
    writeFileSync(join(folder, "measure.py"), timingScript(bloxSpace));
    writeFileSync(join(folder, "networks.csv"), networksTable(networks));
    for (const [place, { file }] of networks.entries())
      writeFileSync(join(folder, file), "x".repeat(2000 + 1000 * place));
    return folder;
  };
  const run = (folder: string, options: readonly string[] = [], env = environment) => {
    const { status, stdout, stderr } = spawnSync(python ?? "", ["measure.py", ...options], {
      cwd: folder,
      env,
      encoding: "utf8",
    });
    return { status, stdout, stderr };
  };
  const table = (folder: string) => readFile(join(folder, "latencies.csv"), "utf8");
  /** What functions of the script give, of JSON; nothing of onnxruntime is needed for it. */
  const evaluated = (folder: string, expression: string, given: unknown): unknown => {
    const program = `import json, sys, measure\nprint(json.dumps(${expression}))`;
    const env = { ...process.env, PYTHONDONTWRITEBYTECODE: "1" };
    const args = ["-c", program.replace("GIVEN", "json.loads(sys.argv[1])"), JSON.stringify(given)];
    return JSON.parse(execFileSync(python ?? "", args, { cwd: folder, env, encoding: "utf8" }));
  };

  it("compiles, also for a space of any name", () => {
    const strange = { ...bloxSpace, name: `a "b" {c} 'd' \\ → ${"long ".repeat(30)}` };
    for (const space of [bloxSpace, strange]) {
      const folder = newKit();
      writeFileSync(join(folder, "measure.py"), timingScript(space));
      execFileSync(python ?? "", ["-m", "py_compile", "measure.py"], { cwd: folder });
      match(run(folder, ["--help"]).stdout, /Times the networks of this folder, and writes a CSV/);
    }
  });

  it("writes medians and their spread, which are imported as the device's, and prints them", async () => {
    const folder = newKit();
    const { status, stdout, stderr } = run(folder, ["--device", "kiosk, 1", "--threads", "1"]);
    deepEqual([status, stderr], [0, ""]);
    match(stdout, /^networks 1 to 2 of 2: opening\nnetworks 1 to 2 of 2: round 1, 2 left\n/);
    match(
      stdout,
      /^#7 edge, v2: 2\.000 ms \(10th to 90th percentile 2\.000 to 2\.000\), 10 visits$/m,
    );
    match(stdout, /^#91124 last: 3\.000 ms /m);
    match(stdout, /\nwritten to latencies\.csv; where Blox is: npx blox import latencies\.csv\n$/);
    const text = await table(folder);
    ok(recognised(measurementsCsv, text));
    const { benchmark, latencies, rows } = await read(
      measurementsCsv,
      sourceOf("latencies.csv", text),
    );
    equal(rows, 2);
    deepEqual(
      [benchmark.name, benchmark.title],
      ["timings-blox", "Own timings of networks of blox"],
    );
    deepEqual(latencies, [
      {
        device: {
          name: "kiosk, 1",
          runtime: "onnxruntime 0.0.0 (CPU)",
          threads: 1,
          precision: "float32",
          batchSize: 1,
        },
        networks: Float64Array.of(7, 91_124),
        columns: {
          ms: Float64Array.of(2, 3),
          p10_ms: Float64Array.of(2, 3),
          p90_ms: Float64Array.of(2, 3),
        },
      },
    ]);
  });

  it("appends another device to the table, and none a second time", async () => {
    const folder = newKit();
    equal(run(folder).status, 0);
    equal(run(folder, ["--device", "board"]).status, 0);
    const text = await table(folder);
    const { latencies } = await read(measurementsCsv, sourceOf("latencies.csv", text));
    deepEqual(
      latencies.map(({ device }) => device.name),
      [`${execFileSync(python ?? "", ["-c", "import platform; print(platform.node())"])}`.trim()]
        .map((machine) => `${machine} ort-cpu 1t`)
        .concat("board"),
    );
    const again = run(folder, ["--device", "board"]);
    deepEqual(again, {
      status: 1,
      stdout: "",
      stderr: "latencies.csv has board already: choose another --device or --out\n",
    });
    equal(await table(folder), text);
    equal(run(folder, ["--device", "board", "--out", "other.csv"]).status, 0);
  });

  it("a visit is the median of three runs after a warm-up", () => {
    const times = [50, 1, 9, 4];
    const program = "measure.visit(lambda: spend())";
    const folder = newKit();
    writeFileSync(
      join(folder, "clock.py"),
      `import time\nnow, left = 0.0, ${JSON.stringify(times)}\ndef spend():\n    global now\n    now += left.pop(0) / 1000\ntime.perf_counter = lambda: now\n`,
    );
    const env = { ...process.env, PYTHONDONTWRITEBYTECODE: "1" };
    const code = `from clock import spend\nimport measure\nprint(${program})`;
    const found = execFileSync(python ?? "", ["-c", code], { cwd: folder, env, encoding: "utf8" });
    equal(Number(found).toFixed(6), "4.000000");
  });

  it("knows when a median is stable as Blox does", () => {
    const folder = newKit();
    let state = 1;
    const next = () => {
      state = (state * 48_271) % 2_147_483_647;
      return state / 2_147_483_647;
    };
    const lists = Array.from({ length: 200 }, (_, place) =>
      Array.from({ length: 1 + (place % 40) }, () => 10 + 0.4 * next()),
    );
    const stable = lists.map(
      (values) => standardErrorOfMedian(values) < measuringProtocol.stableError * median(values),
    );
    ok(stable.includes(true) && stable.includes(false));
    deepEqual(evaluated(folder, "[measure.is_stable(v) for v in GIVEN]", lists), stable);
    deepEqual(
      evaluated(folder, "[measure.quantile(v, 0.9) for v in GIVEN]", lists),
      lists.map((values) => quantile(values, 0.9)),
    );
  });

  it("goes on until all are stable or the time is over, in an order shuffled anew", () => {
    const order = (fewest: number, seconds: number): string[] => {
      const folder = newKit();
      // Networks a to f, whose visits alternate so much that no median is stable but that of f.
      writeFileSync(
        join(folder, "opened.py"),
        `import json, sys, measure, contextlib, io
order = []
measure.open_network = lambda file, threads: lambda: file.name
def visit(run):
    order.append(run())
    return 5.0 if run() == "f" else 1.0 + order.count(run()) % 2
measure.visit = visit
networks = [{"network": name, "file": name, "name": name} for name in "abcdef"]
with contextlib.redirect_stdout(io.StringIO()):
    measure.measure(networks, 1, ${fewest}, ${seconds})
print(json.dumps(order))`,
      );
      const env = { ...process.env, PYTHONDONTWRITEBYTECODE: "1" };
      return JSON.parse(
        execFileSync(python ?? "", ["opened.py"], { cwd: folder, env, encoding: "utf8" }),
      );
    };
    const hurried = order(4, 0);
    const rounds = Array.from({ length: 4 }, (_, round) => hurried.slice(6 * round, 6 * round + 6));
    equal(hurried.length, 24);
    for (const round of rounds) deepEqual([...round].sort(), ["a", "b", "c", "d", "e", "f"]);
    equal(new Set(rounds.map((round) => round.join(""))).size, 4);
    const patient = order(4, 0.3);
    equal(patient.filter((name) => name === "f").length, 4);
    ok(patient.filter((name) => name === "a").length > 4);
  });

  it("stopped half-way, says so and leaves no file", async () => {
    const folder = newKit();
    const before = readdirSync(folder);
    const child = spawn(python ?? "", ["measure.py", "--visits", "100000000"], {
      cwd: folder,
      env: environment,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let said = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
    child.stdout.setEncoding("utf8");
    for await (const text of child.stdout) {
      if (`${text}`.includes("round 1")) child.kill("SIGINT");
    }
    if (child.exitCode === null) await once(child, "exit");
    deepEqual([child.exitCode, said.trim()], [130, "stopped: nothing was written"]);
    deepEqual(readdirSync(folder), before);
  });

  it("says in a message what is wrong before it measures", () => {
    const refused = (message: RegExp, { change, options = [], env, status = 1 }: Refused) => {
      const folder = newKit();
      change?.(folder);
      const found = run(folder, options, env);
      match(found.stderr, message);
      ok(!found.stderr.includes("Traceback"), found.stderr);
      equal(found.status, status, found.stderr);
      ok(!existsSync(join(folder, "new.csv")));
    };
    const cannotLoad = withoutRuntime(join(root, "without"));
    refused(
      /^onnxruntime cannot be loaded \(No module named 'onnxruntime'\): .*-m pip install onnxruntime\n$/,
      { env: cannotLoad },
    );
    refused(/^\S.*blox-7\.onnx is missing: copy the whole folder that Blox wrote\n$/, {
      change: (folder) => rmSync(join(folder, "blox-7.onnx")),
    });
    refused(/networks\.csv is missing: copy the whole folder/, {
      change: (folder) => rmSync(join(folder, "networks.csv")),
    });
    refused(/networks\.csv is another table: expected the columns/, {
      change: (folder) => writeFileSync(join(folder, "networks.csv"), "network;file;name\n"),
    });
    refused(/networks\.csv lists no network/, {
      change: (folder) => writeFileSync(join(folder, "networks.csv"), "network,file,name\n"),
    });
    refused(/^onnxruntime cannot load blox-7\.onnx: Protobuf parsing failed\.\n$/, {
      change: (folder) => writeFileSync(join(folder, "blox-7.onnx"), "broken"),
    });
    for (const threads of ["0", "-1", "two", "1.5"])
      refused(/argument --threads: expected a whole number above 0, not /, {
        options: [`--threads=${threads}`],
        status: 2,
      });
    refused(/^--threads 100000: this machine runs \d+ at once at most\n$/, {
      options: ["--threads", "100000"],
    });
    for (const device of ["", " ", 'my "board"', "two\nlines"])
      refused(/^--device: a name on one line, without quotation marks\n$/, {
        options: [`--device=${device}`],
      });
    refused(/^other\.csv holds something else: choose another --out\n$/, {
      change: (folder) => writeFileSync(join(folder, "other.csv"), "a,b\n1,2\n"),
      options: ["--out", "other.csv"],
    });
    refused(/nowhere: there is no such folder\n$/, { options: ["--out", "nowhere/new.csv"] });
    refused(/^\.: Is a directory\n$/, { options: ["--out", "."] });
  });

  it("times real networks, where onnxruntime is installed", async function () {
    const real = pythonWith("onnxruntime", "numpy");
    if (!real) return this.skip();
    const chains = findSpace("nas-bench-macro");
    ok(chains);
    const folder = newKit();
    writeFileSync(join(folder, "measure.py"), timingScript(chains));
    for (const { index, file } of [{ index: 7, file: "blox-7.onnx" }])
      writeFileSync(join(folder, file), onnxModel(chains, architectureAt(chains, index), 1));
    writeFileSync(join(folder, "networks.csv"), networksTable(networks.slice(0, 1)));
    const options = ["measure.py", "--visits", "3", "--seconds", "1", "--device", "real"];
    const { status, stderr } = spawnSync(real, options, { cwd: folder, encoding: "utf8" });
    equal(status, 0, stderr);
    const { latencies } = await read(measurementsCsv, sourceOf("l.csv", await table(folder)));
    const [{ device, columns } = {}] = latencies;
    match(device?.runtime ?? "", /^onnxruntime \d+\.\d+\.\d+ \(CPU\)$/);
    const ms = columns?.ms?.[0] ?? 0;
    ok(ms > 0.01 && ms < 10_000, `${ms} ms`);
  });

  it("stays short", () => {
    const lines = timingScript(bloxSpace).split("\n");
    ok(lines.length < 300, `${lines.length} lines`);
    for (const line of lines) ok(line.length <= 88 && line === line.trimEnd(), line);
  });
});

interface Refused {
  readonly change?: (folder: string) => void;
  readonly options?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly status?: number;
}
