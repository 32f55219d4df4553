import type { Findings } from "../importers/importer";
import { findingsChecksum } from "./findings-checksum";
import type {
  BlockSignature,
  CurveReference,
  Device,
  ImportedFile,
  Measurements,
  NetworkTable,
  Timings,
  Training,
  TrainingRun,
} from "./measurements";
import { withEnvironments } from "./merge-environments";
import { spaceIdentity } from "./space-identity";

/** What a file says, with the curves that were written of it and what is to be remembered of the file. */
export interface NewFindings {
  readonly findings: Findings;
  readonly curves: readonly (CurveReference & { readonly run: TrainingRun })[];
  readonly file: Omit<ImportedFile, "checksum">;
}

/** Two measurements of one thing that differ, or a file that comes twice: one sentence for the user. */
export class Conflict extends Error {
  override readonly name = "Conflict";
}

/**
 * Adds what a file says to what is known of its benchmark; nothing that is known is lost. Throws a
 * `Conflict` where the two give one network different values under the same conditions. But a file of
 * curves takes the place of the known one of its run and column, since the values are not at hand here:
 * `withKnownCurves` sees to it first that all is in the one that comes.
 */
export function merged(known: Measurements | undefined, added: NewFindings): Measurements {
  const { findings, curves, file } = added;
  const before = known ?? nothingKnown(findings);
  const context = contextOf(added);
  return {
    benchmark: before.benchmark,
    space: before.space,
    trainings: findings.trainings.reduce(
      (all, training) =>
        withTraining(
          all,
          {
            ...training,
            curves: curves.filter(({ run }) => isSame(run, training.run)).map(reference),
          },
          context,
        ),
      before.trainings,
    ),
    latencies: findings.latencies.reduce(
      (all, timings) => withTimings(all, timings, context),
      before.latencies,
    ),
    statics: findings.statics.reduce(
      (all, table) => mergedTables(all, table, "", context),
      before.statics,
    ),
    environments: withEnvironments(before.environments, findings.environments, context),
    signatures: withSignatures(before.signatures, findings.signatures, context),
    files: withFile(before.files, { ...file, checksum: findingsChecksum(findings) }),
  };
}

/** Names what is wrong with a file. */
export interface Context {
  readonly file: string;
  /** `run` follows the network: `, seed 0`, or nothing; values have the name of what they are of before them. */
  contradiction(network: number, run: string, value: string, before: string): Conflict;
}

export function contextOf({ file, findings }: NewFindings): Context {
  return {
    file: file.name,
    contradiction: (network, run, value, before) =>
      new Conflict(
        `${file.name}: network ${network} of ${findings.space.name}${run}, has ${value}, but ${before} is known already. Remove one of the two files, or the benchmark that is there.`,
      ),
  };
}

function nothingKnown({ benchmark, space }: Findings): Measurements {
  return {
    benchmark,
    space: spaceIdentity(space),
    trainings: [],
    latencies: [],
    statics: { networks: new Float64Array(), columns: {} },
    environments: [],
    signatures: [],
    files: [],
  };
}

function reference({ column, file }: CurveReference): CurveReference {
  return { column, file };
}

export function isSame<Key extends TrainingRun | Device>(one: Key, other: Key): boolean {
  return JSON.stringify(sortedEntries(one)) === JSON.stringify(sortedEntries(other));
}

function sortedEntries(object: object) {
  return Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1));
}

function withTraining(
  all: readonly Training[],
  added: Training,
  context: Context,
): readonly Training[] {
  const known = all.find(({ run }) => isSame(run, added.run));
  if (!known) return [...all, { ...added, ...sortedTable(added, context) }];
  const table = mergedTables(known, added, `, ${runText(added.run)}`, context);
  const isNew = ({ column }: CurveReference) =>
    added.curves.some((curve) => curve.column === column);
  const curves = [...known.curves.filter((curve) => !isNew(curve)), ...added.curves];
  const training = { run: known.run, ...table, curves };
  return all.map((one) => (one === known ? training : one));
}

export function runText({ seed, epochs }: TrainingRun): string {
  const parts = [
    ...(seed === null ? [] : [`seed ${seed}`]),
    ...(epochs === null ? [] : [`${epochs} epochs`]),
  ];
  return parts.length === 0 ? "a training" : parts.join(", ");
}

function withTimings(
  all: readonly Timings[],
  added: Timings,
  context: Context,
): readonly Timings[] {
  const known = all.find(({ device }) => isSame(device, added.device));
  const other = all.find(({ device }) => device.name === added.device.name);
  if (!known && other) {
    throw new Conflict(
      `${context.file}: latencies of ${added.device.name} are known already, under other conditions. Give the device another name, or remove what is there first.`,
    );
  }
  if (!known) return [...all, { ...added, ...sortedTable(added, context) }];
  const table = mergedTables(known, added, `, ${added.device.name}`, context);
  return all.map((one) => (one === known ? { device: known.device, ...table } : one));
}

function withSignatures(
  known: readonly BlockSignature[],
  added: readonly BlockSignature[],
  { file }: Context,
): readonly BlockSignature[] {
  if (known.length > 0 && added.length > 0) {
    throw new Conflict(
      `${file}: block signatures are known already. Remove the benchmark that has them first.`,
    );
  }
  return [...known, ...added];
}

/** An entry a file, by which it is known where all came from; one that comes again has its later date. */
function withFile(
  known: readonly ImportedFile[],
  added: ImportedFile & { readonly checksum: string },
): readonly ImportedFile[] {
  return [...known.filter((file) => !isSameFile(file, added)), added];
}

function isSameFile(known: ImportedFile, added: ImportedFile): boolean {
  if (known.name !== added.name || known.content !== added.content) return false;
  // No file: timings of a device that are added to.
  if (added.format === "measured") return true;
  if (known.checksum !== undefined) return known.checksum === added.checksum;
  return known.format === added.format && known.bytes === added.bytes && known.rows === added.rows;
}

function noColumns<Column extends string>() {
  return {} as NetworkTable<Column>["columns"];
}

/** The table in ascending order of its networks. */
function sortedTable<Column extends string>(
  table: NetworkTable<Column>,
  context: Context,
): NetworkTable<Column> {
  return mergedTables(
    { networks: new Float64Array(), columns: noColumns<Column>() },
    table,
    "",
    context,
  );
}

/** Both tables' rows; where both have a value, it must be the same. */
function mergedTables<Column extends string>(
  known: NetworkTable<Column>,
  added: NetworkTable<Column>,
  run: string,
  context: Context,
): NetworkTable<Column> {
  const networks = union(known.networks, added.networks);
  const rowsKnown = rowsOf(known.networks, networks);
  const rowsAdded = rowsOf(added.networks, networks);
  const names = new Set([...Object.keys(known.columns), ...Object.keys(added.columns)]);
  const columns = Object.fromEntries(
    [...names].map((name) => {
      const column = name as Column;
      const [old, fresh] = [known.columns[column], added.columns[column]];
      const values = new Float64Array(networks.length).fill(Number.NaN);
      if (old)
        for (const [row, place] of rowsKnown.entries()) values[place] = old[row] ?? Number.NaN;
      if (fresh) {
        for (const [row, place] of rowsAdded.entries()) {
          const [value, before] = [fresh[row] ?? Number.NaN, values[place] ?? Number.NaN];
          if (Number.isNaN(value)) continue;
          if (!Number.isNaN(before) && before !== value) {
            throw context.contradiction(networks[place] ?? 0, run, `${name} ${value}`, `${before}`);
          }
          values[place] = value;
        }
      }
      return [name, values];
    }),
  ) as Partial<Record<Column, Float64Array>>;
  return { networks, columns };
}

/** Ascending, none twice. */
function union(one: Float64Array, other: Float64Array): Float64Array {
  const all = new Float64Array(one.length + other.length);
  all.set(one);
  all.set(other, one.length);
  all.sort();
  let length = 0;
  for (const network of all) {
    if (length > 0 && all[length - 1] === network) continue;
    all[length++] = network;
  }
  return all.slice(0, length);
}

/** The place of each network among all, which are ascending. */
function rowsOf(networks: Float64Array, all: Float64Array): Uint32Array {
  const rows = new Uint32Array(networks.length);
  let guess = 0;
  for (const [row, network] of networks.entries()) {
    // Files list networks in order for the most part: the next one is looked at first.
    if (all[guess] !== network) guess = placeOf(all, network);
    rows[row] = guess++;
  }
  return rows;
}

function placeOf(all: Float64Array, network: number): number {
  let [low, high] = [0, all.length - 1];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((all[middle] ?? 0) < network) low = middle + 1;
    else high = middle;
  }
  return low;
}
