import { deepEqual, equal, match, ok } from "node:assert/strict";
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { pythonWithTorch } from "../../data/pytorch/python-with-torch";
import { blox, emptyFolder, fileWith } from "./run-blox";

const space = `space tiny {
  input 1 x 8 x 8
  classes 3
  op plain { conv 3x3  bn  relu }
  op thin { conv 1x1  bn  relu }
  stem { conv 3x3 out 4  bn  relu }
  stages 2 { block of 1 ops }
  head { global-avg-pool  linear out classes }
}
`;
const network = (name: string, one: string, two: string) =>
  `network ${name} {\n  space tiny\n  stage 1: ${one}\n  stage 2: ${two}\n}\n`;
const first = "network first { stage 1: conv  stage 2: mbconv  stage 3: bconv }\n";

describe("blox training-kit", () => {
  const file = fileWith(
    "trained.blox",
    space +
      network("edge", "thin", "plain") +
      network("again", "thin", "plain") +
      network("wide", "plain", "plain"),
  );
  const mixed = fileWith("of-two-spaces.blox", space + network("edge", "thin", "plain") + first);
  const kitOf = async (...args: string[]) => {
    const out = join(emptyFolder(), "kit");
    return { out, ...(await blox(["training-kit", ...args, "--out", out])) };
  };
  const networksIn = (folder: string) =>
    readFileSync(join(folder, "networks.csv"), "utf8").trimEnd().split("\n").slice(1);

  it("writes the networks of a file, each once, and what trains them", async () => {
    const { out, code, stdout, stderr } = await kitOf(file);
    deepEqual([code, stderr], [0, ""]);
    equal(stdout, `2 networks of tiny written to ${out}; README.txt in it says how to go on\n`);
    // The block of the first stage counts least: thin is its second.
    deepEqual(networksIn(out), ["1,network_1,Network1", "0,network_0,Network0"]);
    deepEqual(readdirSync(out).sort(), [
      "README.txt",
      "network_0.py",
      "network_1.py",
      "networks.csv",
      "train.py",
    ]);
    match(readFileSync(join(out, "network_1.py"), "utf8"), /^class Network1\(nn\.Module\):$/m);
    const readme = readFileSync(join(out, "README.txt"), "utf8");
    match(readme, /npx blox import --space tiny --spaces FILE\.blox trainings\.csv/);
  });

  it("--all, --sample: those of a space that a file declares, the same again", async () => {
    const all = await kitOf(file, "--space", "tiny", "--all");
    equal(all.code, 0, all.stderr);
    deepEqual(
      networksIn(all.out),
      [0, 1, 2, 3].map((index) => `${index},network_${index},Network${index}`),
    );
    const sampled = await kitOf(file, "--space", "tiny", "--sample", "3");
    equal(networksIn(sampled.out).length, 3);
    const again = await kitOf(file, "--space", "tiny", "--sample", "3");
    deepEqual(networksIn(again.out), networksIn(sampled.out));
    const more = await kitOf(file, "--space", "tiny", "--sample", "100");
    deepEqual(networksIn(more.out), networksIn(all.out));
    const builtIn = await kitOf("--sample", "1");
    match(builtIn.stdout, /^1 network of blox written to /);
    const one = await kitOf(mixed, "--space", "tiny");
    deepEqual(networksIn(one.out), ["1,network_1,Network1"]);
  });

  it("writes over nothing but what it would write itself, unless it is forced to", async () => {
    const { out } = await kitOf(file);
    const again = (...args: string[]) => blox(["training-kit", file, "--out", out, ...args]);
    equal((await again()).code, 0);
    writeFileSync(join(out, "train.py"), "# changed by hand\n");
    const refused = await again("--space", "tiny", "--all");
    match(refused.stderr, /networks\.csv: is there already and holds something else; .*--force\n$/);
    equal(refused.code, 1);
    equal(networksIn(out).length, 2);
    ok(!existsSync(join(out, "network_2.py")));
    equal((await again("--force")).code, 0);
    ok(readFileSync(join(out, "train.py"), "utf8").length > 1000);
  });

  const headless = fileWith("no-head.blox", space.replace(/ {2}head.*\n/, ""));
  const refusals: Record<string, [args: string[], message: RegExp]> = {
    "nothing to train": [[], /Say what to train: a file, --all or --sample\./],
    "more networks than a kit holds": [
      ["--all"],
      /91,125 networks of blox are too many for one training kit: --sample takes up to 20,000\./,
    ],
    "a larger sample than a kit holds": [["--sample", "20001"], /20,001 networks of blox are too/],
    "a space that does not exist": [["--all", "--space", "bloks"], /Did you mean `blox`/],
    "a space that the file does not declare": [
      [file, "--all", "--space", "tiney"],
      /declares no space `tiney`\. Did you mean `tiny`\?/,
    ],
    "a space without a head": [
      [headless, "--all", "--space", "tiny"],
      /Networks of tiny cannot be exported: the space `tiny` has no head/,
    ],
    "networks of two spaces": [
      [mixed],
      /has networks of tiny and of blox; a kit is of one space: name it with --space/,
    ],
    "a space of which the file has no network": [
      [mixed, "--space", "nas-bench-macro"],
      /has no network of the space nas-bench-macro/,
    ],
    "a network that is not complete": [
      [fileWith("not-complete.blox", space + network("open", "?", "thin"))],
      /open is not complete/,
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

  it("is called with a folder and one choice of networks", async () => {
    const missing = await blox(["training-kit", file]);
    match(missing.stderr, /required option '--out <folder>'/);
    equal(missing.code, 2);
    const { code, stderr } = await kitOf("--all", "--sample", "3");
    match(stderr, /'--sample <count>' cannot be used with option '--all'/);
    equal(code, 2);
  });

  describe("whose networks are trained, where torch is installed,", function () {
    this.timeout(240_000);
    let python: string;
    let kit: string;
    before(async function () {
      const found = pythonWithTorch();
      if (!found) return this.skip();
      python = found;
      const { out, code, stderr } = await kitOf(file, "--space", "tiny", "--all");
      equal(code, 0, stderr);
      kit = out;
      execFileSync(python, ["-c", madeUpImages], { cwd: kit });
    });

    // Small batches, so that a training takes long enough to be killed.
    const recipe = ["--data", "images.npz", "--epochs", "20", "--batch", "4", "--lr", "0.05"];
    const all = ["train.py", ...recipe, "--seeds", "0", "1", "--processes", "2"];
    const train = (args: readonly string[], cwd = kit) =>
      spawnSync(python, args, { cwd, encoding: "utf8" });
    /** What trainings reached, but for the time that they took. */
    const resultsIn = (table: string, folder = kit) => {
      const [, , header, ...rows] = readFileSync(join(folder, table), "utf8").trimEnd().split("\n");
      equal(header, "network,metric,value,unit,seed,epochs,dataset");
      return rows.filter((row) => !row.includes(",train_time,")).sort();
    };

    const trainingsIn = (table: string) =>
      existsSync(join(kit, table))
        ? readFileSync(join(kit, table), "utf8").split(",train_time,").length - 1
        : 0;
    /** Trains until the table has a training more, and is ended then; what it said to that. */
    const endedAmidst = async (signal: NodeJS.Signals) => {
      const before = trainingsIn("trainings.csv");
      const child = spawn(python, all, { cwd: kit, stdio: ["ignore", "ignore", "pipe"] });
      let said = "";
      child.stderr.setEncoding("utf8").on("data", (text: string) => {
        said += text;
      });
      while (child.exitCode === null && trainingsIn("trainings.csv") === before) await pause(20);
      child.kill(signal);
      // Its streams are closed once the processes that it began have ended too.
      await once(child, "close");
      return said;
    };

    it("have each training once in their table, however often they are killed and begun again", async () => {
      const whole = train([...all, "--out", "whole.csv"]);
      equal(whole.status, 0, whole.stderr);
      match(whole.stdout, /^8 trainings, 0 in whole\.csv already\n8 of 8, 0 min left\n$/);
      const results = resultsIn("whole.csv");
      const trainings = results
        .map((row) => row.split(","))
        .map(([of, metric, , , seed]) => [of, metric, seed].join());
      equal(new Set(trainings).size, 4 * 2 * 6);
      equal(results.length, 4 * 2 * 6);

      await endedAmidst("SIGKILL");
      const killed = trainingsIn("trainings.csv");
      ok(killed >= 1 && killed < 8, `${killed} trainings before it was killed`);
      const said = await endedAmidst("SIGINT");
      const kept = trainingsIn("trainings.csv");
      ok(kept > killed && kept < 8, `${kept} trainings before it was interrupted`);
      equal(said, "stopped: run the same command again to go on\n");

      const resumed = train(all);
      equal(resumed.status, 0, resumed.stderr);
      match(
        resumed.stdout,
        new RegExp(`^${8 - kept} trainings, ${kept} in trainings\\.csv already\n`),
      );
      deepEqual(resultsIn("trainings.csv"), results);
      match(train(all).stdout, /^0 trainings, 8 in trainings\.csv already\n$/);
      deepEqual(resultsIn("trainings.csv"), results);
    });

    it("reach the same as one that is exported and trained alone", async () => {
      const folder = join(emptyFolder(), "alone");
      const exported = await blox([
        "export",
        file,
        "--network",
        "edge",
        "--to",
        "pytorch",
        "--out",
        folder,
      ]);
      equal(exported.code, 0, exported.stderr);
      execFileSync(python, ["-c", madeUpImages], { cwd: folder });
      const alone = train(["train.py", ...recipe, "--seed", "1", "--threads", "1"], folder);
      equal(alone.status, 0, alone.stderr);
      equal(train([...all, "--out", "whole.csv"]).status, 0);
      const isOfBoth = (row: string) => /^#1,/.test(row) && /,1,20,images$/.test(row);
      deepEqual(resultsIn("trainings.csv", folder), resultsIn("whole.csv").filter(isOfBoth));
    });

    it("are not trained twice from a seed that is said twice, nor from what is none", () => {
      const trained = train([
        "train.py",
        ...recipe,
        "--epochs",
        "1",
        "--seeds",
        "3",
        "3",
        "--out",
        "once.csv",
      ]);
      match(trained.stdout, /^4 trainings, 0 in once\.csv already\n/);
      equal(resultsIn("once.csv").length, 4 * 6);
      const none = train(["train.py", ...recipe, "--seeds", "-1"]);
      equal(none.status, 2);
      match(none.stderr, /argument --seeds: invalid seed value: '-1'/);
    });

    it("and diverge leave no rows, and are named at the end", () => {
      const wild = ["--lr", "1e30", "--epochs", "2", "--out", "wild.csv"];
      const { status, stderr } = train(["train.py", ...recipe, ...wild]);
      equal(status, 1);
      const named = stderr.trimEnd().split("\n").sort();
      deepEqual(
        named.map((line) => line.replace(/epoch \d is (nan|inf)/, "")),
        [0, 1, 2, 3].map((index) => `network ${index}, seed 0: the loss of : no result`),
      );
      deepEqual(resultsIn("wild.csv"), []);
    });

    it("say what is missing before they are trained", async () => {
      const { out } = await kitOf(file);
      execFileSync(python, ["-c", madeUpImages.replaceAll('"y_', '"z_')], { cwd: out });
      const missing = train(all, out);
      deepEqual([missing.status, missing.stderr.trim().split("\n").length], [1, 1]);
      match(missing.stderr, /images\.npz has no y_train, y_val, y_test: expected/);
    });
  });
});

const madeUpImages = `
import numpy as np
random = np.random.default_rng(0)
arrays = {}
for part, count in (("train", 60), ("val", 12), ("test", 12)):
    arrays["x_" + part] = random.integers(0, 256, (count, 1, 8, 8)).astype(np.uint8)
    arrays["y_" + part] = random.integers(0, 3, count)
np.savez("images.npz", **arrays)
`;
