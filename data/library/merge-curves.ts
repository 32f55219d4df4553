import type { BenchmarkFolder } from "./benchmark-folder";
import type { NewCurveFile } from "./curve-file";
import { damaged, type Layout, shownValue, UnreadableCurves } from "./curve-layout";
import { type CurveRows, curveRows } from "./curve-rows";
import type { CurveColumn, Measurements, Training, TrainingRun } from "./measurements";
import { Conflict, contextOf, isSame, type NewFindings, runText } from "./merge";

/** Where files of curves lie. */
export interface CurveStore {
  readonly folder: BenchmarkFolder;
  /** Begins one under a name of its own; where the import fails, it is the store's to discard. */
  create(
    column: CurveColumn,
    epochs: number,
    examples: number,
  ): { readonly name: string; readonly file: NewCurveFile };
  /** Called every now and then: throws once the import has been cancelled. */
  check(): void;
}

/**
 * The same findings, each of whose files of curves also has what was known before of its run and column:
 * it is the known file, where what was found adds nothing to that; the found one, where it has all of the
 * known; else one that is written of both. The found ones must be finished. What was known and cannot be
 * read any more is left out, with a note. Throws a `Conflict` where the two give a network different
 * values.
 */
export async function withKnownCurves(
  known: Measurements | undefined,
  added: NewFindings,
  store: CurveStore,
): Promise<NewFindings> {
  const curves: FoundCurves[] = [];
  const notes: string[] = [];
  for (const found of added.curves) {
    const training = known?.trainings.find(({ run }) => isSame(run, found.run));
    const before = training?.curves.find(({ column }) => column === found.column);
    if (!training || !before) {
      curves.push(found);
      continue;
    }
    const { file, lost } = await joined(before.file, training, found, added, store);
    curves.push({ ...found, file });
    if (lost > 0) {
      notes.push(
        `${found.column} epoch by epoch of ${runText(found.run)}: what was known is damaged, and the curves of ${lost} ${lost === 1 ? "network" : "networks"} are left out. Import the files again that they came from.`,
      );
    }
  }
  const { findings } = added;
  return { ...added, curves, findings: { ...findings, notes: [...findings.notes, ...notes] } };
}

type FoundCurves = NewFindings["curves"][number];

interface Joined {
  readonly file: string;
  /** How many networks' curves were known and cannot be read any more. */
  readonly lost: number;
}

async function joined(
  knownFile: string,
  { networks }: Training,
  found: FoundCurves,
  added: NewFindings,
  store: CurveStore,
): Promise<Joined> {
  const fresh = await curveRows(store.folder, found.file);
  const known = await readable(knownFile, fresh, found.run, store);
  if (!known) {
    const lost = networks.filter((network) => fresh.rowOf(network) === undefined).length;
    return { file: found.file, lost };
  }
  const otherwise = difference(known.layout, fresh.layout);
  if (otherwise !== undefined) {
    throw new Conflict(
      `${added.file.name}: ${found.column} epoch by epoch of ${runText(found.run)} is there already, ${otherwise}: import this file under another name, with a line \`# name: …\` at its top`,
    );
  }
  const { contradiction } = contextOf(added);
  const repaired = await compared(known, fresh, store, (network, epoch, value, before) =>
    contradiction(
      network,
      `, ${runText(found.run)}`,
      `${found.column} ${value} after epoch ${epoch}`,
      `${before}`,
    ),
  );
  if (repaired === 0 && isWithin(fresh, known)) return { file: knownFile, lost: 0 };
  if (isWithin(known, fresh)) return { file: found.file, lost: 0 };
  const { name, file } = store.create(found.column, fresh.layout.epochs, fresh.layout.examples);
  const lost = await writeBoth(known, fresh, file, store);
  await file.finish();
  return { file: name, lost };
}

/** Why values of the two cannot stand in one file. */
function difference(known: Layout, fresh: Layout): string | undefined {
  if (known.examples !== fresh.examples) return "counted otherwise";
  if (known.epochs === fresh.epochs) return undefined;
  return `with ${known.epochs} ${known.epochs === 1 ? "epoch" : "epochs"}, not ${fresh.epochs}`;
}

/**
 * Undefined where it cannot be read, or is not the file that was written: of other epochs than its run has,
 * where the run says how many.
 */
async function readable(
  file: string,
  { layout }: CurveRows,
  { epochs }: TrainingRun,
  { folder }: CurveStore,
): Promise<CurveRows | undefined> {
  try {
    const known = await curveRows(folder, file);
    return epochs === null || known.layout.epochs === layout.epochs ? known : undefined;
  } catch (error) {
    if (error instanceof UnreadableCurves) return undefined;
    throw error;
  }
}

function isWithin({ networks }: CurveRows, all: CurveRows): boolean {
  return networks.every((network) => all.rowOf(network) !== undefined);
}

const blockBytes = 1 << 20;
/**
 * Files need not have their networks in one order: for each so large a part of the one, the other is read
 * through. One column of the published tables has two or three of them.
 */
const portionBytes = 1 << 25;

/**
 * Gives how many networks' known rows are damaged that the found file has. Throws what `conflict` makes of
 * the first epoch, from 1, with different values.
 */
async function compared(
  known: CurveRows,
  fresh: CurveRows,
  store: CurveStore,
  conflict: (network: number, epoch: number, value: number, before: number) => Error,
): Promise<number> {
  const { layout } = fresh;
  const [values, before] = [new Uint32Array(layout.epochs), new Uint32Array(layout.epochs)];
  let repaired = 0;
  for await (const portion of fresh.blocks(portionBytes)) {
    for await (const block of known.blocks(blockBytes)) {
      store.check();
      for (const [row, network] of block.networks.entries()) {
        const place = (fresh.rowOf(network) ?? -1) - portion.first;
        if (place < 0 || place >= portion.networks.length) continue;
        if (block.isDamaged(row)) {
          repaired++;
          continue;
        }
        portion.read(place, values);
        block.read(row, before);
        const epoch = values.findIndex((value, epoch) => value !== before[epoch]);
        if (epoch === -1) continue;
        const shown = (all: Uint32Array) => shownValue(all[epoch] ?? 0, layout);
        throw conflict(network, epoch + 1, shown(values), shown(before));
      }
    }
  }
  return repaired;
}

/** Gives how many rows are damaged that only the known file has. */
async function writeBoth(
  known: CurveRows,
  fresh: CurveRows,
  file: NewCurveFile,
  store: CurveStore,
): Promise<number> {
  const values = new Uint32Array(fresh.layout.epochs);
  let lost = 0;
  for (const rows of [known, fresh]) {
    for await (const block of rows.blocks(blockBytes)) {
      store.check();
      for (const [row, network] of block.networks.entries()) {
        if (rows === known && fresh.rowOf(network) !== undefined) continue;
        if (!block.isDamaged(row)) {
          block.read(row, values);
          file.write(network, values);
        } else if (rows === known) lost++;
        else damaged(rows.file);
      }
    }
  }
  return lost;
}
