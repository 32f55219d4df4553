import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { bloxSpace } from "../../../data/built-in-spaces";
import { newCurveFile, readCurve } from "../../../data/library/curve-file";
import { publishedExamples } from "../../../data/library/curve-layout";
import { nodeFolder } from "../../../data/library/folder-node";
import type { CurveColumn, Measurements, TrainingRun } from "../../../data/library/measurements";
import type { NewFindings } from "../../../data/library/merge";
import { type CurveStore, withKnownCurves } from "../../../data/library/merge-curves";
import { sampleMeasurements } from "./sample-measurements";
import { temporaryFolder } from "./temporary-folder";

describe("curves that come to known ones", () => {
  const path = temporaryFolder();
  const folder = nodeFolder(path);
  const run = { seed: 0, epochs: 3, dataset: "CIFAR-100" };
  let begun = 0;
  const store: CurveStore = {
    folder,
    create(column, epochs, examples) {
      const name = `both-${begun++}.curves`;
      return { name, file: newCurveFile(folder.create(name), column, epochs, examples) };
    },
    check: () => {},
  };

  it("and add nothing leave the known file", async () => {
    await write("known.curves", [5, 1, 3]);
    await write("part.curves", [3, 5]);
    assert.equal((await together([5, 1, 3])).file, "known.curves");
    await write("part.curves", []);
    assert.equal((await together([5, 1, 3])).file, "known.curves");
  });

  it("and have all of them take their place", async () => {
    await write("known.curves", [5, 1, 3]);
    await write("part.curves", [2, 3, 1, 5]);
    assert.equal((await together([5, 1, 3])).file, "part.curves");
  });

  it("are in one file with them, each value as it was, whatever networks either has", async () => {
    const networks = fc.uniqueArray(fc.integer({ min: 0, max: 30 }));
    const columns = fc.constantFrom<CurveColumn>("val_top1", "train_top5", "val_loss");
    await fc.assert(
      fc.asyncProperty(networks, networks, columns, async (before, added, column) => {
        await write("known.curves", before, { column });
        await write("part.curves", added, { column });
        const { file, notes } = await together(before, column);
        assert.deepEqual(notes, []);
        for (let network = 0; network <= 30; network++) {
          const isKnown = before.includes(network) || added.includes(network);
          assert.deepEqual(
            await readCurve(folder, file, network),
            isKnown ? shown(network, column) : undefined,
          );
        }
      }),
      { numRuns: 50 },
    );
  });

  it("are an error where one epoch of one network differs, which names it and both values", async () => {
    await write("known.curves", [5, 1, 3]);
    await write("part.curves", [2, 3, 5], { changed: [3, 1] });
    // Network 3 has 93 + 977 of 5,000 after its second epoch, and one more in the file that comes.
    await assert.rejects(together([5, 1, 3]), {
      name: "Conflict",
      message:
        "part.csv: network 3 of blox, seed 0, 3 epochs, has val_top1 21.42 after epoch 2, but 21.4 is known already. Remove one of the two files, or the benchmark that is there.",
    });
  });

  it("are an error where the known ones are counted otherwise, or have other epochs", async () => {
    const rename = "import this file under another name, with a line `# name: …` at its top";
    await write("known.curves", [5, 1, 3]);
    await write("part.curves", [2], { examples: 0 });
    await assert.rejects(together([5, 1, 3]), {
      name: "Conflict",
      message: `part.csv: val_top1 epoch by epoch of seed 0, 3 epochs is there already, counted otherwise: ${rename}`,
    });
    const unsaid = { ...run, epochs: null };
    await write("part.curves", [2], { epochs: 4 });
    await assert.rejects(
      withKnownCurves(knowing([5, 1, 3], "val_top1", unsaid), found({ run: unsaid }), store),
      {
        name: "Conflict",
        message: `part.csv: val_top1 epoch by epoch of seed 0 is there already, with 3 epochs, not 4: ${rename}`,
      },
    );
  });

  it("in millionths stay so in one file with them", async () => {
    await write("known.curves", [5, 1], { examples: 0 });
    await write("part.curves", [3], { examples: 0 });
    const { file } = await together([5, 1]);
    for (const network of [1, 3, 5]) {
      const percent = Float64Array.from(counts(network, 3), (value) => value / 1e6);
      assert.deepEqual(await readCurve(folder, file, network), percent);
    }
  });

  it("are compared where they are too many for the memory, in any order", async function () {
    this.timeout(60_000);
    // 5,000 rows of 2,000 losses: 40 MB.
    const epochs = 2_000;
    const networks = Array.from({ length: 5_000 }, (_, network) => network);
    const more = [...networks, 5_000].reverse();
    const column = "val_loss";
    await write("known.curves", networks, { column, epochs });
    await write("part.curves", [...more, 5_001], { column, epochs });
    assert.equal((await together(networks, column)).file, "part.curves");
    for (const network of [0, 2_500, 4_999]) {
      await write("part.curves", more, { column, epochs, changed: [network, 1_999] });
      await assert.rejects(
        together(networks, column),
        new RegExp(`network ${network} of blox, .* after epoch 2000,`),
      );
    }
  });

  describe("that are damaged", () => {
    // As `curve-layout.ts` says: 44 bytes of header, then rows of 8 + 2 an epoch + 4.
    const valueOfRow = (row: number) => 44 + row * 18 + 10;
    const damage = (place: number) => {
      const bytes = readFileSync(join(path, "known.curves"));
      const at = place < 0 ? bytes.length + place : place;
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      writeFileSync(join(path, "known.curves"), bytes);
    };

    it("in a row are put right by a file that has it, and the others stay", async () => {
      await write("known.curves", [5, 1, 3]);
      damage(valueOfRow(1));
      await write("part.curves", [1, 3]);
      const { file, notes } = await together([5, 1, 3]);
      assert.deepEqual(notes, []);
      for (const network of [1, 3, 5])
        assert.deepEqual(await readCurve(folder, file, network), shown(network));
    });

    it("in a row that no file has are left out, with a note", async () => {
      await write("known.curves", [5, 1, 3]);
      damage(valueOfRow(1));
      await write("part.curves", [2, 3]);
      const { file, notes } = await together([5, 1, 3]);
      assert.deepEqual(notes, [lostNote(1)]);
      for (const network of [2, 3, 5])
        assert.deepEqual(await readCurve(folder, file, network), shown(network));
      assert.equal(await readCurve(folder, file, 1), undefined);
    });

    it("in the index, or missing, give way to those that come, with a note", async () => {
      // A page of it, the first networks of the pages, the end, and the header.
      for (const place of [44 + 3 * 18 + 1, -13, -1, 3]) {
        await write("known.curves", [5, 1, 3]);
        damage(place);
        await write("part.curves", [3, 2]);
        const { file, notes } = await together([5, 1, 3]);
        assert.equal(file, "part.curves");
        assert.deepEqual(notes, [lostNote(2)]);
      }
      await folder.remove("known.curves");
      await write("part.curves", [3, 2, 5, 1]);
      assert.deepEqual(await together([5, 1, 3]), { file: "part.curves", notes: [] });
    });

    it("and cannot be read for another reason, are an error", async () => {
      await write("part.curves", [3]);
      const denied = async () => {
        throw new Error("permission denied");
      };
      await assert.rejects(
        together([3], "val_top1", {
          ...folder,
          readPart: (name, ...part) =>
            name === "known.curves" ? denied() : folder.readPart(name, ...part),
        }),
        /permission denied/,
      );
    });
  });

  it("can be cancelled", async () => {
    await write("known.curves", [5, 1, 3]);
    await write("part.curves", [3]);
    const check = () => {
      throw new Error("cancelled");
    };
    await assert.rejects(
      withKnownCurves(knowing([5, 1, 3]), found(), { ...store, check }),
      /cancelled/,
    );
  });

  it("are left as they come for a run or a column of which no curves are known", async () => {
    await write("part.curves", [3]);
    assert.equal((await together([3], "val_top5")).file, "part.curves");
    const added = await withKnownCurves(undefined, found(), store);
    assert.deepEqual(added, found());
    const other = found({ run: { ...run, seed: 1 } });
    assert.deepEqual(await withKnownCurves(knowing([3]), other, store), other);
  });

  /** What becomes of `part.curves` beside `known.curves`, which has these networks. */
  async function together(
    before: readonly number[],
    column: CurveColumn = "val_top1",
    reading = folder,
  ): Promise<{ readonly file: string; readonly notes: readonly string[] }> {
    const known = column === "val_top5" ? knowing(before) : knowing(before, column);
    const { curves, findings } = await withKnownCurves(known, found({ column }), {
      ...store,
      folder: reading,
    });
    assert.equal(curves.length, 1);
    return { file: curves[0]?.file ?? "", notes: findings.notes };
  }

  function knowing(
    networks: readonly number[],
    column: CurveColumn = "val_top1",
    of: TrainingRun = run,
  ): Measurements {
    const training = {
      run: of,
      networks: Float64Array.from(networks).sort(),
      columns: {},
      curves: [{ column, file: "known.curves" }],
    };
    return { ...sampleMeasurements(bloxSpace), trainings: [training] };
  }

  function found(more: Partial<NewFindings["curves"][number]> = {}): NewFindings {
    const { benchmark } = sampleMeasurements(bloxSpace);
    const file = { name: "part.csv", content: "base, seed 0", format: "csv", rows: 0 };
    return {
      findings: {
        benchmark,
        space: bloxSpace,
        ...file,
        trainings: [],
        latencies: [],
        statics: [],
        environments: [],
        signatures: [],
        notes: [],
      },
      curves: [{ run, column: "val_top1", file: "part.curves", ...more }],
      file: { ...file, bytes: 0, importedAt: "2026-01-02T03:04:05.000Z" },
    };
  }

  interface Content {
    readonly column?: CurveColumn;
    readonly epochs?: number;
    readonly examples?: number;
    /** A network and the place of the value of which it has one more. */
    readonly changed?: readonly [number, number];
  }

  async function write(
    name: string,
    networks: readonly number[],
    {
      column = "val_top1",
      epochs = 3,
      examples = publishedExamples[column],
      changed,
    }: Content = {},
  ): Promise<void> {
    const file = newCurveFile(folder.create(name), column, epochs, examples);
    for (const network of networks) {
      const values = counts(network, epochs);
      if (changed?.[0] === network) values[changed[1]] = (values[changed[1]] ?? 0) + 1;
      file.write(network, values);
    }
    await file.finish();
  }

  function counts(network: number, epochs: number): Uint32Array {
    return Uint32Array.from({ length: epochs }, (_, epoch) => (network * 31 + epoch * 977) % 5000);
  }

  /** Of 5,000 or 45,000 examples, in percent; a loss in millionths. */
  function shown(network: number, column: CurveColumn = "val_top1"): Float64Array {
    return Float64Array.from(counts(network, 3), (count) => {
      if (column === "val_loss") return count / 1e6;
      return Number((count / (column === "train_top5" ? 450 : 50)).toFixed(3));
    });
  }

  function lostNote(networks: number): string {
    const what = networks === 1 ? "1 network" : `${networks} networks`;
    return `val_top1 epoch by epoch of seed 0, 3 epochs: what was known is damaged, and the curves of ${what} are left out. Import the files again that they came from.`;
  }
});
