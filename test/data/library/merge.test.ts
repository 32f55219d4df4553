import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import initSqlJs from "sql.js";
import { bloxSpace } from "../../../data/built-in-spaces";
import type { FoundEnvironment } from "../../../data/importers/importer";
import { importers } from "../../../data/importers/importers";
import { newCurveFile, readCurve } from "../../../data/library/curve-file";
import { publishedExamples } from "../../../data/library/curve-layout";
import { nodeFolder } from "../../../data/library/folder-node";
import type { ImportContext } from "../../../data/library/import-files";
import type { CurveColumn, Environment, Measurements } from "../../../data/library/measurements";
import { merged, type NewFindings } from "../../../data/library/merge";
import { withKnownCurves } from "../../../data/library/merge-curves";
import { readDatabase } from "../../../data/library/read-database";
import { writeDatabase } from "../../../data/library/write-database";
import { shared } from "../../shared";
import { importContext } from "./import-context";
import { sampleMeasurements } from "./sample-measurements";
import { temporaryFolder } from "./temporary-folder";

describe("What a file says, merged with what is known,", () => {
  const folder = nodeFolder(temporaryFolder());
  let hashes: ImportContext["hashes"];
  before(async () => {
    ({ hashes } = await importContext(folder));
  });

  describe("where it is a part of what is known", () => {
    it("takes no curve away", async function () {
      const base = releaseSample("base-0");
      if (!base) this.skip();
      const whole = await bringIn(undefined, "blox-base-0.csv", base.text);
      const after = await bringIn(whole, "blox-base-0.csv", base.first(5));
      assert.deepEqual(after.trainings, whole.trainings);
      await expectCurves(after, base);
    });

    it("takes no environment away", async function () {
      const env = releaseSample("env-0");
      if (!env) this.skip();
      const whole = await bringIn(undefined, "blox-env-0.csv", env.text);
      const after = await bringIn(whole, "blox-env-0.csv", env.first(5));
      assert.equal(networksIn(whole.environments), 250);
      assert.deepEqual(after.environments, whole.environments);
    });
  });

  it("is the whole where the known is a part of it, whichever part came first", async function () {
    const [base, env] = [releaseSample("base-0"), releaseSample("env-0")];
    if (!base || !env) this.skip();
    const files = [base, env];
    const bringAll = async (parts: readonly (readonly string[])[]) => {
      let known: Measurements | undefined;
      for (const texts of parts)
        for (const [place, text] of texts.entries())
          known = await bringIn(known, `${place}.csv`, text);
      assert.ok(known);
      await expectCurves(known, base);
      const trainings = known.trainings.map((training) => ({ ...training, curves: [] }));
      return { ...known, files: [], trainings };
    };
    const whole = await bringAll(files.map(({ text }) => [text]));
    const begins = (count: number) => files.map((file) => [file.first(count), file.text]);
    const halves = files.map((file) => [file.from(100), file.first(130)]);
    assert.deepEqual(await bringAll(begins(5)), whole);
    assert.deepEqual(await bringAll(halves), whole);
  });

  it("is an error where one epoch of one network differs", async function () {
    const base = releaseSample("base-0");
    if (!base) this.skip();
    const known = await bringIn(undefined, "blox-base-0.csv", base.text);
    // The second epoch of the first network: 11.08 % of 5,000 examples, and one more.
    assert.match(base.rows[0] ?? "", /^1257ec2e4ed88fadb1d270fb660c3fc8,"\[9\.38, 11\.08, /);
    const changed = base.first(5).replace("[9.38, 11.08,", "[9.38, 11.1,");
    const network = hashes.indexOf("1257ec2e4ed88fadb1d270fb660c3fc8");
    await assert.rejects(bringIn(known, "changed.csv", changed), {
      name: "Conflict",
      message: `changed.csv: network ${network} of blox, seed 0, 200 epochs, has val_top1 11.1 after epoch 2, but 11.08 is known already. Remove one of the two files, or the benchmark that is there.`,
    });
  });

  describe("of environments", () => {
    const environment = (
      versions: Environment["versions"],
      networks: readonly number[],
      seed: number | null = 0,
    ): FoundEnvironment => ({ seed, versions, networks: Float64Array.from(networks) });

    it("keeps what others were trained with, network by network", () => {
      const before = withEnvironments(undefined, "one.csv", [
        environment({ torch: "1.10", cuda: "11.3" }, [9, 1, 5]),
        environment({ torch: "1.11", cuda: "11.3" }, [3]),
        environment({ torch: "1.10" }, [1], 1),
      ]);
      const after = withEnvironments(before, "two.csv", [
        environment({ torch: "1.11", cuda: "11.3" }, [4, 3]),
        environment({ torch: "1.10" }, [5, 2]),
        environment({ torch: "1.10", cuda: "11.3" }, [9]),
      ]);
      assert.deepEqual(after.environments, [
        environment({ torch: "1.10" }, [1], 1),
        environment({ torch: "1.10", cuda: "11.3" }, [1, 5, 9]),
        environment({ torch: "1.11", cuda: "11.3" }, [3, 4]),
        environment({ torch: "1.10" }, [2]),
      ]);
    });

    it("adds parts that were not named before", () => {
      const before = withEnvironments(undefined, "one.csv", [
        environment({ torch: "1.10" }, [1, 2]),
      ]);
      const after = withEnvironments(before, "two.csv", [environment({ cuda: "11.3" }, [2, 3])]);
      assert.deepEqual(after.environments, [
        environment({ torch: "1.10" }, [1]),
        environment({ torch: "1.10", cuda: "11.3" }, [2]),
        environment({ cuda: "11.3" }, [3]),
      ]);
    });

    it("is an error where versions differ", () => {
      for (const [seed, run] of [
        [2, ", seed 2"],
        [null, ""],
      ] as const) {
        const before = withEnvironments(undefined, "one.csv", [
          environment({ torch: "1.10", cuda: "11.3" }, [1, 7], seed),
        ]);
        const two = [environment({ cuda: "11.3", torch: "1.11" }, [8, 7], seed)];
        assert.throws(() => withEnvironments(before, "two.csv", two), {
          name: "Conflict",
          message: `two.csv: network 7 of blox${run}, has torch 1.11, but 1.10 is known already. Remove one of the two files, or the benchmark that is there.`,
        });
      }
    });

    function withEnvironments(
      known: Measurements | undefined,
      name: string,
      environments: readonly FoundEnvironment[],
    ): Measurements {
      return merged(known, {
        findings: {
          benchmark: sampleMeasurements(bloxSpace).benchmark,
          space: bloxSpace,
          content: name,
          format: "csv",
          rows: 0,
          trainings: [],
          latencies: [],
          statics: [],
          environments,
          signatures: [],
          notes: [],
        },
        curves: [],
        file: { name, content: name, format: "csv", bytes: 0, rows: 0, importedAt: "" },
      });
    }
  });

  describe("has the files that it came from:", () => {
    const own = (...rows: readonly string[]) =>
      ["# name: lab", "network,metric,value,seed", ...rows, ""].join("\n");
    const listed = ({ files }: Measurements) =>
      files.map(({ name, rows, importedAt }) => [name, rows, importedAt.slice(0, 4)]);

    it("a part does not take the entry of the whole, nor one of another name", async function () {
      const base = releaseSample("base-0");
      if (!base) this.skip();
      let known = await bringIn(undefined, "blox-base-0.csv", base.text, 2024);
      known = await bringIn(known, "blox-base-0.csv", base.first(5), 2025);
      known = await bringIn(known, "copy.csv", base.first(5), 2026);
      assert.deepEqual(listed(known), [
        ["blox-base-0.csv", 250, "2024"],
        ["blox-base-0.csv", 5, "2025"],
        ["copy.csv", 5, "2026"],
      ]);
      const sql = await initSqlJs();
      assert.deepEqual(readDatabase(await writeDatabase(known, bloxSpace, sql), sql), known);
    });

    it("one that comes again has one entry, with the later date", async () => {
      let known = await bringIn(undefined, "own.csv", own("7,accuracy,71.5,0"), 2024);
      known = await bringIn(known, "other.csv", own("9,accuracy,71.5,0"), 2025);
      known = await bringIn(known, "own.csv", own("7,accuracy,71.5,0"), 2026);
      assert.deepEqual(listed(known), [
        ["other.csv", 1, "2025"],
        ["own.csv", 1, "2026"],
      ]);
    });

    it("one of the same name and size with other content has its own", async () => {
      let known = await bringIn(undefined, "own.csv", own("7,accuracy,71.5,0"), 2024);
      known = await bringIn(known, "own.csv", own("8,accuracy,71.5,0"), 2025);
      known = await bringIn(known, "own.csv", own("7,accuracy,71.5,1"), 2026);
      assert.deepEqual(
        listed(known).map(([, , year]) => year),
        ["2024", "2025", "2026"],
      );
    });

    it("one that was imported when there was no checksum yet is known by its size", async () => {
      const first = await bringIn(undefined, "own.csv", own("7,accuracy,71.5,0"), 2024);
      const old = {
        ...first,
        files: first.files.map(({ checksum: _, ...file }) => file),
      };
      const again = await bringIn(old, "own.csv", own("7,accuracy,71.5,0"), 2025);
      assert.deepEqual(listed(again), [["own.csv", 1, "2025"]]);
      assert.match(again.files[0]?.checksum ?? "", /^md5:[0-9a-f]{32}$/);
      const more = await bringIn(old, "own.csv", own("7,accuracy,71.5,0", "8,accuracy,70,0"), 2025);
      assert.deepEqual(listed(more), [
        ["own.csv", 1, "2024"],
        ["own.csv", 2, "2025"],
      ]);
    });
  });

  /** Every curve of the file is there, each value as the file has it. */
  async function expectCurves({ trainings }: Measurements, { rows }: ReleaseSample): Promise<void> {
    const [training] = trainings;
    const curves = training?.curves.filter(({ column }) => column === "val_top1") ?? [];
    assert.equal(curves.length, 1);
    assert.equal(rows.length, 250);
    for (const row of rows) {
      const [, hash = "", list = ""] = /^(\w+),"\[(.*?)\]"/.exec(row) ?? [];
      const network = hashes.indexOf(hash) ?? Number.NaN;
      assert.deepEqual(
        await readCurve(folder, curves[0]?.file ?? "", network),
        Float64Array.from(list.split(", "), Number),
      );
    }
  }

  /** Reads a file of this text and merges it, as an import does. */
  async function bringIn(
    known: Measurements | undefined,
    name: string,
    text: string,
    year = 2024,
  ): Promise<Measurements> {
    const bytes = new TextEncoder().encode(text);
    const importer = importers.find((one) => one.recognises(bytes.subarray(0, 4096)));
    assert.ok(importer);
    const begun: ReturnType<typeof create>[] = [];
    const source = {
      name,
      size: bytes.length,
      async *open() {
        yield bytes;
      },
    };
    const findings = await importer.read(source, {
      space: bloxSpace,
      hashes,
      check: () => {},
      curves(column, epochs) {
        const one = create(column, epochs);
        begun.push(one);
        return one.file;
      },
    });
    for (const { file } of begun) await file.finish();
    const added: NewFindings = {
      findings,
      curves: findings.trainings.flatMap(({ run, curves }) =>
        curves.map(({ column, writer }) => {
          const file = begun.find((one) => one.file === writer)?.name ?? "";
          return { run, column, file };
        }),
      ),
      file: {
        name,
        content: findings.content,
        format: findings.format,
        bytes: bytes.length,
        rows: findings.rows,
        importedAt: `${year}-01-02T03:04:05.000Z`,
      },
    };
    return merged(known, await withKnownCurves(known, added, { folder, create, check: () => {} }));
  }

  function create(column: CurveColumn, epochs: number) {
    const name = `${column}-${crypto.randomUUID()}.curves`;
    return {
      name,
      file: newCurveFile(folder.create(name), column, epochs, publishedExamples[column]),
    };
  }
});

interface ReleaseSample {
  readonly text: string;
  readonly rows: readonly string[];
  /** The same file with so many rows only. */
  first(count: number): string;
  /** The same file without so many of its first rows. */
  from(count: number): string;
}

function releaseSample(kind: string): ReleaseSample | undefined {
  const file = shared("reference/release-sample", `blox-${kind}.csv`);
  if (!file) return undefined;
  const text = readFileSync(file, "utf8");
  const end = text.indexOf("\n---") + 1;
  const start = text.indexOf("\n", end) + 1;
  const rows = text.slice(start).split("\r\n").filter(Boolean);
  const having = (some: readonly string[]) =>
    text.slice(0, start) + some.map((row) => `${row}\r\n`).join("");
  assert.equal(having(rows), text);
  return {
    text,
    rows,
    first: (count) => having(rows.slice(0, count)),
    from: (count) => having(rows.slice(count)),
  };
}

function networksIn(environments: readonly Environment[]): number {
  return environments.reduce((sum, { networks }) => sum + networks.length, 0);
}
