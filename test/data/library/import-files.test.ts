import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { bloxSpace } from "../../../data/built-in-spaces";
import { readCurve } from "../../../data/library/curve-file";
import { nodeFolder } from "../../../data/library/folder-node";
import { type ImportRequest, importFiles } from "../../../data/library/import-files";
import { loadLibrary, removeBenchmark } from "../../../data/library/library";
import type { Measurements } from "../../../data/library/measurements";
import { sourcesAt } from "../../../data/library/sources-node";
import { shared } from "../../shared";
import { importContext } from "./import-context";
import { temporaryFolder } from "./temporary-folder";

describe("Importing files", () => {
  const sample = (name: string) => shared("reference/release-sample", name);
  let folders = 0;
  const root = temporaryFolder();
  const newFolder = () => join(root, `${folders++}`);

  const importInto = async (
    path: string,
    files: readonly string[],
    more?: Partial<ImportRequest>,
  ) =>
    importFiles(
      { sources: await sourcesAt(files), space: bloxSpace, ...more },
      await importContext(nodeFolder(path)),
    );
  const contentOf = async (path: string) => {
    const { sql } = await importContext(nodeFolder(path));
    return loadLibrary(nodeFolder(path), sql);
  };
  const onlyContent = async (path: string): Promise<Measurements> => {
    const { entries, problems } = await contentOf(path);
    assert.deepEqual(problems, []);
    assert.equal(entries.length, 1);
    const [entry] = entries;
    assert.ok(entry);
    return entry.measurements;
  };

  it("the release in its three formats gives the same benchmark, value by value", async function () {
    this.timeout(120_000);
    const contents: Measurements[] = [];
    const curves: (readonly (readonly number[])[])[] = [];
    for (const format of ["csv", "pickle", "blox"]) {
      const files = kinds.flatMap((kind) => sample(`blox-${kind}.${format}`) ?? []);
      if (files.length === 0) this.skip();
      const path = newFolder();
      await importInto(path, files);
      const content = await onlyContent(path);
      contents.push(withoutFiles(content));
      curves.push(await allCurves(path, content));
    }
    const [csv, pickle, custom] = contents;
    assert.deepEqual(pickle, csv);
    assert.deepEqual(custom, csv);
    assert.equal(csv?.trainings[0]?.networks.length, 250);
    // val_top1 of base, and the five columns of ext.
    assert.equal(curves[0]?.length, 6 * 25);
    assert.deepEqual(curves[1], curves[0]);
    assert.deepEqual(curves[2], curves[0]);
  });

  it("formats may be mixed, file by file and import by import", async function () {
    this.timeout(60_000);
    const [base, info, bench] = ["base-0.csv", "info.pickle", "bench-pixel3.blox"].map((name) =>
      sample(`blox-${name}`),
    );
    if (!base || !info || !bench) this.skip();
    const [together, oneByOne] = [newFolder(), newFolder()];
    await importInto(together, [base, info, bench]);
    for (const file of [bench, base, info]) await importInto(oneByOne, [file]);
    assert.deepEqual(
      withoutFiles(await onlyContent(oneByOne)),
      withoutFiles(await onlyContent(together)),
    );
  });

  it("the same file in two formats is refused, and nothing is there", async function () {
    const [one, other] = [sample("blox-info.csv"), sample("blox-info.blox")];
    if (!one || !other) this.skip();
    const path = newFolder();
    await assert.rejects(
      importInto(path, [one, other]),
      /blox-info\.csv and blox-info\.blox are both info of BLOX release\. Import one of them/,
    );
    assert.deepEqual(await filesIn(path), []);
  });

  it("a file that comes again changes nothing, and its curves are not kept twice", async function () {
    const file = sample("blox-base-0.blox");
    if (!file) this.skip();
    const path = newFolder();
    await importInto(path, [file]);
    const before = withoutFiles(await onlyContent(path));
    await importInto(path, [file]);
    assert.deepEqual(withoutFiles(await onlyContent(path)), before);
    assert.equal((await filesIn(path)).filter((name) => name.endsWith(".curves")).length, 1);
  });

  it("two files that give one network and seed different values are an error that names it", async () => {
    const path = newFolder();
    const write = (name: string, value: number) => {
      const file = join(root, name);
      writeFileSync(file, `# name: lab\nnetwork,metric,value,seed\n7,accuracy,${value},0\n`);
      return file;
    };
    await importInto(path, [write("first.csv", 71.5)]);
    const before = await bytesIn(path);
    await assert.rejects(
      importInto(path, [write("second.csv", 71.6)]),
      /second\.csv: network 7 of blox, seed 0, has test_top1 71\.6, but 71\.5 is known already/,
    );
    assert.deepEqual(await bytesIn(path), before);
  });

  it("what nothing recognises is refused by name, passed over in a folder, and an error where nothing else is there", async () => {
    const other = join(root, "notes.txt");
    writeFileSync(other, "buy milk");
    await assert.rejects(
      importInto(newFolder(), [other]),
      /notes\.txt: is no file that can be imported/,
    );
    const folder = join(root, "mixed");
    const { mkdirSync } = await import("node:fs");
    mkdirSync(folder);
    writeFileSync(join(folder, "notes.txt"), "buy milk");
    await assert.rejects(
      importInto(newFolder(), [folder]),
      /The one file there cannot be imported/,
    );
    writeFileSync(join(folder, "own.csv"), "network,metric,value,seed\n7,accuracy,71.5,0\n");
    const summary = await importInto(newFolder(), [folder]);
    assert.deepEqual(summary.skipped, ["notes.txt"]);
    assert.deepEqual(
      summary.benchmarks.map(({ name, networks }) => [name, networks]),
      [["own", 1]],
    );
  });

  it("cancelled, it has changed nothing", async function () {
    const file = sample("blox-base-0.csv");
    if (!file) this.skip();
    const path = newFolder();
    const signal = { aborted: false };
    const context = await importContext(nodeFolder(path), signal);
    await assert.rejects(
      importFiles(
        { sources: await sourcesAt([file]), space: bloxSpace },
        {
          ...context,
          onProgress: () => {
            signal.aborted = true;
          },
        },
      ),
      /cancelled\. Nothing has changed/,
    );
    assert.deepEqual(await filesIn(path), []);
  });

  it("a damaged database is set aside with its name kept, and said so; the others serve on", async () => {
    const path = newFolder();
    const own = (name: string) => {
      const file = join(root, `${name}.csv`);
      writeFileSync(file, `# name: ${name}\nnetwork,metric,value,seed\n7,accuracy,71.5,0\n`);
      return file;
    };
    await importInto(path, [own("good"), own("bad")]);
    const bytes = readFileSync(join(path, "bad.sqlite"));
    bytes[bytes.length - 100] = (bytes[bytes.length - 100] ?? 0) ^ 1;
    writeFileSync(join(path, "bad.sqlite"), bytes);
    const { entries, problems } = await contentOf(path);
    assert.deepEqual(
      entries.map(({ database }) => database),
      ["good.sqlite"],
    );
    assert.equal(problems.length, 1);
    assert.match(
      problems[0] ?? "",
      /bad\.sqlite in .* is damaged .* set aside as bad\.sqlite\.damaged/,
    );
    assert.deepEqual(await readFile(join(path, "bad.sqlite.damaged")), bytes);
    assert.deepEqual((await contentOf(path)).problems, []);
  });

  it("an import into a damaged database sets it aside and begins anew", async () => {
    const path = newFolder();
    const file = join(root, "anew.csv");
    writeFileSync(file, "# name: anew\nnetwork,metric,value,seed\n7,accuracy,71.5,0\n");
    await importInto(path, [file]);
    writeFileSync(join(path, "anew.sqlite"), "SQLite no more");
    await importInto(path, [file]);
    assert.equal((await onlyContent(path)).trainings.length, 1);
    assert.ok((await filesIn(path)).includes("anew.sqlite.damaged"));
  });

  it("removing a benchmark takes its curves with it, and leaves the others", async function () {
    const file = sample("blox-base-0.blox");
    if (!file) this.skip();
    const path = newFolder();
    const own = join(root, "stays.csv");
    writeFileSync(own, "# name: stays\nnetwork,metric,value,seed\n7,accuracy,71.5,0\n");
    await importInto(path, [file, own]);
    const { sql } = await importContext(nodeFolder(path));
    await removeBenchmark(nodeFolder(path), "blox-release.sqlite", sql);
    assert.deepEqual(await filesIn(path), ["stays.sqlite"]);
  });
});

const kinds = ["base-0", "ext-0", "info", "bench-pixel3", "bench-gtx1080ti", "env-0"];

/** But for the names of files, which differ. */
function withoutFiles(measurements: Measurements): Measurements {
  const { trainings, environments } = measurements;
  const byText = (one: object, other: object) =>
    JSON.stringify(one) < JSON.stringify(other) ? -1 : 1;
  return {
    ...measurements,
    files: [],
    trainings: trainings.map((training) => ({ ...training, curves: [] })),
    environments: [...environments].sort(byText),
    latencies: [...measurements.latencies].sort((a, b) => byText(a.device, b.device)),
  };
}

/** Of every tenth network, by column. */
async function allCurves(path: string, { trainings }: Measurements) {
  const curves: number[][] = [];
  for (const { networks, curves: references } of trainings) {
    for (const { file } of [...references].sort((a, b) => a.column.localeCompare(b.column))) {
      for (const network of networks.filter((_, row) => row % 10 === 0)) {
        const values = await readCurve(nodeFolder(path), file, network);
        assert.ok(values, `${file} has network ${network}`);
        curves.push([...values]);
      }
    }
  }
  return curves;
}

async function filesIn(path: string): Promise<string[]> {
  return (await readdir(path).catch(() => [])).filter((name) => !name.startsWith(".")).sort();
}

async function bytesIn(path: string): Promise<ReadonlyMap<string, Buffer>> {
  const names = await filesIn(path);
  return new Map(
    await Promise.all(names.map(async (name) => [name, await readFile(join(path, name))] as const)),
  );
}
