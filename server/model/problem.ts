import type { Range } from "../../grammar/syntax";

/** Something about a document that its author should know, with the edits that would mend it. */
export interface Problem {
  readonly code: ProblemCode;
  readonly severity: Severity;
  readonly range: Range;
  /** In plain words: what stands there, what was expected, what to do. */
  readonly message: string;
  /** Set for text that has no effect: editors fade it. */
  readonly unnecessary?: boolean;
  readonly related?: readonly RelatedPlace[];
  readonly fixes?: readonly Fix[];
}

/** A place that explains a problem: in an imported file where it has a uri, else in the document. */
export interface RelatedPlace {
  readonly range: Range;
  readonly message: string;
  readonly uri?: string;
}

export type Severity = "error" | "warning" | "information" | "hint";

export interface Fix {
  /** An imperative: `Change to conv`. */
  readonly title: string;
  readonly edits: readonly Edit[];
  /** Whether it is clearly the right one: such a fix may be made unasked, with all others like it. */
  readonly isPreferred?: boolean;
}

export interface Edit {
  readonly range: Range;
  readonly newText: string;
}

/** Every code; each has a page `docs/diagnostics/CODE.md`, without the `blox/`. */
export const problemCodes = [
  "blox/syntax",
  "blox/dataset-file",
  "blox/unknown-space",
  "blox/repeated-space",
  "blox/unknown-op",
  "blox/unknown-block",
  "blox/unknown-name",
  "blox/argument-count",
  "blox/repeated-network",
  "blox/missing-stage",
  "blox/repeated-stage",
  "blox/surplus-stage",
  "blox/repeated-name",
  "blox/repeated-term",
  "blox/missing-out",
  "blox/no-block",
  "blox/unused",
  "blox/unused-parameter",
  "blox/recursive-block",
  "blox/repeated-block",
  "blox/stray-hole",
  "blox/wrong-requirement",
  "blox/unknown-value",
  "blox/broken-requirement",
  "blox/undecided-requirement",
  "blox/unknown-import",
  "blox/self-import",
  "blox/broken-import",
  "blox/name-clash",
  "blox/wrong-search",
  "blox/repeated-search",
  "blox/repeated-clause",
  "blox/unknown-network",
  "blox/no-holes",
  "blox/unknown-algorithm",
  "blox/unknown-setting",
  "blox/locked-benchmark",
  "blox/unknown-layer",
  "blox/wrong-layer",
  "blox/wrong-clause",
  "blox/missing-clause",
  "blox/shape-mismatch",
  "blox/too-many-blocks",
  "blox/recursive-space",
] as const;

export type ProblemCode = (typeof problemCodes)[number];
