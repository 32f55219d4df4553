import { type CurveFolder, damaged, shownValue } from "../data/library/curve-layout";
import { type CurveRows, curveRows } from "../data/library/curve-rows";
import type { Measurements } from "../data/library/measurements";
import type { Observation } from "./messages";
import { unknownAccuracy, type ValidationCurves } from "./searches/validation-curves";

/** Where the validation curves of one run are. */
export interface ValidationCurveFile {
  readonly file: string;
  readonly seed: number | null;
}

export function validationCurveFiles({ trainings }: Measurements): ValidationCurveFile[] {
  return trainings.flatMap(({ run, curves }) =>
    curves
      .filter(({ column }) => column === "val_top1")
      .map(({ file }) => ({ file, seed: run.seed })),
  );
}

/**
 * Reads the curves of all networks of a space of so many, of each those of the training that is observed.
 * Where trainings have different lengths, only the longest count. Undefined where there are none; throws an
 * `UnreadableCurves` where a file is missing or damaged.
 */
export async function readValidationCurves(
  folder: CurveFolder,
  files: readonly ValidationCurveFile[],
  networks: number,
  observation: Observation,
): Promise<ValidationCurves | undefined> {
  const observed = [...files].filter(
    ({ seed }) => !observation.startsWith("seed ") || observation === `seed ${seed}`,
  );
  // Trainings that say nothing of their seed come last.
  observed.sort((a, b) => (a.seed ?? Number.MAX_VALUE) - (b.seed ?? Number.MAX_VALUE));
  const read = await Promise.all(observed.map(({ file }) => curveRows(folder, file)));
  const epochs = Math.max(0, ...read.map(({ layout }) => layout.epochs));
  if (epochs === 0) return undefined;
  const sums = new Uint32Array(networks * epochs);
  const trainings = new Uint8Array(networks);
  for (const rows of read.filter(({ layout }) => layout.epochs === epochs))
    await addRows(rows, sums, trainings, observation === "mean");
  const hundredths = new Uint16Array(networks * epochs);
  for (let place = 0; place < hundredths.length; place++) {
    const count = trainings[Math.floor(place / epochs)] ?? 0;
    hundredths[place] = count === 0 ? unknownAccuracy : Math.round((sums[place] ?? 0) / count);
  }
  return { epochs, hundredths };
}

const blockBytes = 2 ** 20;

/** Adds the curves of a file to the sums, `addsAll` or only those of networks that have none yet. */
async function addRows(
  { file, layout, blocks }: CurveRows,
  sums: Uint32Array,
  trainings: Uint8Array,
  addsAll: boolean,
): Promise<void> {
  const values = new Uint32Array(layout.epochs);
  for await (const block of blocks(blockBytes)) {
    for (const [row, network] of block.networks.entries()) {
      if (block.isDamaged(row)) damaged(file);
      const count = trainings[network];
      if (count === undefined || (count > 0 && !addsAll)) continue;
      trainings[network] = count + 1;
      block.read(row, values);
      for (let epoch = 0; epoch < values.length; epoch++) {
        const place = network * values.length + epoch;
        const hundredths = Math.round(100 * shownValue(values[epoch] ?? 0, layout));
        sums[place] = (sums[place] ?? 0) + hundredths;
      }
    }
  }
}
