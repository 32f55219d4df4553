import assert from "node:assert/strict";
import { generatedRelease } from "../../bench/generated-release";
import { releaseBytes, type WrittenRow } from "../../bench/release-writer";
import { fewHashes, fewNetworks, formats, joined, readRelease, refusalOf } from "./release-reading";

const base = generatedRelease("base", fewNetworks, { epochs: 3, seed: 0 });
const [hash = "", other = ""] = fewNetworks.indices.map(fewNetworks.hashOf);
const rowsOf = (...rows: WrittenRow[]) => ({ ...base, rows });
const right: WrittenRow = [hash, [1, 2, 3], 10_000, 5];

/** Of a CSV file of base whose only row is this. */
async function csvRefusal(row: string): Promise<string> {
  const bytes = await releaseBytes({ ...base, rows: [] }, "csv");
  return refusalOf(joined(bytes, row));
}

describe("a value of a published file", () => {
  for (const format of formats) {
    it(`as ${format} is a count of examples, in percent with three decimals`, async () => {
      const bytes = await releaseBytes(rowsOf([hash, [0, 5000, 4999], 1, 7]), format);
      const { findings, curves } = await readRelease(bytes);
      const columns = {
        val_top1: Float64Array.of(99.98),
        test_top1: Float64Array.of(0.01),
        train_time_s: Float64Array.of(7),
        best_val_top1: Float64Array.of(100),
      };
      assert.deepEqual(findings.trainings[0]?.columns, columns);
      assert.deepEqual(curves.get("val_top1"), new Map([[31_337, [0, 5000, 4999]]]));
    });

    it(`as ${format} is refused for a network twice, or one that there is none of`, async () => {
      const twice = await releaseBytes(rowsOf(right, right), format);
      assert.match(await refusalOf(twice), /row 2, column model_hash: .* has a row before/);
      const unknown = await releaseBytes(rowsOf(["0".repeat(32), [1, 2, 3], 4, 5]), format);
      assert.match(await refusalOf(unknown), /row 1, column model_hash: no network of blox/);
    });

    it(`as ${format} is refused in a list of another length than the epochs`, async () => {
      for (const list of [
        [1, 2],
        [1, 2, 3, 4],
      ]) {
        const bytes = await releaseBytes(rowsOf(right, [other, list, 4, 5]), format);
        assert.match(
          await refusalOf(bytes),
          new RegExp(`row 2, column val_top1: expected a list of 3 values.* found ${list.length}$`),
        );
      }
    });

    it(`as ${format} is refused for a vector of another network`, async () => {
      const info = generatedRelease("info", fewNetworks, {});
      const [[, params, flops, vector] = []] = info.rows;
      const row: WrittenRow = [other, params ?? 0, flops ?? 0, vector ?? []];
      const bytes = await releaseBytes({ ...info, rows: [row] }, format);
      assert.match(await refusalOf(bytes), /row 1, column arch_vec: the vector means \[\[\[/);
      const none: WrittenRow = [other, 1, 2, new Array<number>(15).fill(0)];
      const empty = await releaseBytes({ ...info, rows: [none] }, format);
      assert.match(await refusalOf(empty), /column arch_vec: stage 1: .* is no block/);
    });
  }

  for (const format of ["csv", "pickle"] as const)
    it(`as ${format} is refused where no count gives the percentage`, async () => {
      for (const [place, count, column] of [
        [1, 2.5, "val_top1: epoch 2"],
        [1, 5001, "val_top1: epoch 2"],
        [1, -1, "val_top1: epoch 2"],
        [2, 0.5, "test_top1"],
        [2, 10_001, "test_top1"],
        [3, -5, "train_time_s"],
        [3, 0.5, "train_time_s"],
      ] as const) {
        const value = place === 1 ? [1, count, 3] : count;
        // Whole numbers of a pickle are not negative and have no fraction in this writer.
        if (format === "pickle" && place === 3) continue;
        const row = right.map((each, at) => (at === place ? value : each));
        const found = await refusalOf(await releaseBytes(rowsOf(row), format));
        assert.match(found, new RegExp(`row 1, column ${column}`));
      }
    });

  const rows: readonly (readonly [string, RegExp])[] = [
    [`${hash},"[nan, 2.0, 2.0]",3.0,4\r\n`, /column val_top1: epoch 1: found `nan`/],
    [`${hash},"[2.0, inf, 2.0]",3.0,4\r\n`, /column val_top1: epoch 2: found `inf`/],
    [`${hash},"[2.0, 2.0, ]",3.0,4\r\n`, /column val_top1: epoch 3: found ``/],
    [`${hash},"[2.0, 0x2, 2.0]",3.0,4\r\n`, /epoch 2: found `0x2`/],
    [`${hash},"[2.0, 2.0, 2.0",3.0,4\r\n`, /column val_top1: expected a list/],
    [`${hash},[2.0],3.0,4\r\n`, /column val_top1: expected a list/],
    [`${hash},"[2.0, 2.0, 2.0]",,4\r\n`, /column test_top1: found ``/],
    [`${hash},"[2.0, 2.0, 2.0]",3.0\r\n`, /column train_time_s: the row ends before/],
    [`${hash},"[2.0, 2.0, 2.0]",3.0,4,5\r\n`, /row to end behind 4 values, found `,5`/],
    [`${hash.slice(1)}g,"[2.0, 2.0, 2.0]",3.0,4\r\n`, /column model_hash: expected 32 hexadecimal/],
    [`${hash},"[2.0, 2.0, 2.0]",3.0,4`, /row 1: the file is cut off/],
    [`${hash},"[${"2.0, ".repeat(2000)}`, /expected a row of at most \d+ bytes/],
  ];
  for (const [row, message] of rows)
    it(`is refused in the row ${row.slice(32, 70).trim()}`, async () => {
      assert.match(await csvRefusal(row), message);
    });

  it("is the same with an exponent, and rounded to six decimals with a note", async () => {
    const bench = generatedRelease("bench", fewNetworks, { device: "d" });
    const header = await releaseBytes({ ...bench, rows: [] }, "csv");
    const { findings } = await readRelease(
      joined(header, `${hash},9.3e-05\n${other},1.23456789\n`),
    );
    assert.deepEqual(findings.latencies[0]?.columns.ms, Float64Array.of(0.000093, 1.234568));
    assert.equal(findings.notes[1], "1 values of latency were rounded to six decimals.");
  });

  it("is not read any further once the import has been cancelled", async () => {
    const cancelled = new Error("cancelled");
    // Every hash is that of a network, so that there are rows enough to be asked.
    let network = 0;
    const hashes = { ...fewHashes, indexAt: () => network++ };
    const rows = Array.from({ length: 5000 }, () => [hash, 1]);
    const bench = { ...generatedRelease("bench", fewNetworks, { device: "d" }), rows };
    const check = (bytes: number) => {
      assert.ok(bytes > 0);
      throw cancelled;
    };
    for (const format of formats) {
      network = 0;
      const bytes = await releaseBytes(bench, format);
      await assert.rejects(readRelease(bytes, { hashes, check }), cancelled);
      assert.ok(network < 2500);
    }
  });
});
