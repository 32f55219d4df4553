import type { Space } from "./space";

/**
 * What is known of the networks of one space. Networks are addressed by their index in the space;
 * every answer says where its number comes from.
 */
export interface Benchmark {
  readonly space: Space;
  /** For the status bar and the hovers, e.g. `embedded`. */
  readonly name: string;
  /** One column a metric (latency: one a device), in the order in which to show them. */
  readonly columns: readonly MetricColumn[];
  /** What could not be loaded, in words for the user; empty when all is well. */
  readonly problems: readonly string[];
  /** The model hash of a network: 32 hexadecimal digits. */
  hashOf(index: number): string | undefined;
  /** The index of the network with this model hash; undefined too where no file lists the hashes. */
  indexOfHash(hash: string): number | undefined;
}

/** One metric of every network of a space. */
export interface MetricColumn {
  readonly metric: Metric;
  readonly provenance: Provenance;
  /** Of a composed column: the networks whose own value was measured. */
  readonly measured?: ReadonlySet<number>;
  /** Where the values come from, in a few words that stand beside the value. */
  readonly source: string;
  /**
   * By network index, in the metric's unit; NaN where nothing is known. Empty for a space that is too
   * large to enumerate.
   */
  readonly values: Float64Array;
  /** The value of one network, where the values are not written out. */
  readonly compute?: (index: number) => number;
  /** By network index, in the metric's unit, where the values are uncertain. */
  readonly standardErrors?: Float64Array;
}

/**
 * `measured`: read from an imported benchmark or timed on a named device.
 * `exact`: follows from the architecture. `composed`: computed from measurements of other networks or
 * of parts. `estimated`: a model's guess, with its standard error.
 */
export type Provenance = "measured" | "exact" | "composed" | "estimated";

export interface Metric {
  /** As in the language: `accuracy`, `params`, `flops`, `latency("DEVICE")`. */
  readonly name: string;
  /** For headings: `Top-1 accuracy`, `Parameters`, `FLOPs`. */
  readonly title: string;
  readonly unit: Unit;
  readonly better: "higher" | "lower";
  /** For the closer look at one network: tables of many leave it out, unless they are about it. */
  readonly isDetail?: true;
}

/** The unit that values are stored in. Formatting picks a prefix (`3.0 M`). */
export type Unit = "%" | "parameters" | "FLOPs" | "ms" | "bytes";

/** One metric of one network. */
export interface Value {
  readonly metric: Metric;
  readonly value: number;
  readonly provenance: Provenance;
  readonly source: string;
  readonly standardError?: number;
}

/** What the benchmark knows of one network, a value for each column that knows it. */
export function valuesOf({ columns }: Pick<Benchmark, "columns">, index: number): Value[] {
  return columns.flatMap((column) => valueAt(column, index) ?? []);
}

/** The bare number, in the metric's unit; NaN where the column knows nothing of the network. */
export function numberAt(
  { values, compute }: Pick<MetricColumn, "values" | "compute">,
  index: number,
): number {
  return values[index] ?? compute?.(index) ?? Number.NaN;
}

/** Undefined where the column knows nothing of the network. */
export function valueAt(column: MetricColumn, index: number): Value | undefined {
  const value = numberAt(column, index);
  if (Number.isNaN(value)) return undefined;
  const { metric, source } = column;
  const provenance = column.measured?.has(index) ? "measured" : column.provenance;
  const standardError = column.standardErrors?.[index];
  return {
    metric,
    value,
    provenance,
    source,
    ...(standardError !== undefined && { standardError }),
  };
}
