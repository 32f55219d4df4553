import { indexOf } from "../data/architecture";
import {
  type CurveColumn,
  curveColumns,
  type Measurements,
  type Training,
} from "../data/library/measurements";
import type { Space } from "../data/space";
import type { NamedNetwork, TrainingCurve, TrainingCurves } from "./messages";
import type { Model } from "./model/model";

/** The values of one network, one an epoch, in a file of curves; undefined where it has none of it. */
export type ReadCurve = (file: string, network: number) => Promise<Float64Array | undefined>;

/**
 * The training curves that a benchmark has of these networks: column by column, in each network by
 * network, in each training by training. What is missing or cannot be read becomes a note.
 */
export async function curvesOf(
  measurements: Measurements,
  space: string,
  networks: readonly NamedNetwork[],
  readCurve: ReadCurve,
): Promise<TrainingCurves> {
  const { benchmark, trainings } = measurements;
  const wanted = curveColumns.flatMap((column) =>
    networks.flatMap((network) =>
      trainings.flatMap((training) => wantedOf(column, network, training)),
    ),
  );
  const answers = await Promise.all(wanted.map((curve) => read(curve, readCurve)));
  const curves = answers.flatMap((answer) => (answer && "values" in answer ? [answer] : []));
  const failures = answers.flatMap((answer) => (answer && "failure" in answer ? [answer] : []));
  const isTold = new Set([...curves, ...failures].map(({ network }) => network));
  const without = networks.filter((network) => !isTold.has(network));
  return {
    space,
    benchmark: benchmark.title,
    source: sourceText(benchmark),
    curves,
    notes: [
      ...without.map(({ name }) => `\`${name}\` has no training curves in ${benchmark.title}.`),
      // Many networks are read from one file.
      ...new Set(failures.map(({ failure }) => failure)),
    ],
  };
}

/** The complete networks of a document that have a name of their own, each with its index in its space. */
export function curveNetworks(
  { networks }: Model,
  hasCurves: (space: Space, network: number) => boolean,
): (NamedNetwork & { readonly space: string; readonly hasCurves: boolean })[] {
  return networks.flatMap(({ name, space, architecture }, place) => {
    const isFirst = networks.findIndex((other) => other.name === name) === place;
    if (name === "" || !isFirst || !space || !architecture) return [];
    const index = indexOf(space, architecture);
    return [{ name, index, space: space.name, hasCurves: hasCurves(space, index) }];
  });
}

/** A curve that there ought to be. */
type Wanted = Omit<TrainingCurve, "values"> & { readonly file: string };

interface Unreadable {
  readonly network: NamedNetwork;
  readonly failure: string;
}

function wantedOf(column: CurveColumn, network: NamedNetwork, { run, curves }: Training): Wanted[] {
  const { seed, dataset } = run;
  return curves
    .filter((reference) => reference.column === column)
    .map(({ file }) => ({ network, seed, dataset, column, ...columnTexts[column], file }));
}

async function read(
  { file, ...curve }: Wanted,
  readCurve: ReadCurve,
): Promise<TrainingCurve | Unreadable | undefined> {
  const { network } = curve;
  try {
    const values = await readCurve(file, network.index);
    if (!values || values.length === 0) return undefined;
    return { ...curve, values: Array.from(values, numberOrNull) };
  } catch (error) {
    return { network, failure: error instanceof Error ? error.message : String(error) };
  }
}

/** Messages travel as JSON, which has no other numbers. */
function numberOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** `BLOX release, CC BY-NC 4.0. Chau et al., …` */
function sourceText({ title, licence, citation }: Measurements["benchmark"]): string {
  const origin = [title, licence].filter((part) => part !== "").join(", ");
  return citation === "" ? origin : `${origin}. ${citation}`;
}

const columnTexts: Readonly<
  Record<CurveColumn, Pick<TrainingCurve, "title" | "split" | "unit" | "better">>
> = {
  val_top1: { title: "Validation top-1", split: "validation", unit: "%", better: "higher" },
  val_top5: { title: "Validation top-5", split: "validation", unit: "%", better: "higher" },
  val_loss: { title: "Validation loss", split: "validation", unit: "", better: "lower" },
  train_top1: { title: "Training top-1", split: "training", unit: "%", better: "higher" },
  train_top5: { title: "Training top-5", split: "training", unit: "%", better: "higher" },
  train_loss: { title: "Training loss", split: "training", unit: "", better: "lower" },
};
