import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { newCurveFile, readCurve } from "../../../data/library/curve-file";
import { publishedExamples } from "../../../data/library/curve-layout";
import { nodeFolder } from "../../../data/library/folder-node";
import { randomNumbers } from "./random-numbers";
import { temporaryFolder } from "./temporary-folder";

describe("file of curves", () => {
  const path = temporaryFolder();
  const folder = nodeFolder(path);
  const epochs = 5;

  it("gives back accuracies as they are published", async () => {
    // 45,000 and 5,000 examples: the numbers of the published tables.
    for (const [column, examples] of [
      ["val_top1", 5_000],
      ["val_top5", 5_000],
      ["train_top1", 45_000],
      ["train_top5", 45_000],
    ] as const) {
      const file = newCurveFile(
        folder.create("a.curves"),
        column,
        epochs,
        publishedExamples[column],
      );
      const counts = Uint32Array.of(0, 1, 1234, examples - 1, examples);
      file.write(91_124, counts);
      await file.finish();
      assert.deepEqual(
        await readCurve(folder, "a.curves", 91_124),
        Float64Array.from(counts, (count) => Math.round((count / examples) * 100_000) / 1000),
      );
    }
  });

  it("gives back losses to the millionth", async () => {
    for (const column of ["val_loss", "train_loss"] as const) {
      const file = newCurveFile(folder.create("a.curves"), column, 3, publishedExamples[column]);
      file.write(2 ** 52 + 1, Uint32Array.of(0, 4_605_170, 2 ** 32 - 1));
      await file.finish();
      assert.deepEqual(
        await readCurve(folder, "a.curves", 2 ** 52 + 1),
        Float64Array.of(0, 4.60517, 4294.967295),
      );
    }
  });

  it("finds every network of many in any order, and no other", async () => {
    const networks = shuffled(Array.from({ length: 1500 }, (_, place) => 3 * place + 1));
    await write("many.curves", networks);
    for (const network of networks)
      assert.deepEqual(await readCurve(folder, "many.curves", network), percents(network));
    for (const network of [0, 2, 3 * 1500 + 1, 1e9])
      assert.equal(await readCurve(folder, "many.curves", network), undefined);
  });

  it("may be without a network", async () => {
    await write("none.curves", []);
    assert.equal(await readCurve(folder, "none.curves", 0), undefined);
  });

  it("does not keep what it is given", async () => {
    const file = newCurveFile(folder.create("a.curves"), "val_top1", 1, publishedExamples.val_top1);
    const values = new Uint32Array(1);
    for (const network of [1, 2]) {
      values[0] = 50 * network;
      file.write(network, values);
    }
    await file.finish();
    assert.deepEqual(await readCurve(folder, "a.curves", 1), Float64Array.of(1));
  });

  it("refuses rows that it could not give back", async () => {
    const file = newCurveFile(
      folder.create("refused.curves"),
      "val_top1",
      2,
      publishedExamples.val_top1,
    );
    assert.throws(() => file.write(0, Uint32Array.of(1)), /2 values expected, 1 found/);
    assert.throws(() => file.write(0, Uint32Array.of(1, 5001)), /5001 of 5000 examples/);
    file.write(0, Uint32Array.of(1, 2));
    file.write(0, Uint32Array.of(1, 2));
    await assert.rejects(file.finish(), /network 0 came twice/);
    await file.discard();
    assert.equal(await folder.read("refused.curves"), undefined);
  });

  it("that is missing is an error", async () => {
    await assert.rejects(
      readCurve(folder, "missing.curves", 0),
      new RegExp(`The file of curves missing.curves is missing from ${path}; import it again`),
    );
  });

  it("that is damaged anywhere gives what was written or an error", async () => {
    const networks = [0, 7, 14, 91_124];
    await write("whole.curves", networks);
    const whole = readFileSync(join(path, "whole.curves"));
    for (let place = 0; place < whole.length; place++) {
      const bytes = Uint8Array.from(whole);
      bytes[place] = (bytes[place] ?? 0) ^ (1 << (place % 8));
      writeFileSync(join(path, "flipped.curves"), bytes);
      const found = await Promise.all(
        networks.map((network) => outcome("flipped.curves", network)),
      );
      assert.ok(found.includes("damaged"), `byte ${place} of ${whole.length}`);
    }
    for (let length = 0; length < whole.length; length++) {
      writeFileSync(join(path, "short.curves"), whole.subarray(0, length));
      assert.equal(await outcome("short.curves", 0), "damaged", `${length} of ${whole.length}`);
    }
  });

  it("whose rows have changed places is damaged", async () => {
    await write("rows.curves", [1, 2]);
    const bytes = readFileSync(join(path, "rows.curves"));
    // As its documentation says: 44 bytes of header, then rows of 8 + 2 an epoch + 4.
    const [start, length] = [44, 8 + 2 * epochs + 4];
    const first = Uint8Array.from(bytes.subarray(start, start + length));
    bytes.copyWithin(start, start + length, start + 2 * length);
    bytes.set(first, start + length);
    writeFileSync(join(path, "rows.curves"), bytes);
    assert.equal(await outcome("rows.curves", 1), "damaged");
  });

  async function outcome(file: string, network: number): Promise<"right" | "damaged"> {
    try {
      assert.deepEqual(await readCurve(folder, file, network), percents(network));
      return "right";
    } catch (error) {
      const message = error instanceof Error ? error.message : "";
      assert.equal(message, `The curves in ${file} are damaged; import them again.`);
      return "damaged";
    }
  }

  async function write(name: string, networks: readonly number[]): Promise<void> {
    const file = newCurveFile(folder.create(name), "val_top1", epochs, publishedExamples.val_top1);
    for (const network of networks) file.write(network, counts(network));
    await file.finish();
  }

  function counts(network: number): Uint32Array {
    return Uint32Array.from({ length: epochs }, (_, epoch) => (network * 31 + epoch * 977) % 5001);
  }

  function percents(network: number): Float64Array {
    return Float64Array.from(counts(network), (count) => count / 50);
  }

  function shuffled(list: readonly number[]): number[] {
    const random = randomNumbers(3);
    return list
      .map((item) => ({ item, key: random(1e9) }))
      .sort((a, b) => a.key - b.key)
      .map(({ item }) => item);
  }
});
