import { deepEqual, equal, match, ok } from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { shared } from "../../shared";
import { blox, commandOf, emptyFolder, fileWith } from "./run-blox";

const words = ["compare", "--space", "blox", "--maximize", "accuracy"];
const small = [...words, "--algorithms", "random, local-search", "--seeds", "3", "--budget", "40"];

describe("blox compare", function () {
  this.timeout(120_000);
  const folder = emptyFolder();
  const file = join(folder, "found.json");

  it("tells what was observed and judged, and the regret of each algorithm", async () => {
    const { code, stdout, stderr } = await blox([...small, "--at", "10,40", "--out", file]);
    deepEqual([code, stderr], [0, ""]);
    match(
      stdout,
      /^regret to the highest accuracy of blox, 75\.\d+ % \(estimated\), in percentage points, over 3 seeds\n/,
    );
    match(stdout, /\nobserved: +accuracy, value, estimated \(/);
    match(stdout, /\njudged: +accuracy, value, estimated \(/);
    match(stdout, /\nrandom\(replacement 0\) +10 .*\n +40 /);
    match(stdout, /\nlocal-search\(start 1, first-improvement 0\) +10 /);
  });

  it("makes the same table again from its file, and others", async () => {
    const again = await blox([...small, "--at", "10,40"]);
    deepEqual(await blox(["compare", "--from", file]), again);
    const json = await blox([...small, "--json"]);
    const quarters = ["--at", "10,20,30,40", "--json"];
    deepEqual(await blox(["compare", "--from", file, ...quarters]), json);
    const { algorithms, observed, seeds } = JSON.parse(json.stdout);
    deepEqual(Object.keys(algorithms[0].regret), ["10", "20", "30", "40"]);
    deepEqual([observed.provenance, seeds], ["estimated", [1, 2, 3]]);
  });

  it("draws a plot, of what it has just found or from a file", async () => {
    const [first, again, log] = ["first", "again", "log"].map((name) =>
      join(folder, `${name}.svg`),
    );
    ok(first && again && log);
    equal((await blox([...small, "--plot", first])).code, 0);
    const svg = readFileSync(first, "utf8");
    match(svg, /^<svg .*over 3 seeds, budget 40 evaluations.*<\/svg>\n$/s);
    equal((await blox(["compare", "--from", file, "--plot", again])).code, 0);
    equal(readFileSync(again, "utf8"), svg);
    equal((await blox(["compare", "--from", file, "--plot", log, "--log"])).code, 0);
    ok(readFileSync(log, "utf8") !== svg);
    const { code, stderr } = await blox(["compare", "--from", file, "--plot", log]);
    equal(code, 1);
    match(stderr, /log\.svg: is there already; name another place with --plot/);
  });

  it("writes over a file only where it may", async () => {
    const kept = readFileSync(file, "utf8");
    const { code, stderr } = await blox([...small, "--seeds", "1", "--out", file]);
    equal(code, 1);
    match(stderr, /found\.json: is there already; .*--force/);
    equal(readFileSync(file, "utf8"), kept);
    equal((await blox([...small, "--out", file, "--force"])).code, 0);
    ok(readFileSync(file, "utf8") !== kept);
  });

  const damaged = fileWith("cut.json", '{"format":"blox-comparison 1","build":');
  const refused: Record<string, [args: string[], code: number, message: RegExp]> = {
    "a space that does not exist": [[...small, "--space", "bloks"], 1, /Did you mean `blox`/],
    "an algorithm that does not exist": [
      [...small, "--algorithms", "randm"],
      1,
      /Did you mean `random`/,
    ],
    "a parameter that does not exist": [
      [...small, "--algorithms", "random(x 1)"],
      1,
      /`random` has no parameter `x`/,
    ],
    "a list that is none": [[...small, "--algorithms", "random,"], 2, /an algorithm is missing/],
    "a metric that is not there": [
      [...words, "--maximize", "val_accuracy", ...small.slice(5)],
      1,
      /has no `val_accuracy`/,
    ],
    "three objectives": [
      [...small, "--minimize", "flops", "--minimize", "params"],
      1,
      /by one objective or by two/,
    ],
    "no objective": [["compare", "--space", "blox", ...small.slice(5)], 2, /name a metric/],
    "a constraint that none meets": [
      [...small, "--subject-to", "params <= 1 K"],
      1,
      /No network of `blox` meets `params <= 1 K`/,
    ],
    "hours where they are not known": [[...small, "--at-hours", "1"], 1, /has no `train_time`/],
    "hours that are none": [[...small, "--at-hours", "1,0"], 2, /Expected numbers above 0/],
    "a budget of 0": [[...small, "--budget", "0"], 1, /1 at least; it is 0/],
    "a regret beyond the budget": [[...small, "--at", "50"], 1, /the budget is 40/],
    "a seed that was not trained": [
      [...small, "--observe", "seed 1"],
      1,
      /No training here has a seed/,
    ],
    "what cannot be observed": [[...small, "--observe", "all"], 2, /Expected mean, or a seed/],
    "a file that was cut": [["compare", "--from", damaged], 1, /cut\.json: it is not the whole/],
    "a file that is not there": [["compare", "--from", "nowhere.json"], 1, /nowhere\.json: /],
    "more than a file says": [[...small, "--from", damaged], 2, /leave out --space, --algorithms/],
    "an axis of no plot": [[...small, "--log"], 2, /name its file/],
    "no seeds": [words, 2, /name algorithms/],
  };
  for (const [what, [args, expected, message]] of Object.entries(refused)) {
    it(`refuses ${what} in one line`, async () => {
      const { code, stdout, stderr } = await blox(args);
      deepEqual([code, stdout], [expected, ""], stderr);
      match(stderr, message);
      equal(stderr.trim().split("\n").length, 1);
    });
  }

  it("cuts a budget that is larger than the space, and says so", async () => {
    const args = [...words, "--algorithms", "random", "--seeds", "1", "--budget", "100000"];
    const { stdout } = await blox(args);
    match(stdout, /budget of 100,000 is larger than `blox`: it was cut to its 91,125 networks/);
    match(stdout, / 91125 +0\.0000 /);
  });

  it("shows and writes nothing after Ctrl-C", async function () {
    if (process.platform !== "linux" || !existsSync("/usr/bin/script")) return this.skip();
    const out = join(folder, "cancelled.json");
    const args = [...words, "--algorithms", "random", "--seeds", "9000", "--budget", "90000"];
    const line = (await commandOf([...args, "--workers", "1", "--out", out]))
      .map((word) => `'${word}'`)
      .join(" ");
    // A terminal is needed to press Ctrl-C in, and to see the progress on.
    const terminal = spawn("script", ["-qefc", line, "/dev/null"], {
      env: { ...process.env, BLOX_BENCHMARKS: folder },
    });
    let shown = "";
    let isPressed = false;
    terminal.stdout.setEncoding("utf8").on("data", (text: string) => {
      shown += text;
      if (isPressed || !shown.includes(" of 9,000 runs")) return;
      isPressed = true;
      terminal.stdin.write("\u0003");
    });
    const code = await new Promise((resolve) => terminal.on("close", resolve));
    match(shown, /[█░]{24} \d+ % \d+ of 9,000 runs/);
    match(shown, /blox: Cancelled: half a comparison is none/);
    ok(!shown.includes("regret"));
    deepEqual([code, existsSync(out)], [130, false]);
  });
});

describe("blox compare on the measured accuracies of NAS-Bench-Macro", function () {
  this.timeout(300_000);
  const table = shared("nas-bench-macro", "nas-bench-macro_cifar10.json");
  const database = join(emptyFolder(), "nas-bench-macro.sqlite");
  const compare = async (...args: string[]) => {
    const common = ["compare", "--space", "nas-bench-macro", "--db", database];
    const { code, stdout, stderr } = await blox([...common, "--maximize", "accuracy", ...args]);
    equal(code, 0, stderr);
    return JSON.parse(stdout);
  };
  before(async () => {
    if (!table) return;
    equal((await blox(["import", dirname(table), "--db", database])).code, 0);
  });

  // Random sampling is exact, the others as another implementation found them over as many seeds.
  const known: Record<string, readonly [number, number]> = {
    random: [0.2604, 0.1043],
    "regularized-evolution": [0.034, 0.0001],
    "local-search": [0.056, 0.0044],
    reinforce: [0.204, 0.0129],
  };

  it("finds the known regrets after 100 and 500 networks, repeats counted", async function () {
    if (!table) return this.skip();
    const algorithms =
      "random, regularized-evolution(population 20, sample 10), local-search, reinforce";
    const found = await compare(
      ...["--algorithms", algorithms, "--seeds", "2000", "--budget", "500", "--at", "100,500"],
      ...["--observe", "mean", "--count-repeats", "--json"],
    );
    equal(found.optimum.toFixed(5), "93.12666");
    for (const { name, regret } of found.algorithms) {
      for (const [place, evaluations] of ["100", "500"].entries()) {
        const { mean, se } = regret[evaluations];
        const expected = known[name]?.[place] ?? Number.NaN;
        const rounding = 0.5 * 10 ** -(`${expected}`.split(".")[1]?.length ?? 0);
        const off = Math.abs(mean - expected);
        ok(off < 3 * se + rounding, `${name} after ${evaluations}: ${mean} ± ${se}`);
      }
    }
    equal(found.algorithms.length, 4);
  });

  it("lets algorithms see one training, and judges by the mean of all", async function () {
    if (!table) return this.skip();
    const args = ["--algorithms", "exhaustive", "--seeds", "1", "--budget", "6561", "--json"];
    const seen = async (...observe: string[]) => {
      const { observed, judged, algorithms } = await compare(...args, "--at", "6561", ...observe);
      equal(judged.of, "mean of 3 trainings");
      equal(observed.provenance, "measured");
      return [observed.of, algorithms[0].regret["6561"].mean.toFixed(3)];
    };
    deepEqual(await seen("--observe", "mean"), ["mean of 3 trainings", "0.000"]);
    // In the table the best of the first training is the best of the mean, that of the second is not.
    deepEqual(await seen(), ["seed 0, the lowest", "0.000"]);
    deepEqual(await seen("--observe", "seed 1"), ["seed 1", "0.103"]);
  });
});
