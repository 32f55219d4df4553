import type { SqlJsStatic } from "sql.js";
import { bloxSpace } from "../built-in-spaces";
import type { Space } from "../space";
import type { MeasuredLatency } from "../timing/measuring";
import type { BenchmarkFolder } from "./benchmark-folder";
import { curveFiles, databaseSuffix, libraryLock, readEntry } from "./library";
import type { Device, Measurements, NetworkTable, TimingColumn } from "./measurements";
import { Conflict, merged } from "./merge";
import { spaceIdentity } from "./space-identity";
import { writeDatabase } from "./write-database";

/** What this machine was found to take for networks of a space. */
export interface OwnTimings {
  readonly space: Space;
  readonly device: Device;
  readonly latencies: readonly MeasuredLatency[];
}

export interface TimingStore {
  readonly folder: BenchmarkFolder;
  readonly sql: SqlJsStatic;
  /** The model hashes of the networks of `blox` by index, 32 hexadecimal digits each, joined; or none. */
  readonly hashes: string;
  /** The database that they go into; left out, that of measurements made here. */
  readonly database?: string;
  now(): Date;
}

/** The database of what was measured here of a space. */
export function measuredHere(space: Space): string {
  return `${measuredHereName(space)}${databaseSuffix}`;
}

/** The name of that benchmark. */
export function measuredHereName(space: Space): string {
  return `measured-here-${space.name.toLowerCase()}`;
}

/**
 * Puts timings into the library, and gives the name of the database. A network that is measured anew takes
 * the place of what the same device gave before; all else stays. Throws a `Conflict` where the database is
 * of another space or knows the device under other conditions: then nothing has changed.
 */
export async function storeTimings(timings: OwnTimings, store: TimingStore): Promise<string> {
  const { folder, sql, database = measuredHere(timings.space), hashes } = store;
  const { space } = timings;
  await folder.locked(libraryLock, async (lock) => {
    const present = (await readEntry(folder, database, sql))?.measurements;
    if (present) refuseOther(present, timings, database);
    const measurements = withTimings(present, timings, store.now());
    const digits = space === bloxSpace ? hashes : "";
    await folder.replace(database, await writeDatabase(measurements, space, sql, digits), lock);
  });
  return database;
}

/** Throws the `Conflict` that `storeTimings` would, so that nobody measures in vain. */
export async function expectRoom(
  timings: Pick<OwnTimings, "space" | "device">,
  { folder, sql, database = measuredHere(timings.space) }: Omit<TimingStore, "hashes" | "now">,
): Promise<void> {
  const present = (await readEntry(folder, database, sql))?.measurements;
  if (present) refuseOther(present, timings, database);
}

function refuseOther(
  present: Measurements,
  { space, device }: Pick<OwnTimings, "space" | "device">,
  database: string,
): void {
  const { name, fingerprint } = spaceIdentity(space);
  if (present.space.name !== name || present.space.fingerprint !== fingerprint) {
    const other = present.space.name === name ? "another definition of it" : present.space.name;
    throw new Conflict(
      `This would measure networks of the space ${name}, but ${database} is of ${other}. Remove that benchmark first, or name another database.`,
    );
  }
  if (curveFiles(present).length > 0 || present.trainings.length > 0) {
    throw new Conflict(
      `${database} is the benchmark ${present.benchmark.title}, into which nothing is measured. Name another database.`,
    );
  }
  const known = present.latencies.find((one) => one.device.name === device.name)?.device;
  if (!known) return;
  const conditions: readonly (keyof Device)[] = ["runtime", "threads", "precision", "batchSize"];
  const changed = conditions.find((condition) => known[condition] !== device[condition]);
  if (changed !== undefined) {
    throw new Conflict(
      `${database} has latencies of ${device.name} with ${known[changed] ?? "another runtime"}; these would be with ${device[changed]}. Give the device another name, or remove that benchmark first.`,
    );
  }
}

function withTimings(
  present: Measurements | undefined,
  { space, device, latencies }: OwnTimings,
  now: Date,
): Measurements {
  const fresh = tableOf(latencies);
  const kept = present && withoutNetworks(present, device, new Set(fresh.networks));
  const before = kept?.latencies.find((one) => one.device.name === device.name);
  return merged(kept, {
    findings: {
      benchmark: {
        name: measuredHereName(space),
        title: "measured here",
        licence: "",
        citation: "",
      },
      space,
      content: `latency, ${device.name}`,
      format: "measured",
      rows: fresh.networks.length,
      trainings: [],
      latencies: [{ device, ...fresh }],
      statics: [],
      environments: [],
      signatures: [],
      notes: [],
    },
    curves: [],
    file: {
      name: device.name,
      content: `latency, ${device.name}`,
      format: "measured",
      bytes: 0,
      rows: fresh.networks.length + (before?.networks.length ?? 0),
      importedAt: now.toISOString(),
    },
  });
}

function tableOf(latencies: readonly MeasuredLatency[]): NetworkTable<TimingColumn> {
  const column = (value: (one: MeasuredLatency) => number) =>
    // A microsecond is finer than anyone can time.
    Float64Array.from(latencies, (one) => Number(value(one).toFixed(3)));
  return {
    networks: Float64Array.from(latencies, ({ network }) => network),
    columns: {
      ms: column(({ medianMs }) => medianMs),
      p10_ms: column(({ p10Ms }) => p10Ms),
      p90_ms: column(({ p90Ms }) => p90Ms),
    },
  };
}

/** What is known, but of these networks on this device. */
function withoutNetworks(
  measurements: Measurements,
  device: Device,
  networks: ReadonlySet<number>,
): Measurements {
  const latencies = measurements.latencies.map((timings) => {
    if (timings.device.name !== device.name) return timings;
    const kept = (_: number, row: number) => !networks.has(timings.networks[row] ?? Number.NaN);
    const columns = Object.fromEntries(
      Object.entries(timings.columns).map(([name, values]) => [name, values.filter(kept)]),
    );
    return { device: timings.device, networks: timings.networks.filter(kept), columns };
  });
  return { ...measurements, latencies };
}
