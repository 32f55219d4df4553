import type { CampaignInfo } from "./campaign";
import type { BlockSignature } from "./library/measurements";
import { sourceAt } from "./measured-source";
import type { Space } from "./space";
import { entryAt, standardErrorAt } from "./standard-error";

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
  /** How networks were trained for the embedded file, where they were. */
  readonly campaign?: CampaignInfo;
  /** What distilling each block against a teacher's stage gave, where that was imported. */
  readonly signatures?: readonly BlockSignature[];
  /** What could not be loaded, in words for the user; empty when all is well. */
  readonly problems: readonly string[];
  /** The model hash of a network: 32 hexadecimal digits. */
  hashOf(index: number): string | undefined;
  /** Whether the hashes of all networks are known, so that each can be looked up. */
  readonly listsHashes?: true;
  /** The index of the network with this model hash; undefined too where they are not listed. */
  indexOfHash(hash: string): number | undefined;
}

/** One metric of every network of a space. */
export interface MetricColumn {
  readonly metric: Metric;
  readonly provenance: Provenance;
  /** Of a column that is not measured throughout: the networks whose own value was measured. */
  readonly measured?: ReadonlySet<number>;
  /** Where the values come from, in a few words that stand beside the value. */
  readonly source: string;
  /** How far composed values are off, in a few words that go with the source of each. */
  readonly composedError?: string;
  /**
   * By network index, in the metric's unit; NaN where nothing is known. Empty for a space that is too
   * large to enumerate.
   */
  readonly values: Float64Array;
  /** In a space that is too large to enumerate: the networks that something is known of. */
  readonly known?: ReadonlyMap<number, number>;
  /** The value of one network, where the values are not written out. */
  readonly compute?: (index: number) => number;
  /** By network index, in the metric's unit, where the values are uncertain; NaN where nothing says how much. */
  readonly standardErrors?: Float64Array;
  /** What imported values are the mean of: one a training, or a timing. */
  readonly runs?: readonly MeasuredRun[];
  /** What else has been measured, in benchmarks or by recipes that others come before. */
  readonly others?: readonly MeasuredRun[];
}

/** One measurement each of many networks, under the same conditions. */
export interface MeasuredRun {
  /** The title of the benchmark that it is from. */
  readonly benchmark: string;
  readonly conditions: RunConditions;
  /** By network index, in the metric's unit; NaN, or no entry, where it says nothing. */
  readonly values: NumbersByNetwork;
  /** How repeated visits to a network varied, where that is known. */
  readonly spread?: Spread<NumbersByNetwork>;
}

export type NumbersByNetwork = Float64Array | ReadonlyMap<number, number>;

/** The 10th and the 90th percentile, in the metric's unit. */
export interface Spread<Numbers = number> {
  readonly p10: Numbers;
  readonly p90: Numbers;
}

/** What is known of how a measurement was made. */
export interface RunConditions {
  readonly seed?: number;
  readonly epochs?: number;
  readonly dataset?: string;
  readonly split?: "test" | "validation";
  readonly device?: string;
  readonly runtime?: string;
  readonly threads?: number;
  readonly precision?: string;
  readonly batchSize?: number;
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
  /** The measurements that it is the mean of. */
  readonly runs?: readonly RunValue[];
  /** What other measurements say of the same network. */
  readonly others?: readonly RunValue[];
}

/** What one run says of one network. */
export interface RunValue extends Omit<MeasuredRun, "values" | "spread"> {
  readonly value: number;
  readonly spread?: Spread;
}

/** What the benchmark knows of one network, a value for each column that knows it. */
export function valuesOf({ columns }: Pick<Benchmark, "columns">, index: number): Value[] {
  return columns.flatMap((column) => valueAt(column, index) ?? []);
}

/** The bare number, in the metric's unit; NaN where the column knows nothing of the network. */
export function numberAt(
  { values, known, compute }: Pick<MetricColumn, "values" | "known" | "compute">,
  index: number,
): number {
  return values[index] ?? known?.get(index) ?? compute?.(index) ?? Number.NaN;
}

/** Undefined where the column knows nothing of the network. */
export function valueAt(column: MetricColumn, index: number): Value | undefined {
  const value = numberAt(column, index);
  if (Number.isNaN(value)) return undefined;
  const { metric } = column;
  const runs = runsAt(column.runs, index);
  const others = runsAt(column.others, index);
  const isMeasured = runs.length > 0 || column.measured?.has(index) === true;
  const provenance = isMeasured ? "measured" : column.provenance;
  const standardError = standardErrorAt(column, index);
  return {
    metric,
    value,
    provenance,
    source: sourceAt(column, provenance, runs, others),
    ...(!Number.isNaN(standardError) && { standardError }),
    ...(runs.length > 0 && { runs }),
    ...(others.length > 0 && { others }),
  };
}

function runsAt(runs: readonly MeasuredRun[] | undefined, index: number): RunValue[] {
  if (!runs) return [];
  return runs.flatMap(({ values, spread: spreads, ...run }) => {
    const value = entryAt(values, index);
    if (Number.isNaN(value)) return [];
    const spread = spreads && {
      p10: entryAt(spreads.p10, index),
      p90: entryAt(spreads.p90, index),
    };
    const isKnown = spread && !Number.isNaN(spread.p10) && !Number.isNaN(spread.p90);
    return [{ ...run, value, ...(isKnown && { spread }) }];
  });
}
