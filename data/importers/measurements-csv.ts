import type { Spread } from "../benchmark";
import type {
  CurveColumn,
  Device,
  StaticColumn,
  TimingColumn,
  TrainingColumn,
  TrainingRun,
} from "../library/measurements";
import { type CsvRow, columnPlaces, csvHeader, csvTable } from "./csv-table";
import { EpochCurves } from "./epoch-curves";
import {
  FileProblem,
  type Findings,
  type Importer,
  type ImportSource,
  type ImportSurroundings,
} from "./importer";
import {
  type MeasuredMetric,
  measuredMetrics,
  type Quantity,
  type ValueTarget,
} from "./measurement-metrics";
import { ownBenchmark } from "./own-benchmark";
import { didYouMean, quoted } from "./quoted";
import { headText, sourceText } from "./source-text";
import { TableBuilder } from "./table-builder";
import { NotFound } from "./written-block";
import { writtenNetwork } from "./written-network";

const needed = ["network", "metric", "value"] as const;
const ofTrainings = ["seed", "epochs", "dataset"] as const;
const ofSpread = ["p10", "p90"] as const;
const ofLatencies = [
  "device",
  "runtime",
  "threads",
  "precision",
  "batch_size",
  ...ofSpread,
] as const;
const optional = ["unit", ...ofTrainings, ...ofLatencies] as const;

type ColumnName = (typeof needed)[number] | (typeof optional)[number];

/**
 * One's own measurements: a table with a row for each value. Networks are those of the space that
 * measurements are of.
 */
export const measurementsCsv: Importer = {
  title: "your own measurements",
  looks: `a CSV whose first line names the columns ${needed.join(", ")}`,
  // Two of the three, so that a slip in the other is said.
  recognises: (head) => {
    const header = csvHeader(headText(head));
    return needed.filter((name) => header.includes(name)).length >= 2;
  },
  async read(source, surroundings) {
    const table = csvTable(source, await sourceText(source, surroundings));
    const places = columnPlaces<ColumnName>(source, table, needed, optional);
    const reading = new Reading(source, surroundings);
    for (const row of table.rows) {
      if (row.row % rowsBetweenChecks === 0) surroundings.check(source.size);
      reading.add(new Row(source, row, places));
    }
    return {
      benchmark: ownBenchmark(source, table.remarks),
      rows: table.rows.length,
      ...reading.findings(),
    };
  },
};

const rowsBetweenChecks = 2000;

/** A row of the file; problems say where they are. */
class Row {
  constructor(
    private readonly source: ImportSource,
    private readonly row: CsvRow,
    private readonly places: ReadonlyMap<string, number>,
  ) {}

  /** Empty where there is no such column. */
  text(column: ColumnName): string {
    return this.row.fields[this.places.get(column) ?? -1] ?? "";
  }

  textOrNull(column: ColumnName): string | null {
    return this.text(column) || null;
  }

  wholeOrNull(column: ColumnName, least: number): number | null {
    const text = this.text(column);
    if (text === "") return null;
    const value = /^[0-9]+$/.test(text) ? Number(text) : Number.NaN;
    if (!Number.isSafeInteger(value) || value < least)
      throw this.problem(
        column,
        `expected a whole number of ${least} or more, found ${quoted(text)}`,
      );
    return value;
  }

  problem(column: ColumnName, what: string): FileProblem {
    return new FileProblem(this.source, { row: this.row.row, column }, what);
  }
}

/** What has been read so far, by the run or the device that the values belong to. */
class Reading {
  private readonly trainings = new Map<string, Group<TrainingRun, TrainingColumn>>();
  private readonly latencies = new Map<string, Group<Device, TimingColumn>>();
  private readonly curves: EpochCurves;
  private readonly statics = new TableBuilder<StaticColumn>();

  constructor(
    private readonly source: ImportSource,
    private readonly surroundings: ImportSurroundings,
  ) {
    this.curves = new EpochCurves(surroundings);
  }

  add(row: Row): void {
    const { target, quantity } = metricOf(row);
    const network = this.networkOf(row);
    if (target.kind === "curve") this.addCurve(row, target.column, quantity, network);
    else this.addValue(row, target, quantity, network);
  }

  private addValue(row: Row, target: ValueTarget, quantity: Quantity, network: number): void {
    const value = numberOf(row, quantity, "value");
    const known = this.put(row, target, quantity, network, value);
    if (known === undefined) return;
    const what = `the ${row.text("metric")} of this network`;
    throw row.problem(
      "value",
      known === value
        ? `${what} is there twice: remove one of the rows`
        : `${what} is there already, with another value (${known}): keep one of the rows, or say what tells them apart, such as the seed or the device`,
    );
  }

  private addCurve(row: Row, column: CurveColumn, quantity: Quantity, network: number): void {
    refuseFilled(row, ofLatencies);
    const run = runOf(row);
    // A run has a table, whatever else is known of it.
    groupOf(this.trainings, run);
    const answer = this.curves.add(run, column, network, curveOf(row, quantity));
    if (answer === "written") return;
    throw row.problem(
      "value",
      answer === "twice"
        ? `the ${row.text("metric")} of this network is there twice: keep one of the rows`
        : `expected ${answer.epochs} numbers with blanks between them, one for each epoch of the run`,
    );
  }

  /** The value that was there already. */
  private put(
    row: Row,
    target: ValueTarget,
    quantity: Quantity,
    network: number,
    value: number,
  ): number | undefined {
    switch (target.kind) {
      case "training":
        refuseFilled(row, ofLatencies);
        return groupOf(this.trainings, runOf(row)).add(target.column, network, value);
      case "latency": {
        refuseFilled(row, ofTrainings);
        const spread = spreadOf(row, quantity);
        const table = this.deviceTable(row);
        const known = table.add("ms", network, value);
        if (known !== undefined || !spread) return known;
        table.add("p10_ms", network, spread.p10);
        table.add("p90_ms", network, spread.p90);
        return undefined;
      }
      case "static":
        refuseFilled(row, [...ofTrainings, ...ofLatencies]);
        return this.statics.add(target.column, network, value);
    }
  }

  /** A device has one name in the language, which must mean one thing. */
  private deviceTable(row: Row): TableBuilder<TimingColumn> {
    const device = deviceOf(row);
    const known = this.latencies.get(device.name) ?? { key: device, table: new TableBuilder() };
    this.latencies.set(device.name, known);
    if (JSON.stringify(known.key) !== JSON.stringify(device))
      throw row.problem(
        "device",
        `${quoted(device.name)} had another runtime, number of threads, precision or batch size in a row above: give each its own name, such as ${quoted(`${device.name} ${device.runtime ?? "2t"}`)}`,
      );
    return known.table;
  }

  private networkOf(row: Row): number {
    const { space, hashes } = this.surroundings;
    try {
      return writtenNetwork(space, hashes, row.text("network"));
    } catch (error) {
      if (error instanceof NotFound) throw row.problem("network", error.message);
      throw error;
    }
  }

  findings(): Omit<Findings, "benchmark" | "rows"> {
    const statics = this.statics.table();
    return {
      space: this.surroundings.space,
      content: `measurements, ${this.source.name}`,
      format: "csv",
      trainings: Array.from(this.trainings.values(), ({ key, table }) => ({
        run: key,
        ...table.table(),
        curves: this.curves.of(key),
      })),
      latencies: Array.from(this.latencies.values(), ({ key, table }) => ({
        device: key,
        ...table.table(),
      })),
      statics: statics.networks.length > 0 ? [statics] : [],
      environments: [],
      signatures: [],
      notes: [],
    };
  }
}

interface Group<Key, Column extends string> {
  readonly key: Key;
  readonly table: TableBuilder<Column>;
}

function groupOf<Key, Column extends string>(
  groups: Map<string, Group<Key, Column>>,
  key: Key,
): TableBuilder<Column> {
  const text = JSON.stringify(key);
  const group = groups.get(text) ?? { key, table: new TableBuilder() };
  groups.set(text, group);
  return group.table;
}

function metricOf(row: Row): MeasuredMetric {
  const name = row.text("metric").toLowerCase();
  const metric = Object.hasOwn(measuredMetrics, name) ? measuredMetrics[name] : undefined;
  if (metric) return metric;
  const known = Object.keys(measuredMetrics);
  throw row.problem(
    "metric",
    `there is no metric ${quoted(row.text("metric"))}.${didYouMean(name, known)} Metrics are ${known.join(", ")}`,
  );
}

const numberText = /^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)(e[+-]?[0-9]+)?$/i;

/** In the unit in which it is kept. */
function numberOf(
  row: Row,
  quantity: Quantity,
  column: "value" | "p10" | "p90",
  text = row.text(column),
): number {
  if (!numberText.test(text))
    throw row.problem(column, `expected a number such as 12.5, found ${quoted(text)}`);
  const value = Number(text) * factorOf(row, quantity);
  if (!Number.isFinite(value) || !quantity.accepts(value))
    throw row.problem(
      column,
      `the ${row.text("metric")} is ${quantity.looks}; this is ${quoted(text)}`,
    );
  return value;
}

/** A number an epoch, with blanks between them, in millionths. */
function curveOf(row: Row, quantity: Quantity): Uint32Array {
  return Uint32Array.from(row.text("value").split(/ +/), (text) => {
    const millionths = Math.round(1e6 * numberOf(row, quantity, "value", text));
    if (millionths <= mostMillionths) return millionths;
    throw row.problem(
      "value",
      `the ${row.text("metric")} is at most ${mostMillionths / 1e6}; this is ${quoted(text)}`,
    );
  });
}

/** Each is kept in 32 bits. */
const mostMillionths = 0xffff_ffff;

/** How a latency varied, in the unit of its value; undefined where the row does not say. */
function spreadOf(row: Row, quantity: Quantity): Spread | undefined {
  const empty = ofSpread.filter((column) => row.text(column) === "");
  if (empty.length === ofSpread.length) return undefined;
  if (empty[0]) throw row.problem(empty[0], "p10 and p90 go together: fill in both or neither");
  const [p10, p90] = [numberOf(row, quantity, "p10"), numberOf(row, quantity, "p90")];
  if (p10 > p90)
    throw row.problem(
      "p10",
      `the 10th percentile is at most the 90th, found ${quoted(row.text("p10"))} and ${quoted(row.text("p90"))}`,
    );
  return { p10, p90 };
}

function factorOf(row: Row, { units }: Quantity): number {
  const unit = row.text("unit");
  const [first = 1] = Object.values(units);
  if (unit === "") return first;
  const factor = Object.hasOwn(units, unit) ? units[unit] : undefined;
  if (factor !== undefined) return factor;
  const known = Object.keys(units);
  throw row.problem(
    "unit",
    known.length === 0
      ? `the ${row.text("metric")} has no unit: leave this field empty, found ${quoted(unit)}`
      : `the unit of the ${row.text("metric")} is ${known.join(", ")}; found ${quoted(unit)}`,
  );
}

function runOf(row: Row): TrainingRun {
  return {
    seed: row.wholeOrNull("seed", 0),
    epochs: row.wholeOrNull("epochs", 1),
    dataset: row.textOrNull("dataset"),
  };
}

function deviceOf(row: Row): Device {
  const name = row.text("device");
  if (name === "") throw row.problem("device", "a latency needs the name of its device");
  if (/["\p{Cc}]/u.test(name))
    throw row.problem("device", "the name of a device has no quotation marks and is on one line");
  return {
    name,
    runtime: row.textOrNull("runtime"),
    threads: row.wholeOrNull("threads", 1),
    precision: row.textOrNull("precision"),
    batchSize: row.wholeOrNull("batch_size", 1),
  };
}

/** What would not be kept is not taken. */
function refuseFilled(row: Row, columns: readonly ColumnName[]): void {
  const filled = columns.find((column) => row.text(column) !== "");
  if (filled)
    throw row.problem(filled, `the ${row.text("metric")} has no ${filled}: leave this field empty`);
}
