import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { importers } from "../../../data/importers/importers";
import { releaseFile } from "../../../data/importers/release/release-file";
import { shared } from "../../shared";
import { referenceSpace } from "../reference";
import { contentOf, hashIndexOf, readRelease } from "./release-reading";

const endings = { csv: "csv", pickle: "pickle", blox: "custom" } as const;
const contents: Readonly<Record<string, string>> = {
  "blox-base-0": "base, seed 0",
  "blox-ext-0": "ext, seed 0",
  "blox-info": "info",
  "blox-bench-gtx1080ti": "latency, gtx1080ti",
  "blox-bench-pixel3": "latency, pixel3",
  "blox-env-0": "env, seed 0",
};
const examples: Record<string, number> = { train: 45_000, val: 5_000, test: 10_000 };

describe("files of the published layout", () => {
  const folder = shared("reference", "release-sample");
  const reference = referenceSpace();
  const hashes = new Map(reference?.map(({ hash }, network) => [hash, network]));
  const names = folder ? readdirSync(folder).filter((name) => name.endsWith(".csv")) : ["all"];

  for (const name of names.map((file) => basename(file, ".csv")))
    it(`${name} says in all formats what its CSV says`, async function () {
      if (!folder || !reference) return this.skip();
      const text = readFileSync(join(folder, `${name}.csv`), "utf8");
      const expected = simpleReading(text, hashes);
      const notes = ["It has 250 of the 91,125 networks."];
      for (const [ending, format] of Object.entries(endings)) {
        const bytes = readFileSync(join(folder, `${name}.${ending}`));
        const reading = await readRelease(bytes, { hashes: hashIndexOf(hashes), piece: 4999 });
        assert.equal(reading.findings.format, format);
        assert.equal(reading.findings.rows, 250);
        assert.equal(reading.findings.content, contents[name]);
        assert.deepEqual(reading.findings.notes, notes);
        assert.deepEqual(tablesOf(contentOf(reading)), expected.tables);
        assert.deepEqual(reading.curves, expected.curves);
      }
    });

  it("are recognised by their first bytes, and by no other importer before", function () {
    if (!folder) return this.skip();
    for (const file of readdirSync(folder)) {
      const head = readFileSync(join(folder, file)).subarray(0, 4096);
      assert.equal(
        importers.find((importer) => importer.recognises(head)),
        releaseFile,
        file,
      );
    }
  });
});

interface SimpleReading {
  readonly tables: readonly Record<string, unknown>[];
  readonly curves: ReadonlyMap<string, ReadonlyMap<number, readonly number[]>>;
}

/** The tables, each as a list of its columns, in one shape for all kinds of file. */
function tablesOf({
  trainings,
  latencies,
  statics,
  environments,
}: ReturnType<typeof contentOf>): Record<string, unknown>[] {
  const plain = (columns: Readonly<Record<string, Float64Array | undefined>>) =>
    Object.fromEntries(
      Object.entries(columns).map(([name, values]) => [name, Array.from(values ?? [])]),
    );
  return [
    ...trainings.map(({ networks, columns, run }) => ({ networks, ...plain(columns), ...run })),
    ...latencies.map(({ networks, columns, device }) => ({ networks, ...plain(columns), device })),
    ...statics.map(({ networks, columns }) => ({ networks, ...plain(columns) })),
    ...environments.map(({ networks, seed, versions }) => ({ networks, seed, versions })),
  ].map(({ networks, ...rest }) => ({ networks: Array.from(networks), ...rest }));
}

/** A CSV as whoever has the layout before them reads it: with JSON and regular expressions. */
function simpleReading(text: string, hashes: ReadonlyMap<string, number>): SimpleReading {
  const [, header = "", body = ""] = text.split(/^---\r?\n/m);
  const entry = (key: string) => new RegExp(`^${key}: (.*)$`, "m").exec(header)?.[1];
  const names = Array.from(header.matchAll(/^- (\w+)$/gm), ([, column = ""]) => column);
  const rows = body
    .trim()
    .split("\r\n")
    .map((line) => Array.from(line.matchAll(/"([^"]*)"|[^,]+/g), ([all, list]) => list ?? all));
  const networks = rows.map(([hash = ""]) => hashes.get(hash) ?? -1);
  assert.equal(names.length, rows[0]?.length, "the pattern of this test finds all values of a row");
  const column = (name: string) => rows.map((row) => row[names.indexOf(name)] ?? "");
  const seed = Number(entry("seed"));

  switch (entry("dataset_type")) {
    case "env": {
      const groups = new Map<string, { networks: number[]; seed: number; versions: unknown }>();
      for (const [place, row] of rows.entries()) {
        const key = row.slice(1).join();
        const versions = Object.fromEntries(names.map((name, at) => [name, row[at]]).slice(1));
        const group = groups.get(key) ?? { networks: [] as number[], seed, versions };
        group.networks.push(networks[place] ?? -1);
        groups.set(key, group);
      }
      return { tables: [...groups.values()], curves: new Map() };
    }
    case "benchmarking": {
      const nothing = { runtime: null, threads: null, precision: null, batchSize: null };
      const device = { name: entry("device"), ...nothing };
      return {
        tables: [{ networks, ms: column("latency").map(Number), device }],
        curves: new Map(),
      };
    }
    case "static": {
      const [params, flops] = [column("params").map(Number), column("flops").map(Number)];
      return { tables: [{ networks, params, flops }], curves: new Map() };
    }
    default: {
      const table: Record<string, unknown> = { networks };
      const curves = new Map<string, ReadonlyMap<number, readonly number[]>>();
      for (const name of names.slice(1)) {
        const values = column(name).map((cell): number | number[] => JSON.parse(cell));
        table[name] = values.map((value) => (typeof value === "number" ? value : value.at(-1)));
        const lists = values.filter((value) => typeof value === "object");
        if (lists.length === 0) continue;
        if (name === "val_top1") table.best_val_top1 = lists.map((list) => Math.max(...list));
        const factor = name.endsWith("_loss")
          ? 1e6
          : (examples[name.split("_")[0] ?? ""] ?? 0) / 100;
        const whole = lists.map((list) => list.map((value) => Math.round(value * factor)));
        curves.set(name, new Map(networks.map((network, place) => [network, whole[place] ?? []])));
      }
      const run = { seed, epochs: Number(entry("epochs")), dataset: entry("dataset") };
      return { tables: [{ ...table, ...run }], curves };
    }
  }
}
