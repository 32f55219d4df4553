import { deepEqual, equal, ok } from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import initSqlJs, { type Database } from "sql.js";
import { digitsSpace } from "../../data/built-in-spaces";
import { trainingKit } from "../../data/training-kit/kit-files";
import { pythonWith } from "./python-with";

const root = resolve(import.meta.dirname, "../..");

describe("the trainings of blox-digits that are embedded", () => {
  const folder = mkdtempSync(join(tmpdir(), "blox-campaign-"));
  let database: Database;
  before(async () => {
    const sql = await initSqlJs();
    database = new sql.Database(readFileSync(join(root, "data/blox.sqlite")));
  });
  after(() => {
    database.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const rows = (query: string) => database.exec(query)[0]?.values ?? [];

  it("are those of the table that the trainings wrote", () => {
    // Read here in a second way: line by line, without the importer.
    const lines = readFileSync(join(root, "data/trainings/blox-digits.csv"), "utf8").split("\n");
    const written = new Map<string, string>();
    for (const line of lines) {
      const [network = "", metric, value = "", , seed] = line.split(",");
      if (network.startsWith("#") && metric === "test_loss")
        written.set(`${network.slice(1)} ${seed}`, value);
    }
    const embedded = rows(
      "SELECT network || ' ' || seed, test_loss FROM training JOIN run ON run.id = training.run",
    );
    equal(embedded.length, written.size);
    for (const [key, loss] of embedded) equal(Number(written.get(String(key))), loss, `${key}`);
  });

  it("are shares of the images that they were counted on, and curves end where trainings do", () => {
    const found = rows(
      "SELECT test_top1, val_top1, best_val_top1, val_top1_by_epoch, train_time_s, epochs FROM training JOIN run ON run.id = training.run",
    );
    const isShareOf = (images: number, percent: number) => {
      const count = (percent * images) / 100;
      return Math.abs(count - Math.round(count)) < 1e-3;
    };
    for (const [test, val, best, text, seconds, epochs] of found) {
      const curve: number[] = JSON.parse(String(text));
      ok(isShareOf(1000, Number(test)) && isShareOf(297, Number(val)), `${test} ${val}`);
      equal(curve.length, epochs);
      ok(Math.abs((curve.at(-1) ?? 0) - Number(val)) < 1e-3, `${text} ends at ${val}`);
      ok(Math.abs(Math.max(...curve) - Number(best)) < 1e-3, `${text} has ${best}`);
      ok(Number(seconds) > 0);
    }
  });

  it("agree with ten that are trained again, where torch and scikit-learn are installed", async function () {
    this.timeout(300_000);
    const python = pythonWith("torch", "numpy", "sklearn");
    if (!python) return this.skip();
    const drawn = rows(
      `SELECT network, seed, test_top1, test_loss, val_top1_by_epoch
       FROM training JOIN run ON run.id = training.run ORDER BY random() LIMIT 10`,
    ).map(([network, seed, accuracy, loss, curve]) => ({
      network: Number(network),
      seed: Number(seed),
      accuracy: Number(accuracy),
      loss: Number(loss),
      curve: JSON.parse(String(curve)) as number[],
    }));
    const data = join(folder, "digits.npz");
    execFileSync(python, [join(root, "data/trainings/optical_digits.py"), data]);
    const tables = new Map<number, string>();
    for (const seed of new Set(drawn.map((one) => one.seed))) {
      const kit = join(folder, `${seed}`);
      mkdirSync(kit);
      const networks = drawn.filter((one) => one.seed === seed).map(({ network }) => network);
      for (const { path, text } of trainingKit(digitsSpace, networks))
        writeFileSync(join(kit, path), text);
      const recipe = ["--epochs", "6", "--batch", "25", "--nesterov", "--no-augment"];
      const args = ["--data", data, "--seeds", `${seed}`, "--processes", "2", ...recipe];
      execFileSync(python, ["train.py", ...args], { cwd: kit });
      tables.set(seed, readFileSync(join(kit, "trainings.csv"), "utf8"));
    }
    const again = drawn.map(({ network, seed }) => {
      const value = (metric: string) =>
        new RegExp(`^#${network},${metric},([^,]+),`, "m").exec(tables.get(seed) ?? "")?.[1] ?? "";
      return {
        network,
        seed,
        accuracy: Number(value("accuracy")),
        loss: Number(value("test_loss")),
        curve: value("val_accuracy_by_epoch").split(" ").map(Number),
      };
    });
    const isSame = again.map((one, place) => one.loss === drawn[place]?.loss);
    // On the processor and the torch of the campaign, every digit is the same.
    if (isSame.some(Boolean)) return deepEqual(again, drawn);
    // Elsewhere sums are added up in another order, which leads as far away as another seed may.
    for (const [place, one] of again.entries()) {
      const before = drawn[place]?.accuracy ?? Number.NaN;
      ok(
        Math.abs(one.accuracy - before) <= 5,
        `#${one.network}: ${one.accuracy} %, was ${before} %`,
      );
    }
  });
});
