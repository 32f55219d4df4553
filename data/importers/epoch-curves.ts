import type { CurveColumn, TrainingRun } from "../library/measurements";
import type { CurveWriter, FoundTraining, ImportSurroundings } from "./importer";

/** Curves that are written network by network, of any runs and columns. */
export class EpochCurves {
  private readonly all = new Map<string, OpenCurve>();

  constructor(private readonly surroundings: Pick<ImportSurroundings, "curves">) {}

  /**
   * Writes a network's values, one an epoch, in millionths; unless there are other than the run has epochs,
   * or the network has been written.
   */
  add(
    run: TrainingRun,
    column: CurveColumn,
    network: number,
    millionths: Uint32Array,
  ): CurveAnswer {
    const key = JSON.stringify([run, column]);
    const epochs = run.epochs ?? this.all.get(key)?.epochs ?? millionths.length;
    if (epochs !== millionths.length) return { epochs };
    const known = this.all.get(key) ?? {
      run,
      column,
      epochs,
      writer: this.surroundings.curves(column, epochs, 0),
      networks: new Set<number>(),
    };
    this.all.set(key, known);
    if (known.networks.has(network)) return "twice";
    known.networks.add(network);
    known.writer.write(network, millionths);
    return "written";
  }

  of(run: TrainingRun): FoundTraining["curves"] {
    const isOfRun = (each: OpenCurve) => JSON.stringify(each.run) === JSON.stringify(run);
    return [...this.all.values()].filter(isOfRun);
  }
}

/** `epochs` are those that the run has. */
export type CurveAnswer = "written" | "twice" | { readonly epochs: number };

interface OpenCurve {
  readonly run: TrainingRun;
  readonly column: CurveColumn;
  readonly epochs: number;
  readonly writer: CurveWriter;
  readonly networks: Set<number>;
}
