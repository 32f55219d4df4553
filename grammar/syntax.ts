/**
 * The syntax tree of a `.blox` file.
 *
 * The parser always returns a tree, however broken the text: what was not written, or could not be
 * understood, is absent (`undefined`, or missing from a list) and reported among the `errors`.
 * Offsets count UTF-16 code units from 0, as JavaScript strings and editors do; ends are exclusive.
 */
export interface Range {
  readonly start: number;
  readonly end: number;
}

export interface SourceFile {
  readonly kind: "file";
  readonly range: Range;
  readonly declarations: readonly Declaration[];
  /** Every comment but documentation, in order. */
  readonly comments: readonly Comment[];
  readonly errors: readonly SyntaxProblem[];
}

export interface Comment {
  readonly range: Range;
  readonly text: string;
}

export interface SyntaxProblem {
  readonly range: Range;
  /** In plain words: what stands there and what was expected. */
  readonly message: string;
  /** The text whose insertion at `insertAt` mends it, where that is certain. */
  readonly insert?: string;
  /** Where `insert` goes; there wherever `insert` is. It may lie outside the range, which is visible. */
  readonly insertAt?: number;
}

export type Declaration =
  | NetworkDeclaration
  | BlockDeclaration
  | SearchDeclaration
  | SpaceDeclaration
  | ImportDeclaration;

/** A name as written; `text` is without the quotes that a quoted name has. */
export interface Name {
  readonly kind: "name";
  readonly range: Range;
  readonly text: string;
  readonly quoted: boolean;
}

export interface NetworkDeclaration {
  readonly kind: "network";
  readonly range: Range;
  /** The text of the `///` lines above, without the slashes, joined by line ends. */
  readonly documentation?: string;
  readonly name?: Name;
  /** `space NAME`, each time it is written; more than one is an error of the model's. */
  readonly spaces: readonly SpaceClause[];
  readonly stages: readonly Stage[];
  readonly requirements: readonly Requirement[];
  /** From `{` to behind `}`; where an insertion into the network goes. */
  readonly body?: Range;
}

export interface SpaceClause {
  readonly kind: "space-clause";
  readonly range: Range;
  readonly name?: Name;
}

export interface Stage {
  readonly kind: "stage";
  readonly range: Range;
  /** The range of `stage N`. */
  readonly heading: Range;
  readonly number?: NumberLiteral;
  readonly block?: BlockExpression | BlockBody;
}

export interface NumberLiteral {
  readonly kind: "number";
  readonly range: Range;
  readonly value: number;
}

// Block expressions: what stands behind `stage N:`.

export type BlockExpression = OperationUse | Chain | Parallel | BlockCall | Hole;

/** `conv`; in a block's chain also `_`, any operation, whose name is then `_`. */
export interface OperationUse {
  readonly kind: "operation";
  readonly range: Range;
  readonly name: Name;
}

/** `a -> b -> c`, two parts or more. */
export interface Chain {
  readonly kind: "chain";
  readonly range: Range;
  readonly parts: readonly BlockExpression[];
}

/** `a | b`, two parts or more. */
export interface Parallel {
  readonly kind: "parallel";
  readonly range: Range;
  readonly parts: readonly BlockExpression[];
}

/** `st3(conv, mbconv)`; an argument `_` is a hole. */
export interface BlockCall {
  readonly kind: "call";
  readonly range: Range;
  readonly name: Name;
  readonly arguments: readonly Name[];
  /** From `(` to behind `)`. */
  readonly argumentsRange: Range;
}

/** `?`, or `? in { … }`, where `choices` is what stands between the braces. */
export interface Hole {
  readonly kind: "hole";
  readonly range: Range;
  readonly choices?: readonly BlockExpression[];
}

// Block bodies: equations over `in` with one result `out`.

export interface BlockBody {
  readonly kind: "body";
  readonly range: Range;
  readonly equations: readonly Equation[];
}

export interface Equation {
  readonly kind: "equation";
  readonly range: Range;
  /** The name defined, `out` among them. */
  readonly name: Name;
  readonly value?: Sum;
}

export interface Sum {
  readonly kind: "sum";
  readonly range: Range;
  readonly terms: readonly Term[];
}

export type Term = Reference | Application;

/** `in`, or a name defined above. */
export interface Reference {
  readonly kind: "reference";
  readonly range: Range;
  readonly name: Name;
}

/** `conv(in + a)`, or with a block `st4(conv, mbconv)(in)`. */
export interface Application {
  readonly kind: "application";
  readonly range: Range;
  readonly name: Name;
  /** The operations given to a block; absent when an operation is applied. */
  readonly arguments?: readonly Name[];
  readonly input?: Sum;
}

// The other declarations.

export interface BlockDeclaration {
  readonly kind: "block";
  readonly range: Range;
  readonly documentation?: string;
  readonly name?: Name;
  readonly parameters: readonly Name[];
  readonly body?: BlockBody;
}

export interface ImportDeclaration {
  readonly kind: "import";
  readonly range: Range;
  readonly path?: Name;
}

/** `params`, `latency("x86-64 ort-cpu 1t")`. */
export interface MetricUse {
  readonly kind: "metric";
  readonly range: Range;
  readonly name: Name;
  readonly device?: Name;
}

/** `3.0 M`: the number as written and its unit. */
export interface Quantity {
  readonly kind: "quantity";
  readonly range: Range;
  readonly value: number;
  readonly unit?: Name;
}

export type Comparison = "<" | "<=" | ">" | ">=" | "=";

/** A side of a comparison: `METRIC CMP VALUE` has one bound, `A <= METRIC <= B` two. */
export interface Bound {
  /** Read with the metric on the left: `3 M >= params` is `params <= 3 M`. */
  readonly comparison: Comparison;
  readonly limit: Quantity;
}

export interface Condition {
  readonly kind: "condition";
  readonly range: Range;
  readonly metric?: MetricUse;
  readonly bounds: readonly Bound[];
}

export interface Requirement {
  readonly kind: "requirement";
  readonly range: Range;
  readonly condition?: Condition;
}

export interface SearchDeclaration {
  readonly kind: "search";
  readonly range: Range;
  readonly documentation?: string;
  readonly name?: Name;
  readonly clauses: readonly SearchClause[];
  readonly body?: Range;
}

export type SearchClause =
  | { readonly kind: "from"; readonly range: Range; readonly network?: Name }
  | SpaceClause
  | { readonly kind: "maximize" | "minimize"; readonly range: Range; readonly metric?: MetricUse }
  | {
      readonly kind: "subject-to";
      readonly range: Range;
      readonly conditions: readonly Condition[];
    }
  | {
      readonly kind: "algorithm";
      readonly range: Range;
      readonly name?: Name;
      readonly settings: readonly Setting[];
    }
  | { readonly kind: "budget"; readonly range: Range; readonly quantity?: Quantity }
  | { readonly kind: "seed"; readonly range: Range; readonly seed?: NumberLiteral }
  | { readonly kind: "observe"; readonly range: Range; readonly words: readonly string[] }
  | { readonly kind: "lock"; readonly range: Range; readonly checksum?: string };

/** `population 50` inside an algorithm's braces. */
export interface Setting {
  readonly kind: "setting";
  readonly range: Range;
  readonly name: Name;
  readonly value?: NumberLiteral | Name;
}

export interface SpaceDeclaration {
  readonly kind: "space";
  readonly range: Range;
  readonly documentation?: string;
  readonly name?: Name;
  /** The space behind `extends`. */
  readonly base?: Name;
  /** As they are written; which may occur once, and which must, is the model's to say. */
  readonly clauses: readonly SpaceBodyClause[];
  readonly body?: Range;
}

// What stands in a space.

export type SpaceBodyClause =
  /** `input 3 x 32 x 32` */
  | { readonly kind: "input"; readonly range: Range; readonly size?: SizeLiteral }
  /** `classes 100` */
  | { readonly kind: "classes"; readonly range: Range; readonly count?: NumberLiteral }
  /** `dataset "CIFAR-100"` */
  | { readonly kind: "dataset"; readonly range: Range; readonly name?: Name }
  /** `count flops as ptflops`, where `convention` is `ptflops`. */
  | { readonly kind: "count"; readonly range: Range; readonly convention?: Name }
  | OperationDeclaration
  | { readonly kind: "stem" | "head"; readonly range: Range; readonly layers?: LayerList }
  | StageDefinition;

/** `op conv { … }` */
export interface OperationDeclaration {
  readonly kind: "op";
  readonly range: Range;
  readonly documentation?: string;
  readonly name?: Name;
  readonly layers?: LayerList;
}

/** `stages 3 { … }`, so many alike, or `stage 2 { … }`, that one. */
export interface StageDefinition {
  readonly kind: "stages" | "stage-definition";
  readonly range: Range;
  /** The range of `stages N` or `stage N`. */
  readonly heading: Range;
  readonly number?: NumberLiteral;
  readonly clauses: readonly StageDefinitionClause[];
  readonly body?: Range;
}

export type StageDefinitionClause =
  /** `block of 1..2 ops`; `block of 2 ops` has `fewest` only. */
  | {
      readonly kind: "block-of";
      readonly range: Range;
      readonly fewest?: NumberLiteral;
      readonly most?: NumberLiteral;
    }
  /** `chain of 3 ops` */
  | { readonly kind: "chain-of"; readonly range: Range; readonly length?: NumberLiteral }
  /** `first out 2c stride 2` */
  | {
      readonly kind: "first";
      readonly range: Range;
      readonly attributes: readonly LayerAttribute[];
    }
  | { readonly kind: "reduce"; readonly range: Range; readonly layers?: LayerList };

/** Layers between braces, one after another without a separator. */
export interface LayerList {
  readonly kind: "layers";
  /** With the braces. */
  readonly range: Range;
  readonly layers: readonly LayerSyntax[];
}

export type LayerSyntax = LayerUse | LayerGroup;

/** `conv 3x3 out 2c stride 2 valid`, `bn`, `linear out classes`. */
export interface LayerUse {
  readonly kind: "layer";
  readonly range: Range;
  readonly name: Name;
  readonly kernel?: SizeLiteral;
  readonly attributes: readonly LayerAttribute[];
}

/** `out 2c`, `stride 2`, `stride s`, `valid`, `no-bias`: the text of `name` is the word. */
export interface LayerAttribute {
  readonly kind: "attribute";
  readonly range: Range;
  readonly name: Name;
  readonly value?: NumberLiteral | ChannelsLiteral | Name;
}

/** `repeat 4 { … }`, `residual { … }`, `sum { … } { … }`; one of `bodies` for each pair of braces. */
export interface LayerGroup {
  readonly kind: "group";
  readonly range: Range;
  readonly name: Name;
  readonly times?: NumberLiteral;
  readonly bodies: readonly LayerList[];
}

/** `3x3`, `3 x 32 x 32` */
export interface SizeLiteral {
  readonly kind: "size";
  readonly range: Range;
  readonly sizes: readonly number[];
}

/** `2c` (a factor of 2), `c/2` (0.5). A bare `c`, `o`, `s` or `classes` is a name. */
export interface ChannelsLiteral {
  readonly kind: "channels";
  readonly range: Range;
  readonly factor: number;
  /** As written. */
  readonly text: string;
}
