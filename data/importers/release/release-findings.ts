import { architectureAt } from "../../architecture";
import { VectorError, vectorOf } from "../../architecture-vector";
import { publishedExamples } from "../../library/curve-layout";
import type {
  CurveColumn,
  NetworkTable,
  StaticColumn,
  TrainingColumn,
} from "../../library/measurements";
import type { Space } from "../../space";
import type { CurveWriter, Findings, ImportSurroundings } from "../importer";
import { networkOfCodes } from "./architecture-codes";
import { percentOfCount } from "./column-numbers";
import type { ReleaseColumn } from "./release-columns";
import type { ReleaseHeader } from "./release-header";
import type { ReleaseRow, RowProblem, RowTaker } from "./release-rows";

/** The part of a file's findings that its rows make. */
export type RowFindings = Pick<
  Findings,
  "trainings" | "latencies" | "statics" | "environments" | "content"
>;

/** Gathers the rows of one file. */
export interface RowGatherer extends RowTaker {
  /** After the last row. */
  findings(): RowFindings;
}

/** What gathers the rows of a file of this kind. */
export function rowGatherer(
  space: Space,
  header: ReleaseHeader,
  surroundings: Pick<ImportSurroundings, "curves">,
): RowGatherer {
  switch (header.kind.kind) {
    case "base":
    case "ext":
      return new TrainingGatherer(header, surroundings);
    case "info":
      return new StaticGatherer(space, header);
    case "bench":
      return new LatencyGatherer(header);
    case "env":
      return new EnvironmentGatherer(header);
  }
}

const nothing = { trainings: [], latencies: [], statics: [], environments: [] };
const perMillionth = 1e6;

/** Columns of numbers that grow row by row. */
class Table<Column extends string> {
  readonly #networks = new Numbers();
  readonly #columns: ReadonlyMap<Column, Numbers>;

  constructor(columns: readonly Column[]) {
    this.#columns = new Map(columns.map((column) => [column, new Numbers()]));
  }

  /** Of a row, to each column once. */
  add(column: Column, value: number): void {
    this.#columns.get(column)?.add(value);
  }

  addNetwork(network: number): void {
    this.#networks.add(network);
  }

  table(): NetworkTable<Column> {
    const columns: Partial<Record<Column, Float64Array>> = {};
    for (const [column, numbers] of this.#columns) columns[column] = numbers.values();
    return { networks: this.#networks.values(), columns };
  }
}

class Numbers {
  #values = new Float64Array(64);
  #length = 0;

  add(value: number): void {
    if (this.#length === this.#values.length) {
      const larger = new Float64Array(2 * this.#length);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.#length++] = value;
  }

  values(): Float64Array {
    return this.#values.slice(0, this.#length);
  }
}

const curveColumns: readonly CurveColumn[] = [
  "val_top1",
  "val_top5",
  "val_loss",
  "train_top1",
  "train_top5",
  "train_loss",
];
const valuesOnce = ["test_top1", "test_top5", "test_loss", "train_time_s"] as const;

class TrainingGatherer implements RowGatherer {
  readonly #header: ReleaseHeader;
  readonly #table: Table<TrainingColumn>;
  readonly #curves: readonly {
    readonly place: number;
    readonly content: ReleaseColumn["content"];
    readonly column: CurveColumn;
    readonly writer: CurveWriter;
  }[];
  readonly #once: readonly {
    readonly place: number;
    readonly content: ReleaseColumn["content"];
    readonly column: TrainingColumn;
  }[];

  constructor(header: ReleaseHeader, { curves }: Pick<ImportSurroundings, "curves">) {
    this.#header = header;
    const placed = header.columns.map(({ name, content }, place) => ({ name, content, place }));
    this.#curves = placed.flatMap(({ name, content, place }) => {
      const column = curveColumns.find((each) => each === name);
      if (!column) return [];
      return {
        place,
        content,
        column,
        writer: curves(column, header.epochs ?? 0, publishedExamples[column]),
      };
    });
    this.#once = placed.flatMap(({ name, content, place }) => {
      const column = valuesOnce.find((each) => each === name);
      return column ? { place, content, column } : [];
    });
    const names = [...this.#once, ...this.#curves].map(({ column }) => column);
    const best = names.filter((name) => name === "val_top1").map(() => "best_val_top1" as const);
    this.#table = new Table([...names, ...best]);
  }

  take(network: number, { numbers, lists }: ReleaseRow): void {
    for (const { place, content, column } of this.#once)
      this.#table.add(column, inUnit(content, numbers[place] ?? Number.NaN));
    for (const { place, content, column, writer } of this.#curves) {
      const curve = lists[place] ?? new Uint32Array();
      writer.write(network, curve);
      this.#table.add(column, inUnit(content, curve[curve.length - 1] ?? Number.NaN));
      if (column === "val_top1") this.#table.add("best_val_top1", inUnit(content, greatest(curve)));
    }
    this.#table.addNetwork(network);
  }

  findings(): RowFindings {
    const { kind, seed, epochs, dataset } = this.#header;
    const curves = this.#curves.map(({ column, writer }) => ({ column, writer }));
    const training = { ...this.#table.table(), run: { seed, epochs, dataset }, curves };
    return { ...nothing, content: `${kind.kind}, seed ${seed}`, trainings: [training] };
  }
}

/** In the unit of the findings. */
function inUnit(content: ReleaseColumn["content"], number: number): number {
  if (content.kind === "percent") return percentOfCount(number, content.examples);
  return content.kind === "millionths" ? number / perMillionth : number;
}

function greatest(values: Uint32Array): number {
  let most = 0;
  for (let place = 0; place < values.length; place++) most = Math.max(most, values[place] ?? 0);
  return most;
}

class StaticGatherer implements RowGatherer {
  readonly #space: Space;
  readonly #table: Table<StaticColumn>;
  readonly #params: number;
  readonly #flops: number;
  readonly #vector: number;
  readonly #networkOf: (codes: number) => number;

  constructor(space: Space, { columns }: ReleaseHeader) {
    this.#space = space;
    this.#table = new Table(["params", "flops"]);
    this.#networkOf = networkOfCodes(space);
    const placeOf = (name: string) => columns.findIndex((column) => column.name === name);
    this.#params = placeOf("params");
    this.#flops = placeOf("flops");
    this.#vector = placeOf("arch_vec");
  }

  take(network: number, { numbers }: ReleaseRow, problem: RowProblem): void {
    this.#checkVector(network, numbers[this.#vector] ?? Number.NaN, problem);
    this.#table.add("params", numbers[this.#params] ?? Number.NaN);
    this.#table.add("flops", numbers[this.#flops] ?? Number.NaN);
    this.#table.addNetwork(network);
  }

  findings(): RowFindings {
    return { ...nothing, content: "info", statics: [this.#table.table()] };
  }

  /** The vector and the model hash must mean the same network. */
  #checkVector(network: number, codes: number, problem: RowProblem): void {
    let ofVector: number;
    try {
      ofVector = this.#networkOf(codes);
    } catch (error) {
      if (!(error instanceof VectorError)) throw error;
      throw problem(this.#vector, error.message);
    }
    if (ofVector === network) return;
    const vector = (index: number) => vectorOf(this.#space, architectureAt(this.#space, index));
    throw problem(
      this.#vector,
      `the vector means ${vector(ofVector)}, but the model hash of the row is that of ${vector(network)}`,
    );
  }
}

class LatencyGatherer implements RowGatherer {
  readonly #header: ReleaseHeader;
  readonly #table: Table<"ms">;
  readonly #latency: number;

  constructor(header: ReleaseHeader) {
    this.#header = header;
    this.#table = new Table(["ms"]);
    this.#latency = header.columns.findIndex(({ name }) => name === "latency");
  }

  take(network: number, { numbers }: ReleaseRow): void {
    this.#table.add("ms", (numbers[this.#latency] ?? Number.NaN) / perMillionth);
    this.#table.addNetwork(network);
  }

  findings(): RowFindings {
    const name = this.#header.device ?? "";
    const device = { name, runtime: null, threads: null, precision: null, batchSize: null };
    return {
      ...nothing,
      content: `latency, ${name}`,
      latencies: [{ ...this.#table.table(), device }],
    };
  }
}

/** Puts the networks together whose versions are all the same. */
class EnvironmentGatherer implements RowGatherer {
  readonly #header: ReleaseHeader;
  readonly #groups = new Map<string, { readonly texts: readonly string[]; networks: number[] }>();

  constructor(header: ReleaseHeader) {
    this.#header = header;
  }

  take(network: number, { texts }: ReleaseRow): void {
    const key = JSON.stringify(texts);
    const group = this.#groups.get(key);
    if (group) group.networks.push(network);
    else this.#groups.set(key, { texts: [...texts], networks: [network] });
  }

  findings(): RowFindings {
    const { seed, columns } = this.#header;
    const environments = Array.from(this.#groups.values(), ({ texts, networks }) => ({
      seed,
      versions: Object.fromEntries(
        columns.flatMap(({ name, content }, column) =>
          content.kind === "text" ? [[name, texts[column] ?? ""]] : [],
        ),
      ),
      networks: Float64Array.from(networks),
    }));
    return { ...nothing, content: `env, seed ${seed}`, environments };
  }
}
