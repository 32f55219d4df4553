import assert from "node:assert/strict";
import { mkdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { bloxSpace } from "../../../data/built-in-spaces";
import { type BenchmarkFolder, HalfReplaced } from "../../../data/library/benchmark-folder";
import { readCurve } from "../../../data/library/curve-file";
import { nodeFolder } from "../../../data/library/folder-node";
import {
  type ImportRequest,
  type ImportSummary,
  importFiles,
} from "../../../data/library/import-files";
import { libraryLock, loadLibrary, removeBenchmark } from "../../../data/library/library";
import type { Measurements } from "../../../data/library/measurements";
import { processSpace } from "../../../data/library/process-name-node";
import { sourcesAt } from "../../../data/library/sources-node";
import { shared } from "../../shared";
import { importContext } from "./import-context";
import { onSmallDisk } from "./small-disk";
import { temporaryFolder } from "./temporary-folder";
import { withoutPermission } from "./without-permission";

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

  /** A file with the accuracy of one network, in percent, for a benchmark of its own. */
  const own = (name: string, accuracy = 71.5, network = 7) => {
    const file = join(root, `${name}.csv`);
    const text = `# name: ${name}\nnetwork,metric,value,seed\n${network},accuracy,${accuracy},0\n`;
    writeFileSync(file, text);
    return file;
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

  it("all that are there in several formats are named at once", async function () {
    const files = ["base-0.csv", "base-0.blox", "info.csv", "info.pickle", "info.blox"].map(
      (name) => sample(`blox-${name}`) ?? this.skip(),
    );
    const path = newFolder();
    await assert.rejects(importInto(path, files), {
      message:
        "blox-base-0.csv and blox-base-0.blox are both base, seed 0 of BLOX release; " +
        "blox-info.csv, blox-info.pickle and blox-info.blox are all info of BLOX release. " +
        "Import one of each.",
    });
    assert.deepEqual(await filesIn(path), []);
  });

  it("a file that comes again changes nothing, and its curves are not kept twice", async function () {
    const file = sample("blox-base-0.blox");
    if (!file) this.skip();
    const path = newFolder();
    const isNothingNew = ({ benchmarks }: ImportSummary) =>
      benchmarks.some(({ notes }) => notes.some((note) => /^Nothing new/.test(note)));
    assert.ok(!isNothingNew(await importInto(path, [file])));
    const before = withoutFiles(await onlyContent(path));
    assert.ok(isNothingNew(await importInto(path, [file])));
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
    const cancellation = new AbortController();
    const context = await importContext(nodeFolder(path), cancellation.signal);
    await assert.rejects(
      importFiles(
        { sources: await sourcesAt([file]), space: bloxSpace },
        {
          ...context,
          onProgress: () => cancellation.abort(),
        },
      ),
      /cancelled\. Nothing has changed/,
    );
    assert.deepEqual(await filesIn(path), []);
  });

  it("cancelled while another window imports, it has changed nothing and does not wait", async () => {
    const path = newFolder();
    const cancellation = new AbortController();
    // Another process holds the lock, as far as its file can say so.
    const holder = { pid: process.ppid, host: processSpace, token: "another" };
    mkdirSync(path);
    writeFileSync(join(path, `.${libraryLock}.lock`), JSON.stringify(holder));
    const context = await importContext(nodeFolder(path), cancellation.signal);
    const cancelledInLine: BenchmarkFolder = {
      ...context.folder,
      locked: (...lock) => {
        setImmediate(() => cancellation.abort());
        return context.folder.locked(...lock);
      },
    };
    const importing = importFiles(
      { sources: await sourcesAt([own("waiting")]), space: bloxSpace },
      { ...context, folder: cancelledInLine },
    );
    await assert.rejects(importing, /cancelled\. Nothing has changed/);
    assert.deepEqual(await filesIn(path), [`.${libraryLock}.lock`]);
  });

  it("a damaged database is set aside with its name kept, and said so; the others serve on", async () => {
    const path = newFolder();
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

  it("an import into a damaged database begins anew, keeps what was there, and says so", async () => {
    const path = newFolder();
    await importInto(path, [own("anew"), own("other")]);
    writeFileSync(join(path, "anew.sqlite"), "SQLite no more");
    const { benchmarks } = await importInto(path, [own("anew"), own("other")]);
    const notes = benchmarks.map(({ notes }) => notes.filter((note) => note.includes("damaged")));
    assert.deepEqual(notes, [
      [
        "The database that was there was damaged (its checksum does not match); it is kept as anew.sqlite.damaged.",
      ],
      [],
    ]);
    assert.equal(readFileSync(join(path, "anew.sqlite.damaged"), "utf8"), "SQLite no more");
    const { entries, problems } = await contentOf(path);
    assert.deepEqual(problems, []);
    assert.deepEqual(
      entries.map(({ database }) => database),
      ["anew.sqlite", "other.sqlite"],
    );
  });

  it("an import that fails leaves even a damaged database as it was", async () => {
    const path = newFolder();
    await importInto(path, [own("hurt"), own("whole", 71.5)]);
    writeFileSync(join(path, "hurt.sqlite"), "SQLite no more");
    const before = await bytesIn(path);
    await assert.rejects(importInto(path, [own("hurt"), own("whole", 71.6)]), /known already/);
    assert.deepEqual(await bytesIn(path), before);
  });

  describe("into two databases", () => {
    /** A folder with both, and files for both. */
    const prepared = async (test: Mocha.Context) => {
      const there = sample("blox-base-0.blox") ?? test.skip();
      const path = newFolder();
      await importInto(path, [there, own("lab")]);
      const files = [sample("blox-base-0.csv") ?? test.skip(), own("lab", 70, 8)];
      const request = { sources: await sourcesAt(files), space: bloxSpace };
      return { path, request, before: await bytesIn(path) };
    };

    it("changes neither where one cannot be put in place", async function () {
      const { path, request, before } = await prepared(this);
      const folder = nodeFolder(path);
      const context = await importContext({
        ...folder,
        // After all is written, before the first of them is in place.
        replaceAll: (files, { name, isHeld }) =>
          folder.replaceAll([...files, { name: "last", bytes: Buffer.of(), isDamaged: false }], {
            name,
            isHeld() {
              mkdirSync(join(path, "last", "inner"), { recursive: true });
              return isHeld();
            },
          }),
      });
      await assert.rejects(
        importFiles(request, context),
        /It was not possible to write last in .* Nothing has changed\.$/,
      );
      rmSync(join(path, "last"), { recursive: true });
      assert.deepEqual(await bytesIn(path), before);
    });

    it("and ended before they count, has changed neither for whoever opens them next", async function () {
      const { path, request, before } = await prepared(this);
      const folder = nodeFolder(path);
      const context = await importContext({
        ...folder,
        replaceAll: (files, { name }) => {
          const held = [true, false, false];
          return folder.replaceAll(files, { name, isHeld: async () => held.shift() === true });
        },
      });
      await assert.rejects(importFiles(request, context), /Another window has changed/);
      assert.notDeepEqual(await readFile(join(path, "lab.sqlite")), before.get("lab.sqlite"));
      assert.equal((await contentOf(path)).entries.length, 2);
      assert.deepEqual(await bytesIn(path), before);
    });

    it("leaves the curves of what is in place, even where the other could not be put back", async function () {
      const { path, request } = await prepared(this);
      const folder = nodeFolder(path);
      const context = await importContext({
        ...folder,
        async replaceAll(files, lock) {
          await folder.replaceAll(files.slice(0, 1), lock);
          throw new HalfReplaced("It was not possible.");
        },
      });
      await assert.rejects(importFiles(request, context), /some are new/);
      const { entries } = await contentOf(path);
      const release = entries.find(({ database }) => database === "blox-release.sqlite");
      assert.ok(release);
      assert.equal((await allCurves(path, release.measurements)).length, 25);
    });
  });

  it("wherever the disk is full, it says so and has changed nothing", async function () {
    const [there, more] = [sample("blox-base-0.blox"), sample("blox-ext-0.blox")];
    if (!there || !more) this.skip();
    const path = newFolder();
    let refused = 0;
    await onSmallDisk(this, path, 8 * 1024, async () => {
      await importInto(path, [there, own("full")]);
      const before = await bytesIn(path);
      // Room for the curves alone, for one database, for both.
      for (let kibibytes = 8; ; kibibytes *= 2) {
        const { bavail, bsize } = statfsSync(path);
        const filler = join(path, ".filler");
        writeFileSync(filler, Buffer.alloc(Math.max(0, bavail * bsize - 1024 * kibibytes)));
        const problem = await importInto(path, [more, own("full", 70, 8)]).then(
          () => undefined,
          String,
        );
        rmSync(filler);
        if (problem === undefined) break;
        assert.match(problem, /There is no space left on the disk to write .* Nothing has changed/);
        assert.deepEqual(await bytesIn(path), before);
        refused++;
      }
      assert.equal((await contentOf(path)).entries.length, 2);
    });
    assert.ok(refused > 3, `${refused} were refused`);
  });

  it("without the permission to write, it says so and has changed nothing", async function () {
    const path = newFolder();
    await importInto(path, [own("mine"), own("yours")]);
    const before = await bytesIn(path);
    const files = [own("mine", 70, 8), own("yours", 70, 8)];
    await withoutPermission(this, root, path, () =>
      assert.rejects(
        importInto(path, files),
        /There is no permission to write in the folder .* Nothing has changed\.$/,
      ),
    );
    assert.deepEqual(await bytesIn(path), before);
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
  return (await readdir(path).catch(() => [])).sort();
}

async function bytesIn(path: string): Promise<ReadonlyMap<string, Buffer>> {
  const names = await filesIn(path);
  return new Map(
    await Promise.all(names.map(async (name) => [name, await readFile(join(path, name))] as const)),
  );
}
