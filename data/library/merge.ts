import type { Findings, FoundEnvironment } from "../importers/importer";
import type {
  BlockSignature,
  CurveReference,
  Device,
  Environment,
  ImportedFile,
  Measurements,
  NetworkTable,
  Timings,
  Training,
  TrainingRun,
} from "./measurements";
import { spaceIdentity } from "./space-identity";

/** What a file says, with the curves that were written of it and what is to be remembered of the file. */
export interface NewFindings {
  readonly findings: Findings;
  readonly curves: readonly (CurveReference & { readonly run: TrainingRun })[];
  readonly file: ImportedFile;
}

/** Two measurements of one thing that differ, or a file that comes twice: one sentence for the user. */
export class Conflict extends Error {
  override readonly name = "Conflict";
}

/**
 * Adds what a file says to what is known of its benchmark. Throws a `Conflict` where the two give one
 * network different values under the same conditions.
 */
export function merged(known: Measurements | undefined, added: NewFindings): Measurements {
  const { findings, curves, file } = added;
  const before = known ?? nothingKnown(findings);
  const context: Context = { file: file.name, network: networkNamer(findings) };
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
    environments: withEnvironments(before.environments, findings.environments),
    signatures: withSignatures(before.signatures, findings.signatures, context),
    files: [...before.files.filter(({ content }) => content !== file.content), file],
  };
}

interface Context {
  readonly file: string;
  network(index: number): string;
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

function networkNamer({ space }: Findings): Context["network"] {
  return (index) => `network ${index} of ${space.name}`;
}

function reference({ column, file }: CurveReference): CurveReference {
  return { column, file };
}

function isSame<Key extends TrainingRun | Device>(one: Key, other: Key): boolean {
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
  const table = mergedTables(known, added, `${runText(added.run)}, `, context);
  const isNew = ({ column }: CurveReference) =>
    added.curves.some((curve) => curve.column === column);
  const curves = [...known.curves.filter((curve) => !isNew(curve)), ...added.curves];
  const training = { run: known.run, ...table, curves };
  return all.map((one) => (one === known ? training : one));
}

function runText({ seed, epochs }: TrainingRun): string {
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
  const table = mergedTables(known, added, `${added.device.name}, `, context);
  return all.map((one) => (one === known ? { device: known.device, ...table } : one));
}

/** What a file says of the environments of a seed takes the place of what was said before. */
function withEnvironments(
  known: readonly Environment[],
  added: readonly FoundEnvironment[],
): readonly Environment[] {
  const seeds = new Set(added.map(({ seed }) => seed));
  return [
    ...known.filter(({ seed }) => !seeds.has(seed)),
    ...added.map((one) => ({ ...one, networks: one.networks.slice().sort() })),
  ];
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
            throw new Conflict(
              `${context.file}: ${context.network(networks[place] ?? 0)}, ${run}has ${name} ${value}, but ${before} is known already. Remove one of the two files, or the benchmark that is there.`,
            );
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
