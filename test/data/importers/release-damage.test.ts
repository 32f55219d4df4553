import assert from "node:assert/strict";
import { deflateSync } from "node:zlib";
import type { ReleaseKind } from "../../../data/importers/release/release-columns";
import type { ReleaseFormat } from "../../../data/importers/release/release-header";
import { generatedRelease } from "../../bench/generated-release";
import { headerText, releaseBytes } from "../../bench/release-writer";
import {
  contentOf,
  fewNetworks,
  formats,
  joined,
  type Reading,
  readRelease,
  refusalOf,
} from "./release-reading";

const kinds: readonly ReleaseKind[] = ["base", "ext", "info", "bench", "env"];

describe("a damaged published file", () => {
  for (const format of formats)
    for (const kind of kinds)
      it(`${kind} as ${format} is refused wherever it is cut off`, async () => {
        const bytes = await small(kind, format);
        const complete = await readRelease(bytes);
        for (let length = 0; length < bytes.length; length++) {
          const cut = bytes.subarray(0, length);
          const isRowEnd = format === "csv" && bytes[length - 1] === newline;
          // A CSV file does not say how many rows it has.
          if (isRowEnd && length > headerEnd(bytes) + 3) {
            const { findings } = await readRelease(cut);
            assert.ok(findings.rows < complete.findings.rows);
            assert.match(findings.notes.join(), /It has [12] of the 91,125 networks/);
          } else assert.match(await refusalOf(cut), /^file/, `${length} bytes`);
        }
      });

  for (const format of formats)
    for (const kind of kinds)
      it(`${kind} as ${format} is refused, or gives possible values, whichever bit is flipped`, async () => {
        const bytes = await small(kind, format);
        const complete = contentOf(await readRelease(bytes));
        for (let bit = 8 * headerEnd(bytes); bit < 8 * bytes.length; bit += 3) {
          const flipped = bytes.slice();
          flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
          const found = await readingOrRefusal(flipped);
          if (typeof found === "string") continue;
          // The last bits of the last byte before the checksum may be unused.
          if (format === "custom") assert.deepEqual(contentOf(found), complete, `bit ${bit}`);
          assertPossible(found);
        }
      });

  it("is refused or read when a bit of its header is flipped, and never anything else", async () => {
    for (const format of formats) {
      const bytes = await small("bench", format);
      for (let bit = 0; bit < 8 * headerEnd(bytes); bit += 3) {
        const flipped = bytes.slice();
        flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        const found = await readingOrRefusal(flipped);
        if (typeof found !== "string") assertPossible(found);
      }
    }
  });

  for (const format of formats)
    it(`as ${format} is refused with something behind its end`, async () => {
      for (const junk of ["\0", "x\r\n", "\n\n", "y".repeat(70_000)])
        assert.match(await refusalOf(joined(await small("info", format), junk)), /^file/);
    });

  it("is refused without rows", async () => {
    for (const format of formats) {
      const empty = { ...generatedRelease("info", { ...fewNetworks, indices: [] }, {}), rows: [] };
      assert.match(await refusalOf(await releaseBytes(empty, format)), /a header and no rows/);
    }
  });
});

describe("the custom format", () => {
  const bench = generatedRelease("bench", fewNetworks, { device: "d" });
  const types = ["column_types:", "  model_hash: hash", "  latency: float"];
  const custom = (content: Uint8Array) =>
    joined(headerText(bench, "custom", types), deflateSync(content));
  const head = (rows: number, bits = 0) => {
    const bytes = new DataView(new ArrayBuffer(12));
    bytes.setBigUint64(0, BigInt(bits), true);
    bytes.setUint32(8, rows, true);
    return new Uint8Array(bytes.buffer);
  };
  const row = joined(
    Buffer.from(fewNetworks.hashOf(0), "hex").reverse(),
    [0x40, 0x42, 0x0f], // 1,000,000
  );

  it("is read whatever number of bits it says it has", async () => {
    for (const bits of [0, 32, 2 ** 52]) {
      const { findings } = await readRelease(custom(joined(head(1, bits), row)));
      assert.deepEqual(findings.latencies[0]?.columns.ms, Float64Array.of(1));
    }
  });

  it("is refused with more rows than networks before any is read", async () => {
    assert.match(
      await refusalOf(custom(head(4_294_967_295))),
      /says that it has 4294967295 rows: expected at most 91125/,
    );
  });

  it("is refused with fewer rows than it says, or more", async () => {
    assert.match(await refusalOf(custom(joined(head(2), row))), /row 2: the file is cut off/);
    assert.match(await refusalOf(custom(joined(head(1), row, row))), /no row behind the 1/);
  });

  it("does not take in what expands without end", async () => {
    const endless = custom(joined(head(1), row, new Uint8Array(40_000_000)));
    assert.ok(endless.length < 50_000);
    assert.match(await refusalOf(endless), /no row behind the 1/);
  });

  it("is refused with a count above what its header says", async () => {
    const bytes = await releaseBytes(
      generatedRelease("base", fewNetworks, { epochs: 3, seed: 0 }),
      "custom",
    );
    const text = Buffer.from(bytes).toString("latin1");
    const [, greatest] = /test_top1: b_\d+_(\d+)/.exec(text) ?? [];
    const edited = text.replace(`_${greatest}_`, `_${Number(greatest) - 1}_`);
    assert.match(await refusalOf(joined(edited)), /column test_top1: found \d+, expected at most/);
  });
});

const newline = 10;

function small(kind: ReleaseKind, format: ReleaseFormat): Promise<Uint8Array> {
  const isTraining = kind === "base" || kind === "ext";
  const particulars = {
    ...(isTraining && { epochs: 2 }),
    ...(kind === "bench" ? { device: "d" } : kind === "info" ? {} : { seed: 0 }),
  };
  return releaseBytes(generatedRelease(kind, fewNetworks, particulars), format);
}

function headerEnd(bytes: Uint8Array): number {
  return Buffer.from(bytes).indexOf("\n---\n") + "\n---\n".length;
}

async function readingOrRefusal(bytes: Uint8Array): Promise<Reading | string> {
  try {
    return await readRelease(bytes);
  } catch (error) {
    if (error instanceof Error && error.name === "FileProblem") return error.message;
    throw error;
  }
}

function assertPossible({ findings, curves }: Reading): void {
  for (const { columns } of findings.trainings)
    for (const [name, values = []] of Object.entries(columns)) {
      const most = name.includes("top") ? 100 : 2 ** 32;
      for (const value of values) assert.ok(value >= 0 && value <= most, `${name} ${value}`);
    }
  for (const { columns } of findings.latencies)
    for (const value of columns.ms ?? []) assert.ok(value >= 0 && value < 4295);
  for (const { columns } of findings.statics)
    for (const values of Object.values(columns))
      for (const value of values) assert.ok(Number.isInteger(value) && value >= 0);
  for (const [column, ofNetworks] of curves) {
    const most = column.endsWith("loss") ? 2 ** 32 : column.startsWith("val") ? 5_000 : 45_000;
    for (const curve of ofNetworks.values())
      for (const value of curve) assert.ok(value <= most, `${column} ${value}`);
  }
}
