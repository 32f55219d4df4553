import { deepEqual, equal, match, ok, rejects } from "node:assert/strict";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { digitsSpace } from "../../../data/built-in-spaces";
import { FileProblem } from "../../../data/importers/importer";
import { readCurve } from "../../../data/library/curve-file";
import { nodeFolder } from "../../../data/library/folder-node";
import { importFiles } from "../../../data/library/import-files";
import { loadLibrary } from "../../../data/library/library";
import type { Training } from "../../../data/library/measurements";
import { sourcesAt } from "../../../data/library/sources-node";
import { importContext } from "./import-context";
import { temporaryFolder } from "./temporary-folder";

const header = "# name: lab\nnetwork,metric,value,seed,epochs\n";

// All values are made up.
describe("Importing one's own values of each epoch", () => {
  const root = temporaryFolder();
  let folders = 0;
  const newFolder = () => join(root, `${folders++}`);

  const importInto = async (folder: string, rows: string, name = "trainings.csv") => {
    const file = join(root, name);
    writeFileSync(file, header + rows);
    const request = { sources: await sourcesAt([file]), space: digitsSpace };
    const { benchmarks } = await importFiles(request, await importContext(nodeFolder(folder)));
    return benchmarks.flatMap(({ notes }) => notes);
  };
  const trainingsIn = async (folder: string): Promise<readonly Training[]> => {
    const { sql } = await importContext(nodeFolder(folder));
    const { entries, problems } = await loadLibrary(nodeFolder(folder), sql);
    deepEqual(problems, []);
    equal(entries.length, 1);
    return entries[0]?.measurements.trainings ?? [];
  };
  const curve = async (folder: string, training: Training | undefined, network: number) => {
    deepEqual(
      training?.curves.map(({ column }) => column),
      ["val_top1"],
    );
    const file = training?.curves[0]?.file ?? "";
    const values = await readCurve(nodeFolder(folder), file, network);
    return values && Array.from(values);
  };
  const curveFiles = (folder: string) =>
    readdirSync(folder).filter((name) => name.endsWith(".curves"));

  const first = `#7,accuracy,91,0,3
#7,val_accuracy_by_epoch,50.4469 88.8268 90.5028,0,3
#3,val_accuracy_by_epoch,40 60 80,0,3
#7,val_accuracy_by_epoch,51 89 91,1,3
`;
  const more = `#7,accuracy,92,1,3
#2024,val_accuracy_by_epoch,0 0.0001 100,1,3
#3,val_accuracy_by_epoch,41 61 81,1,3
`;

  it("gives back each network's, as they were written", async () => {
    const folder = newFolder();
    deepEqual(await importInto(folder, first), []);
    const [zero, one, ...others] = await trainingsIn(folder);
    deepEqual(others, []);
    deepEqual(zero?.run, { seed: 0, epochs: 3, dataset: null });
    deepEqual(await curve(folder, zero, 7), [50.4469, 88.8268, 90.5028]);
    deepEqual(await curve(folder, zero, 3), [40, 60, 80]);
    equal(await curve(folder, zero, 5), undefined);
    deepEqual(one?.run, { seed: 1, epochs: 3, dataset: null });
    deepEqual(await curve(folder, one, 7), [51, 89, 91]);
    equal(await curve(folder, one, 3), undefined);
  });

  it("joins those of a table that has grown, and of another table, with the known ones", async () => {
    const folder = newFolder();
    await importInto(folder, first);
    deepEqual(await importInto(folder, first + more), []);
    await importInto(folder, "#1,val_accuracy_by_epoch,1 2 3,1,3\n", "other.csv");
    const [zero, one] = await trainingsIn(folder);
    deepEqual(await curve(folder, zero, 7), [50.4469, 88.8268, 90.5028]);
    deepEqual(await curve(folder, one, 7), [51, 89, 91]);
    deepEqual(await curve(folder, one, 2024), [0, 0.0001, 100]);
    deepEqual(await curve(folder, one, 3), [41, 61, 81]);
    deepEqual(await curve(folder, one, 1), [1, 2, 3]);
    equal(curveFiles(folder).length, 2);
    const notes = await importInto(folder, first + more);
    match(notes.join(), /^Nothing new/);
    equal(curveFiles(folder).length, 2);
  });

  it("refuses values that contradict the known ones, which stay", async () => {
    const folder = newFolder();
    await importInto(folder, first);
    await rejects(
      importInto(folder, first.replace("40 60 80", "40 60.5 80")),
      /^Conflict: trainings\.csv: network 3 of blox-digits, seed 0, 3 epochs, has val_top1 60\.5 after epoch 2, but 60 is known already\./,
    );
    const [zero] = await trainingsIn(folder);
    deepEqual(await curve(folder, zero, 3), [40, 60, 80]);
    equal(curveFiles(folder).length, 2);
  });

  const wrong: Record<string, [rows: string, message: RegExp]> = {
    "another number of values than epochs": [
      "#7,val_accuracy_by_epoch,50 60,0,3\n",
      /row 5, column value: expected 3 numbers with blanks between them, one for each epoch/,
    ],
    "what is no number": [
      "#5,val_accuracy_by_epoch,50 sixty 70,0,3\n",
      /row 5, column value: expected a number such as 12\.5, found `sixty`/,
    ],
    "a curve that is there twice": [
      "#3,val_accuracy_by_epoch,40 60 80,0,3\n",
      /row 5, column value: the val_accuracy_by_epoch of this network is there twice/,
    ],
  };
  for (const [what, [row, message]] of Object.entries(wrong)) {
    it(`says where ${what} stands, and leaves nothing`, async () => {
      const folder = newFolder();
      await rejects(importInto(folder, first + row), (error) => {
        ok(error instanceof FileProblem, String(error));
        match(error.message, message);
        return true;
      });
      deepEqual(curveFiles(folder), []);
    });
  }
});
