import type { Architecture } from "../../data/architecture";
import type { Benchmark } from "../../data/benchmark";
import type { Space } from "../../data/space";

/** A format that networks are written in for use elsewhere. */
export interface Exporter {
  /** As `--to` names it: `onnx`. */
  readonly name: string;
  /** For people: `ONNX`. */
  readonly title: string;
  /** What it is for, in a few words. */
  readonly description: string;
  /** Whether its files say what is known of the network besides its layers. */
  readonly holdsMetrics?: true;
  /**
   * One file, or several that belong into one folder. Depends on nothing but what is given. Throws an
   * `ExportProblem` where the format cannot hold the network.
   */
  files(space: Space, architecture: Architecture, about: ExportOptions): readonly ExportedFile[];
}

export interface ExportOptions {
  /** The name of the network: any text. */
  readonly name: string;
  /** Of whatever is random in the files, such as initial weights: 0 to 2³² − 1. */
  readonly seed: number;
  /** What is known of networks of the space; left out, what follows from its layers. */
  readonly benchmark?: Benchmark;
}

/** `path` is the name of the file in its folder. */
export type ExportedFile =
  | { readonly path: string; readonly text: string }
  | { readonly path: string; readonly bytes: Uint8Array };
