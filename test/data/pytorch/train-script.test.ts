import { deepEqual, equal, fail, match, ok } from "node:assert/strict";
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bloxSpace, findSpace } from "../../../data/built-in-spaces";
import { readCurve } from "../../../data/library/curve-file";
import { nodeFolder } from "../../../data/library/folder-node";
import { importFiles } from "../../../data/library/import-files";
import { loadLibrary } from "../../../data/library/library";
import { sourcesAt } from "../../../data/library/sources-node";
import { trainScript } from "../../../data/pytorch/train-script";
import { pytorch } from "../../../server/exports/pytorch";
import { importContext } from "../library/import-context";
import { declaredSpace } from "./declared-space";
import { pythonWithTorch } from "./python-with-torch";

const space = declaredSpace(`
space "tiny → 1" {
  input 1 x 8 x 8
  classes 3
  op plain { conv 3x3  bn  relu }
  op thin { conv 1x1  bn  relu }
  stem { conv 3x3 out 4  bn  relu }
  stages 2 { block of 1..2 ops }
  head { global-avg-pool  linear out classes }
}`);

const header = "network,metric,value,unit,seed,epochs,dataset";

describe("the script that trains a network", () => {
  const root = mkdtempSync(join(tmpdir(), "blox-train-"));
  after(() => rmSync(root, { recursive: true, force: true }));
  let folders = 0;
  const newFolder = () => {
    const folder = join(root, `${folders++}`);
    mkdirSync(folder);
    return folder;
  };

  /** The files of a network and made-up images, in a folder of their own. */
  const exported = (python: string): string => {
    const folder = newFolder();
    for (const file of pytorch.files(space, [3, 1], { name: "edge v2", seed: 0 }))
      if ("text" in file) writeFileSync(join(folder, file.path), file.text);
    execFileSync(python, ["-c", madeUpImages], { cwd: folder });
    return folder;
  };
  const run = (python: string, folder: string, ...options: string[]) =>
    spawnSync(python, ["train.py", "--data", "images.npz", "--threads", "1", ...options], {
      cwd: folder,
      encoding: "utf8",
    });
  const table = (folder: string) => readFileSync(join(folder, "trainings.csv"), "utf8");

  it("appends what it reached to a table that is imported, where torch is installed", async function () {
    this.timeout(120_000);
    const python = pythonWithTorch();
    if (!python) return this.skip();
    const folder = exported(python);
    for (const seed of ["0", "1"]) {
      const { status, stderr } = run(python, folder, "--epochs", "1", "--seed", seed);
      equal(status, 0, stderr);
    }
    const library = nodeFolder(join(folder, "library"));
    const context = await importContext(library);
    const sources = await sourcesAt([join(folder, "trainings.csv")]);
    await importFiles({ sources, space }, context);
    const { entries, problems } = await loadLibrary(library, context.sql);
    deepEqual(problems, []);
    equal(entries.length, 1);
    const { benchmark, trainings } = entries[0]?.measurements ?? {};
    equal(benchmark?.name, "trainings-tiny-1");
    equal(benchmark?.title, "Own trainings of networks of tiny → 1");
    deepEqual(
      trainings?.map(({ run }) => run),
      [0, 1].map((seed) => ({ seed, epochs: 1, dataset: "images" })),
    );
    for (const { networks, columns, curves } of trainings ?? []) {
      // The block of the first stage counts least.
      deepEqual(Array.from(networks), [3 + 1 * blockCountOfStage]);
      deepEqual(Object.keys(columns).sort(), [
        "best_val_top1",
        "test_loss",
        "test_top1",
        "train_time_s",
        "val_loss",
        "val_top1",
      ]);
      const [{ column, file } = fail("no curve")] = curves;
      equal(column, "val_top1");
      const epochs = (await readCurve(library, file, networks[0] ?? 0)) ?? fail("not in its curve");
      // The last of them, which the table has with four digits.
      equal(epochs.length, 1);
      ok(Math.abs((epochs[0] ?? 0) - (columns.val_top1?.[0] ?? 0)) < 1e-4);
    }
  });

  it("gives the same values for the same seed, and others for another", async function () {
    this.timeout(120_000);
    const python = pythonWithTorch();
    if (!python) return this.skip();
    const folder = exported(python);
    const losses = (out: string, seed: string) => {
      const { status, stderr } = run(python, folder, "--epochs", "2", "--seed", seed, "--out", out);
      equal(status, 0, stderr);
      const text = readFileSync(join(folder, out), "utf8");
      return Array.from(text.matchAll(/_loss,([^,]+),/g), ([, loss]) => loss);
    };
    const first = losses("a.csv", "5");
    equal(first.length, 2);
    deepEqual(losses("b.csv", "5"), first);
    ok(losses("c.csv", "6").join() !== first.join());
  });

  it("leaves no row of a training that is killed, and none twice", async function () {
    this.timeout(120_000);
    const python = pythonWithTorch();
    if (!python) return this.skip();
    const folder = exported(python);
    const child = spawn(
      python,
      ["train.py", "--data", "images.npz", "--threads", "1", "--epochs", "100000"],
      { cwd: folder, stdio: ["ignore", "pipe", "inherit"] },
    );
    await once(child.stdout, "data");
    child.kill("SIGKILL");
    await once(child, "exit");
    equal(table(folder).trimEnd().split("\n").at(-1), header);
    equal(run(python, folder, "--epochs", "1").status, 0);
    const rows = table(folder);
    const again = run(python, folder, "--epochs", "1");
    equal(again.status, 1);
    match(again.stderr, /has this training: choose another --seed or --out/);
    equal(table(folder), rows);
  });

  it("says what is wrong with data before it trains", async function () {
    this.timeout(120_000);
    const python = pythonWithTorch();
    if (!python) return this.skip();
    const folder = exported(python);
    execFileSync(python, ["-c", madeUpImages.replaceAll("8, 8", "9, 9")], { cwd: folder });
    match(run(python, folder).stderr, /expected images of \(1, 8, 8\), and a label for each/);
    execFileSync(python, ["-c", madeUpImages.replaceAll('"y_', '"z_')], { cwd: folder });
    match(run(python, folder).stderr, /images\.npz has no y_train, y_val, y_test: expected/);
    writeFileSync(join(folder, "trainings.csv"), "a,b\n1,2\n");
    match(run(python, folder).stderr, /trainings\.csv is another table: expected the columns/);
  });

  it("loads CIFAR through torchvision where the space is of that, and else what it is given", () => {
    const script = (of: typeof space) => trainScript(of, { moduleName: "n", className: "N" });
    const macro = findSpace("nas-bench-macro");
    ok(macro);
    match(script(bloxSpace), /^ {4}from torchvision\.datasets import CIFAR100$/m);
    match(script(bloxSpace), /^DATASET = "CIFAR-100"$/m);
    match(script(macro), /^ {4}from torchvision\.datasets import CIFAR10$/m);
    for (const other of [
      space,
      { ...bloxSpace, dataset: "ImageNet" },
      { ...bloxSpace, classes: 9 },
    ]) {
      ok(!script(other).includes("torchvision"));
      match(script(other), /np\.load/);
    }
  });

  it("stays short", () => {
    for (const each of [bloxSpace, space]) {
      const lines = trainScript(each, { moduleName: "n", className: "N" }).split("\n");
      ok(lines.length < 230, `${lines.length} lines`);
      for (const line of lines) ok(line.length <= 88 && line === line.trimEnd(), line);
    }
  });
});

/** Of two operations: ST1, four topologies of ordered pairs, and ST6 of pairs without order. */
const blockCountOfStage = 2 + 4 * 4 + 3;

const madeUpImages = `
import numpy as np
random = np.random.default_rng(0)
arrays = {}
for part, count in (("train", 60), ("val", 12), ("test", 12)):
    arrays["x_" + part] = random.integers(0, 256, (count, 1, 8, 8)).astype(np.uint8)
    arrays["y_" + part] = random.integers(0, 3, count)
np.savez("images.npz", **arrays)
`;
