import type { Range } from "../grammar/syntax";

/** What is wrong in a space's declaration. */
export interface SpaceProblem {
  readonly code: SpaceProblemCode;
  readonly range: Range;
  /** In plain words: what stands there, what was expected, what to do. */
  readonly message: string;
  /** Where a name is unknown: it, and those that could have been meant. */
  readonly unknown?: { readonly text: string; readonly known: readonly string[] };
  readonly related?: readonly { readonly range: Range; readonly message: string }[];
}

export type SpaceProblemCode =
  | "blox/unknown-layer"
  | "blox/wrong-layer"
  | "blox/wrong-clause"
  | "blox/missing-clause"
  | "blox/repeated-clause"
  | "blox/shape-mismatch"
  | "blox/too-many-blocks";
