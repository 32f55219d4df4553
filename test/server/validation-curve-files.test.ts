import assert from "node:assert/strict";
import { bloxSpace } from "../../data/built-in-spaces";
import { newCurveFile, readCurve } from "../../data/library/curve-file";
import { publishedExamples } from "../../data/library/curve-layout";
import { nodeFolder } from "../../data/library/folder-node";
import { importFiles } from "../../data/library/import-files";
import { loadLibrary } from "../../data/library/library";
import { sourcesAt } from "../../data/library/sources-node";
import type { Observation } from "../../server/messages";
import { accuracyAfter } from "../../server/searches/validation-curves";
import { readValidationCurves, validationCurveFiles } from "../../server/validation-curve-files";
import { importContext } from "../data/library/import-context";
import { temporaryFolder } from "../data/library/temporary-folder";
import { shared } from "../shared";

describe("the validation curves that a search goes by", () => {
  const path = temporaryFolder();
  const folder = nodeFolder(path);

  /** A file of counts among 5,000 examples. */
  async function write(name: string, curves: Readonly<Record<number, readonly number[]>>) {
    const all = Object.entries(curves);
    const file = newCurveFile(
      folder.create(name),
      "val_top1",
      all[0]?.[1].length ?? 0,
      publishedExamples.val_top1,
    );
    for (const [network, counts] of all) file.write(Number(network), Uint32Array.from(counts));
    await file.finish();
  }
  const read = async (observation: Observation, files = someFiles) => {
    const curves = await readValidationCurves(folder, files, 4, observation);
    if (!curves) return undefined;
    return [0, 1, 2, 3].map((network) =>
      Array.from({ length: curves.epochs }, (_, place) =>
        accuracyAfter(curves, network, place + 1),
      ),
    );
  };
  const someFiles = [
    { file: "second.curves", seed: 1 },
    { file: "first.curves", seed: 0 },
    { file: "short.curves", seed: 2 },
  ];
  const unknown = [Number.NaN, Number.NaN];

  before(async () => {
    await write("first.curves", { 0: [500, 2500], 2: [1, 4999] });
    await write("second.curves", { 2: [3, 5000], 3: [50, 100] });
    await write("short.curves", { 1: [5] });
  });

  it("are those of each network's lowest seed, of one seed, or their mean", async () => {
    assert.deepEqual(await read("lowest seed"), [[10, 50], unknown, [0.02, 99.98], [1, 2]]);
    assert.deepEqual(await read("seed 1"), [unknown, unknown, [0.06, 100], [1, 2]]);
    assert.deepEqual(await read("mean"), [[10, 50], unknown, [0.04, 99.99], [1, 2]]);
  });

  it("are none where there are no files, or none of a seed", async () => {
    assert.deepEqual([await read("mean", []), await read("seed 7")], [undefined, undefined]);
  });

  it("cannot be read where a file is missing", async () => {
    await assert.rejects(
      read("mean", [{ file: "nowhere.curves", seed: 0 }]),
      /nowhere\.curves is missing .*import it again/,
    );
  });

  it("are those that an imported release shows of each network", async function () {
    this.timeout(60_000);
    const file = shared("reference/release-sample/blox-base-0.blox");
    if (!file) return this.skip();
    const imports = nodeFolder(temporaryPath);
    const context = await importContext(imports);
    await importFiles({ sources: await sourcesAt([file]), space: bloxSpace }, context);
    const [entry] = (await loadLibrary(imports, context.sql)).entries;
    assert.ok(entry);
    const files = validationCurveFiles(entry.measurements);
    const curves = await readValidationCurves(imports, files, 91_125, "lowest seed");
    assert.ok(curves && files[0]);
    assert.equal(curves.epochs, 200);
    const networks = entry.measurements.trainings[0]?.networks ?? new Float64Array();
    assert.equal(networks.length, 250);
    for (const network of networks) {
      const expected: Float64Array | undefined = await readCurve(imports, files[0].file, network);
      for (const [place, value] of (expected ?? new Float64Array()).entries())
        assert.equal(accuracyAfter(curves, network, place + 1), value);
    }
    const known = curves.hundredths.filter((value) => value !== 0xffff).length;
    assert.equal(known, 250 * 200);
  });
  const temporaryPath = temporaryFolder();
});
