/**
 * What editor, server and views say to each other: the one file of `server` that `client` and
 * `webview` import. Networks travel as indices into their space, numbers with their provenance, and
 * whatever a person reads as text that is ready to show.
 */

declare const BLOX_BUILD: string | undefined;

/** Which build a message comes from: a view that outlived an update is told apart by it. */
export const build: string = typeof BLOX_BUILD === "string" ? BLOX_BUILD : "development";

// Between editor and server, beside the language server protocol.

/** What an editor may say when it starts the server. */
export interface InitializationOptions {
  /**
   * The address of the page about a problem's code, `{code}` where the code without its `blox/` goes:
   * `file:///…/docs/diagnostics/{code}.md`. Only the editor knows where the pages lie.
   */
  readonly problemPages?: string;
  /** Where the user's benchmarks lie. */
  readonly benchmarkFolder?: BenchmarkFolderAddress;
  /** The path of the folder for the traces of searches; left out, they last as long as the server. */
  readonly traceFolder?: string;
  /** The benchmark that is to be used of each space, by the space's name. */
  readonly benchmarksInUse?: Readonly<Record<string, string>>;
}

/** A folder by its path; in a browser, a store by this name. */
export interface BenchmarkFolderAddress {
  readonly path: string;
}

/** A request of the editor's: its method, and the types of its parameters and its answer. */
export interface Request<Parameters, Answer> {
  readonly method: string;
  readonly types?: readonly [Parameters, Answer];
}

/** A network in a document: its uri, and a place inside it or its name. */
export interface NetworkAddress {
  readonly uri: string;
  readonly network: string;
}

export interface Place {
  readonly uri: string;
  readonly position: { readonly line: number; readonly character: number };
}

/** A space by its name: a built-in one, or one that the document may name. */
export interface SpaceAddress {
  readonly space: string;
  readonly uri?: string;
}

/** The network at a place; with none there, the document's first; with none at all, null. */
export const networkAt: Request<Place, NetworkHere | null> = { method: "blox/networkAt" };

export interface NetworkHere extends NetworkAddress {
  /** The space that the network lives in. */
  readonly space: string;
}

/**
 * From the server to the editor, in a browser alone, where the server cannot read files: the bytes of
 * a file that ships with the extension, or null where it is missing.
 */
export const asset: Request<{ readonly name: string }, Uint8Array | null> = {
  method: "blox/asset",
};

/** A search that a document declares, by its name. */
export interface SearchAddress {
  readonly uri: string;
  readonly search: string;
}

/** The declared search at a place; with none there, the document's first; with none at all, null. */
export const searchAt: Request<Place, SearchAddress | null> = { method: "blox/searchAt" };

/** What a declared search says, ready to run, or why it cannot be run. */
export const declaredSearch: Request<SearchAddress, DeclaredSearch | Refusal> = {
  method: "blox/declaredSearch",
};

export interface DeclaredSearch {
  readonly spec: SearchSpec;
  /** The network whose holes it fills, if it is from one. */
  readonly target?: NetworkAddress;
}

/**
 * From the server to the editor: the text of a file, or null where there is none. The editor reads it,
 * so that this works wherever the file lies.
 */
export const readFile: Request<{ readonly uri: string }, string | null> = {
  method: "blox/readFile",
};

/**
 * From the server to the editor: the addresses of the workspace's `.blox` files, but those that are too
 * long to be of the language, which are datasets.
 */
export const findFiles: Request<null, readonly string[]> = { method: "blox/findFiles" };

/** More bytes than the longest text that the language reads can have. */
export const mostBytes = 4_000_000;

/** What the search panel's form offers. */
export const searchSetup: Request<SpaceAddress, SearchSetup> = {
  method: "blox/searchSetup",
};

/** Every metric of every network of a space, for charts. */
export const cloud: Request<SpaceAddress, Cloud> = { method: "blox/cloud" };

/**
 * Runs a search to its end; progress comes as `searchProgress` with the same id. Cancelling the
 * request ends the search, and what was found by then is the answer.
 */
export const search: Request<SearchRequest, SearchResult> = { method: "blox/search" };

/** `trace`: the name under which its trace is kept, which no other has; left out, there is none. */
export interface SearchRequest {
  readonly id: number;
  readonly spec: SearchSpec;
  readonly trace?: string;
}

/** Goes on with a search that was interrupted, to the end that it would have had; as `search` else. */
export const resumeSearch: Request<Required<SearchRequest>, SearchResult> = {
  method: "blox/resumeSearch",
};

/** How far a search had come that was interrupted; null of one that was not, or is not known any more. */
export const interruptedSearch: Request<
  { readonly trace: string },
  { readonly evaluations: number } | null
> = { method: "blox/interruptedSearch" };

/** The trace of a search, to be saved as a file. */
export const traceText: Request<{ readonly trace: string }, { readonly text: string } | Refusal> = {
  method: "blox/traceText",
};

export const searchProgress = { method: "blox/searchProgress" } as const;
export interface SearchProgressNotification {
  readonly id: number;
  readonly progress: SearchProgress;
}

/** What the form of a comparison offers. */
export const comparisonSetup: Request<SpaceAddress, ComparisonSetup> = {
  method: "blox/comparisonSetup",
};

/**
 * Runs several algorithms with many seeds; progress comes as `comparisonProgress` with the same id.
 * Cancelling the request ends it, and there is no comparison: null.
 */
export const compareAlgorithms: Request<
  { readonly id: number; readonly spec: ComparisonSpec },
  ShownComparison | Refusal | null
> = { method: "blox/compare" };

export const comparisonProgress = { method: "blox/comparisonProgress" } as const;
export interface ComparisonProgressNotification {
  readonly id: number;
  readonly progress: ComparisonProgress;
}

/** The comparison in a file that `blox compare --out` or the comparison panel wrote. */
export const openComparison: Request<{ readonly file: string }, ShownComparison | Refusal> = {
  method: "blox/openComparison",
};

/** The plot of the comparison in such a file, as the text of an SVG file. */
export const comparisonPlot: Request<
  { readonly file: string; readonly isLogarithmic: boolean; readonly width?: number },
  { readonly svg: string } | Refusal
> = { method: "blox/comparisonPlot" };

/** Every single-block replacement of a network, and where several lead. */
export const suggestions: Request<NetworkAddress, Suggestions | Refusal> = {
  method: "blox/suggestions",
};

/**
 * What a network is made of, from its input to its head, for drawing it. A network that has another
 * name by now is found by the position where its name stood.
 */
export const networkGraph: Request<
  NetworkAddress & { readonly position?: Place["position"] },
  NetworkGraph | Refusal
> = { method: "blox/graph" };

/** A page about how the numbers of a network came about, part by part and layer by layer. */
export const explanation: Request<NetworkAddress, { readonly markdown: string } | Refusal> = {
  method: "blox/explanation",
};

/** The formats that networks can be exported to. */
export const exportFormats: Request<null, readonly ExportFormat[]> = {
  method: "blox/exportFormats",
};

export interface ExportFormat {
  /** `onnx` */
  readonly name: string;
  /** For people: `ONNX`. */
  readonly title: string;
  /** What it is for, in a few words. */
  readonly description: string;
}

/** A network in another format: one file, or several that belong into one folder. */
export const exportNetwork: Request<
  ExportRequest,
  { readonly files: readonly SentFile[] } | Refusal
> = { method: "blox/export" };

/** `seed`: of initial weights. */
export interface ExportRequest extends NetworkAddress {
  readonly format: string;
  readonly seed: number;
}

/** `path` is its name in its folder. */
export type SentFile =
  | { readonly path: string; readonly text: string }
  | { readonly path: string; readonly base64: string };

/**
 * What a timing kit is made of: the complete networks that the document has of the space of this one, as ONNX
 * files, and a script that times them on another device.
 */
export const timingKit: Request<NetworkAddress, TimingKit | Refusal> = { method: "blox/timingKit" };

export interface TimingKit {
  /** The space that its networks are of, as it is now. */
  readonly space: KitSpace;
  /** Its ONNX files, which are asked for one by one: each has some 12 MB. */
  readonly networks: readonly { readonly index: number; readonly file: string }[];
  /** Its other files. */
  readonly texts: readonly SentFile[];
}

/** `fingerprint` tells the space from what its document may make of it meanwhile. */
export interface KitSpace {
  readonly uri: string;
  readonly space: string;
  readonly fingerprint: string;
}

/** An ONNX file of a timing kit. */
export const timingKitNetwork: Request<
  KitSpace & { readonly index: number },
  { readonly file: SentFile } | Refusal
> = { method: "blox/timingKitNetwork" };

/** The text of a space that is built in; null where there is no such space, or no text of it. */
export const builtInSpaceText: Request<{ readonly name: string }, string | null> = {
  method: "blox/builtInSpaceText",
};

/** Whether a file that begins like this is of the published dataset, which shares the extension. */
export const isDatasetHead: Request<{ readonly head: string }, boolean> = {
  method: "blox/isDatasetHead",
};

/** The edit that gives a network the blocks of another network of its space. */
export const applyNetwork: Request<
  NetworkAddress & { readonly index: number },
  DocumentEdit | Refusal
> = { method: "blox/applyNetwork" };

/** The text of a network, under a name that the document does not have yet. */
export const networkText: Request<
  SpaceAddress & { readonly index: number; readonly name?: string },
  { readonly text: string }
> = { method: "blox/networkText" };

/** A network of a space to fill in, in the editor's snippet syntax. */
export const networkSnippet: Request<SpaceAddress, { readonly snippet: string }> = {
  method: "blox/networkSnippet",
};

/** The network that an architecture vector, a model hash or an index means. */
export const findArchitecture: Request<
  SpaceAddress & { readonly text: string },
  { readonly index: number } | Refusal
> = { method: "blox/findArchitecture" };

// The user's benchmarks.

/** The setting of the folder has changed, or files in it have, by whomever: what is in it is read again. */
export const benchmarkFolderChanged = { method: "blox/benchmarkFolderChanged" } as const;

/** From the server to the editor: benchmarks have been loaded, or another one is in use. */
export const benchmarksLoaded = { method: "blox/benchmarksLoaded" } as const;

/** Everything that has been imported. */
export const benchmarks: Request<null, BenchmarkList> = { method: "blox/benchmarks" };

export interface BenchmarkList {
  /** Where they lie, for people. */
  readonly place: string;
  readonly benchmarks: readonly BenchmarkEntry[];
  /** What could not be read, a sentence each. */
  readonly problems: readonly string[];
}

export interface BenchmarkEntry {
  readonly name: string;
  readonly title: string;
  readonly space: string;
  /** Its file: `blox-release.sqlite`. */
  readonly database: string;
  /** Its curves included. */
  readonly bytes: number;
  readonly licence: string;
  readonly citation: string;
  /** `sha256:…` of the database. */
  readonly checksum: string;
  /** Of the last file that went into it: ISO 8601, UTC. */
  readonly importedAt: string;
  /** What it has: `91,125 networks, 1 training each, latency on pixel3`. */
  readonly content: string;
  /** What its space lets one ask of it: `accuracy`, `latency("pixel3")`. */
  readonly metrics: readonly string[];
  readonly hasCurves: boolean;
  readonly files: readonly ImportedFileInfo[];
}

export interface ImportedFileInfo {
  readonly name: string;
  /** `base, seed 0` */
  readonly content: string;
  readonly format: string;
  readonly rows: number;
}

/** The benchmark that is used of a space, and what it may be changed to. */
export const benchmarkInUse: Request<SpaceAddress, BenchmarkInUse> = {
  method: "blox/benchmarkInUse",
};

export interface BenchmarkInUse {
  readonly space: string;
  readonly name: string;
  /** For people: `BLOX release`, `embedded`. */
  readonly title: string;
  /** What its accuracies are; undefined where there are none. */
  readonly accuracy?: Provenance;
  readonly choices: readonly BenchmarkChoice[];
}

export interface BenchmarkChoice {
  readonly name: string;
  readonly title: string;
  /** What is known then: `accuracy measured for 91,125 networks`. */
  readonly content: string;
}

/** Uses another benchmark of a space; the embedded one by the name `embedded`. */
export const useBenchmark: Request<
  { readonly space: string; readonly name: string },
  Refusal | null
> = { method: "blox/useBenchmark" };

/**
 * Imports files and all files of folders; progress comes as `importProgress` with the same id. Cancelling
 * the request ends it, and nothing has changed.
 */
export const importBenchmark: Request<
  { readonly id: number; readonly files: readonly ImportedPath[]; readonly into: SpaceAddress },
  ImportSummary | Refusal
> = { method: "blox/importBenchmark" };

/** By its path where the server can read files, by its bytes in a browser. */
export type ImportedPath =
  | { readonly path: string }
  | { readonly name: string; readonly bytes: Uint8Array; readonly isFromFolder: boolean };

export const importProgress = { method: "blox/importProgress" } as const;
export interface ImportProgressNotification {
  readonly id: number;
  /** The file that is being read: `blox-base-0.csv`; then `merging`, `writing`. */
  readonly step: string;
  /** From 0 to 1. */
  readonly done: number;
}

export interface ImportSummary {
  readonly benchmarks: readonly ImportedBenchmark[];
  /** Files of a folder that nothing recognised. */
  readonly skipped: readonly string[];
}

export interface ImportedBenchmark {
  readonly name: string;
  readonly title: string;
  readonly space: string;
  readonly database: string;
  /** Of which something is known now. */
  readonly networks: number;
  readonly files: readonly ImportedFileInfo[];
  /** What to know of it, a sentence each. */
  readonly notes: readonly string[];
}

/** Removes a benchmark from the user's, by its database. */
export const removeBenchmark: Request<{ readonly database: string }, Refusal | null> = {
  method: "blox/removeBenchmark",
};

/**
 * Times a network of a document on this machine and keeps the latency among the user's benchmarks; progress
 * comes as `measureProgress` with the same id. Cancelling the request ends it, and nothing is stored.
 */
export const measure: Request<NetworkAddress & { readonly id: number }, MeasuredNetwork | Refusal> =
  { method: "blox/measure" };

export interface MeasuredNetwork {
  /** What was found, a sentence. */
  readonly text: string;
  /** The benchmark that is in use for it now, where it was another one. */
  readonly inUse?: string;
}

export const measureProgress = { method: "blox/measureProgress" } as const;
export interface MeasureProgressNotification {
  readonly id: number;
  /** From 0 to 1. */
  readonly done: number;
  readonly step: string;
}

/**
 * Asks a benchmark in SQL: one of the user's by its name, or the `embedded` one. Read only. Cancelling the
 * request ends the query.
 */
export const queryBenchmark: Request<
  { readonly benchmark: string; readonly sql: string },
  QueryResult | Refusal
> = { method: "blox/queryBenchmark" };

export interface QueryResult {
  readonly benchmark: string;
  readonly sql: string;
  readonly columns: readonly string[];
  /** Blobs come as hexadecimal digits. */
  readonly rows: readonly (readonly (string | number | null)[])[];
  /** Whether there were more rows than are shown. */
  readonly isCut: boolean;
  readonly elapsedMs: number;
}

/** The tables of a benchmark as SQL: what a query may ask. */
export const benchmarkSchema: Request<
  { readonly benchmark: string },
  { readonly schema: string } | Refusal
> = { method: "blox/benchmarkSchema" };

/** The training curves of networks of one space, in the benchmark in use. */
export const trainingCurves: Request<CurvesRequest, TrainingCurves | Refusal> = {
  method: "blox/trainingCurves",
};

export type CurvesRequest = SpaceAddress & { readonly networks: readonly NamedNetwork[] };

export interface NamedNetwork {
  readonly name: string;
  readonly index: number;
}

/** The complete networks of a document whose curves can be asked for, each with its space. */
export const completeNetworks: Request<
  { readonly uri: string },
  readonly (NamedNetwork & { readonly space: string; readonly hasCurves: boolean })[]
> = { method: "blox/completeNetworks" };

export interface TrainingCurves {
  readonly space: string;
  /** The title of the benchmark that they are from. */
  readonly benchmark: string;
  /** What stands under a plot: the title with the licence and what to cite. */
  readonly source: string;
  readonly curves: readonly TrainingCurve[];
  /** Networks of which there are none, and why: a sentence each. */
  readonly notes: readonly string[];
}

export interface TrainingCurve {
  readonly network: NamedNetwork;
  /** Null where the file does not say, as for the dataset. */
  readonly seed: number | null;
  readonly dataset: string | null;
  /** `validation`, `training` */
  readonly split: string;
  /** `val_top1`; `title` for people: `Validation top-1`. */
  readonly column: string;
  readonly title: string;
  readonly unit: "%" | "";
  readonly better: "higher" | "lower";
  /** One value an epoch; null where there was no number, as in a training that diverged. */
  readonly values: readonly (number | null)[];
}

/** Why something cannot be done, for the user to read. */
export interface Refusal {
  readonly refusal: string;
}

/** One undoable edit of a document, made for a version of it. */
export interface DocumentEdit {
  readonly uri: string;
  readonly version: number;
  readonly edits: readonly {
    readonly range: { readonly start: Place["position"]; readonly end: Place["position"] };
    readonly newText: string;
  }[];
}

// Searches.

export interface SearchSetup {
  readonly space: string;
  readonly networkCount: number;
  /**
   * Block expressions, stage by stage: a network's index counts through them, the first stage's block
   * least.
   */
  readonly choices: readonly (readonly string[])[];
  readonly algorithms: readonly AlgorithmInfo[];
  /** The algorithm of a search that names none. */
  readonly presetAlgorithms: { readonly oneObjective: string; readonly severalObjectives: string };
  readonly metrics: readonly MetricInfo[];
  /** What a search can observe, the usual first; empty where networks were trained once. */
  readonly observations: readonly Observation[];
  /** What the numbers are and are not, one sentence each: "no latency measured yet". */
  readonly notes: readonly string[];
}

export interface AlgorithmInfo {
  readonly name: string;
  /** One sentence. */
  readonly description: string;
  /** Author, title, year. */
  readonly source: string;
  readonly parameters: readonly ParameterInfo[];
}

export interface ParameterInfo {
  readonly name: string;
  readonly description: string;
  readonly minimum: number;
  readonly maximum: number;
  readonly default: number;
}

export interface MetricInfo {
  readonly name: string;
  readonly title: string;
  readonly unit: string;
  readonly better: "higher" | "lower";
  readonly provenance: Provenance;
  /** For people: the provenance, or `measured or estimated` where it is not that of every network. */
  readonly origin: string;
  readonly source: string;
  /** The least and the greatest standard error of its values, where they have one. */
  readonly standardError?: { readonly lowest: number; readonly highest: number };
}

export type Provenance = "measured" | "exact" | "composed" | "estimated";

/** What to search for. The same file, seed and benchmark give the same result. */
export interface SearchSpec {
  readonly space: string;
  readonly algorithm: string;
  /** The algorithm's parameters by name; those left out have their defaults. */
  readonly parameters: Readonly<Record<string, number>>;
  readonly objectives: readonly Objective[];
  /** Conditions as in the language, joined by commas: `params <= 3 M, flops <= 250 M`. */
  readonly subjectTo: string;
  /** Evaluations; a network that comes again is not counted again. */
  readonly budget: number;
  /** Ends the search too, once the networks that it evaluated took so long to train. */
  readonly gpuHours?: number;
  readonly seed: number;
  /** Which of repeated trainings the algorithm sees; left out, each network's lowest seed. */
  readonly observe?: Observation;
  /** Stage by stage the blocks to choose among, by index; left out, all of the space. */
  readonly choices?: readonly (readonly number[])[];
  /** The network whose holes these choices are, for people to read. */
  readonly from?: string;
  /** The document whose spaces count, beside those that are built in. */
  readonly uri?: string;
  /** The name of the declaration that says all this. */
  readonly name?: string;
}

/** Which of repeated trainings an algorithm sees: each network's lowest seed, one seed, or their mean. */
export type Observation = "lowest seed" | "mean" | `seed ${number}`;

export interface Objective {
  readonly direction: "maximize" | "minimize";
  readonly metric: string;
}

export interface SearchProgress {
  readonly evaluations: number;
  readonly budget: number;
  readonly elapsedMs: number;
  /** The networks evaluated since the last progress, in order, by index. */
  readonly evaluated: readonly number[];
  /** The best so far: for one objective the best networks, for more the Pareto front. */
  readonly best: readonly FoundNetwork[];
}

export interface SearchResult {
  readonly spec: SearchSpec;
  readonly outcome: "finished" | "cancelled" | "refused";
  /** Why it was refused, or what to know of the result; a sentence each. */
  readonly notes: readonly string[];
  readonly evaluations: number;
  readonly elapsedMs: number;
  /** All networks evaluated, in order. */
  readonly evaluated: readonly number[];
  readonly best: readonly FoundNetwork[];
}

export interface FoundNetwork {
  readonly index: number;
  /** A block expression a stage. */
  readonly blocks: readonly string[];
  readonly values: readonly ShownValue[];
  /** Whether it meets the constraints. */
  readonly feasible: boolean;
  /** Of a search for one objective: it cannot be told apart from the best, within two standard errors. */
  readonly isTied?: true;
}

/** A number ready to be shown, its provenance in the text where it is not exact. */
export interface ShownValue {
  readonly metric: string;
  readonly value: number;
  readonly text: string;
  readonly provenance: Provenance;
  readonly standardError?: number;
}

/** Columns by network index, each a little-endian Float32Array in base64. */
export interface Cloud {
  readonly space: string;
  readonly columns: readonly { readonly metric: string; readonly values: string }[];
}

// Comparisons.

export interface ComparisonSetup
  extends Pick<SearchSetup, "space" | "algorithms" | "metrics" | "observations" | "notes"> {
  /** By name, those that can be asked for in its place. */
  readonly spaces: readonly string[];
  /** The name of the benchmark in use. */
  readonly benchmark: string;
}

/** What to compare. The same file and benchmark give the same result. */
export interface ComparisonSpec extends SpaceAddress {
  readonly entrants: readonly {
    readonly name: string;
    readonly parameters: Readonly<Record<string, number>>;
  }[];
  readonly objective: Objective;
  /** How many: 1, 2, 3 and so on. */
  readonly seeds: number;
  /** Evaluations of each run. */
  readonly budget: number;
  readonly observation: Observation;
  /** Whether networks that come again are evaluations too. */
  readonly repeats: "free" | "counted";
}

export interface ComparisonProgress {
  readonly done: number;
  readonly runs: number;
}

export interface ShownComparison {
  /** All of it, as `blox compare --out` writes it. */
  readonly file: string;
  /** `regret to the highest accuracy of blox, 75.3100 %, in percentage points, over 20 seeds` */
  readonly title: string;
  /** What its numbers are of, each with its name: `observed`, `judged`, `benchmark`. */
  readonly conditions: readonly (readonly [name: string, text: string])[];
  readonly algorithms: readonly ComparedRow[];
  /** What to know of it, a sentence each. */
  readonly notes: readonly string[];
}

export interface ComparedRow {
  readonly name: string;
  /** `population 50, sample 10` */
  readonly parameters: string;
  readonly regrets: readonly ShownRegret[];
}

/** The regret after so many evaluations, as numbers and ready to be shown. */
export interface ShownRegret {
  readonly after: number;
  readonly values: {
    readonly mean: number;
    /** Of the mean; null of a single run. */
    readonly se: number | null;
    readonly median: number;
    readonly q25: number;
    readonly q75: number;
  };
  readonly median: string;
  readonly quartiles: string;
  /** With its standard error. */
  readonly mean: string;
}

// Suggestions.

export interface Suggestions {
  readonly address: NetworkAddress;
  readonly space: string;
  readonly metrics: readonly MetricInfo[];
  readonly network: FoundNetwork;
  readonly replacements: readonly Replacement[];
  readonly twoBlocks: TwoBlocks | Refusal;
  readonly safePath: SafePath | Refusal;
  readonly notes: readonly string[];
}

/** One block of a network replaced by another. */
export interface Replacement {
  /** From 1. */
  readonly stage: number;
  readonly block: string;
  /** The network that it gives. */
  readonly index: number;
  readonly changes: readonly Change[];
}

export interface Change {
  readonly metric: string;
  readonly difference: number;
  /** `+0.4 % ± 0.7 (estimated)` */
  readonly text: string;
  /** `undecided`: within two standard errors, so that the two networks cannot be told apart. */
  readonly verdict: "better" | "worse" | "undecided" | "same";
  readonly provenance: Provenance;
  /** Of the difference, √(se₁² + se₂²): the errors of the two values are taken as independent. */
  readonly standardError?: number;
}

/** Networks two replacements away. */
export interface TwoBlocks {
  /** How many there are, and which of them are listed. */
  readonly sentence: string;
  /** The best first. */
  readonly best: readonly ReplacedNetwork[];
  readonly notes: readonly string[];
}

/** Replacements one after the other, none of which breaks a requirement on the way to the best network. */
export interface SafePath {
  /** How long it is, or that there is nowhere better to go. */
  readonly sentence: string;
  /** The network after each replacement, in order. */
  readonly steps: readonly ReplacedNetwork[];
  readonly notes: readonly string[];
}

export interface ReplacedNetwork {
  /** On a path since the step before. */
  readonly replaced: readonly ReplacedBlock[];
  readonly network: FoundNetwork;
  /** Since the present network. */
  readonly changes: readonly Change[];
}

export interface ReplacedBlock {
  /** From 1. */
  readonly stage: number;
  readonly before: string;
  readonly block: string;
}

// Graphs.

export interface NetworkGraph {
  readonly address: NetworkAddress;
  /** The version of the document that it is of. */
  readonly version: number;
  /** Where the network's name stands. */
  readonly position: Place["position"];
  readonly space: string;
  /** The operations of the space, in its order. */
  readonly operations: readonly string[];
  /** In the order in which an image passes through them. */
  readonly parts: readonly GraphPart[];
  /** The whole network's; left out while a stage has no block. */
  readonly total?: GraphCost;
  /** What is missing, or not understood, a sentence each. */
  readonly missing: readonly string[];
}

export interface GraphPart {
  readonly kind: "input" | "stem" | "stage" | "reduction" | "head";
  /** `Stage 1` */
  readonly title: string;
  /** The number of the stage that it belongs to, from 1. */
  readonly stage?: number;
  /** Where the stage is written. */
  readonly position?: Place["position"];
  /** What a stage holds. */
  readonly block?: GraphBlock;
  /** The activations that it gives: `64×16×16`, channels, height, width. */
  readonly output: string;
  /** Left out where it is not known. */
  readonly cost?: GraphCost;
}

export type GraphBlock =
  | {
      readonly kind: "joined";
      /** `conv -> mbconv` */
      readonly expression: string;
      /** `a = conv(in)`, `out = mbconv(a)` */
      readonly equations: readonly string[];
      /** The operations; each reads what is before it. */
      readonly nodes: readonly GraphNode[];
      /** What is added up to the output. */
      readonly output: readonly GraphSource[];
    }
  | { readonly kind: "hole"; readonly expression: string; readonly choices: number }
  | { readonly kind: "missing"; readonly what: string };

export interface GraphNode {
  readonly operation: string;
  /** What is added up to its input. */
  readonly inputs: readonly GraphSource[];
}

/** The block's input, or a node by its place. */
export type GraphSource = "in" | number;

/** Exact, for one image. */
export interface GraphCost {
  readonly params: GraphAmount;
  readonly flops: GraphAmount;
}

export interface GraphAmount {
  /** `36.99 K`; the least where a hole leaves it open. */
  readonly text: string;
  /** The most, where a hole leaves it open. */
  readonly most?: string;
  /** Of the whole network, from 0 to 1; left out where either is open. */
  readonly share?: number;
}

// Between the editor's side and its views. Every message carries the build that sent it.

export type ToSearchView =
  | { readonly type: "setup"; readonly setup: SearchSetup; readonly target?: NetworkAddress }
  | { readonly type: "target"; readonly target?: NetworkAddress }
  | { readonly type: "cloud"; readonly cloud: Cloud }
  /** Fills the form in with what a search is about to be run for. */
  | { readonly type: "declared"; readonly spec: SearchSpec }
  /** `trace`: the name of its trace. */
  | { readonly type: "started"; readonly spec: SearchSpec; readonly trace: string }
  | { readonly type: "progress"; readonly progress: SearchProgress }
  | { readonly type: "result"; readonly result: SearchResult }
  /** A search did not come to its end, and can be resumed. */
  | { readonly type: "interrupted"; readonly spec: SearchSpec; readonly evaluations: number }
  | { readonly type: "failed"; readonly message: string };

/** Of the view of a query's rows. */
export type ToRowsView =
  | { readonly type: "running"; readonly benchmark: string; readonly sql: string }
  | { readonly type: "rows"; readonly result: QueryResult }
  /** What was shown before it ran is shown still. */
  | { readonly type: "cancelled" }
  | { readonly type: "failed"; readonly message: string };

export type FromRowsView =
  | { readonly type: "ready" }
  | { readonly type: "cancel" }
  /** The rows as they are sorted, ready to be written. */
  | { readonly type: "save"; readonly csv: string };

/** What the view of rows keeps over hiding and reloading; the rest of it belongs to the view. */
export interface RowsViewState {
  readonly build: string;
  readonly result?: QueryResult;
}

export type ToCurvesView =
  | { readonly type: "curves"; readonly request: CurvesRequest; readonly curves: TrainingCurves }
  | { readonly type: "failed"; readonly message: string };

export type FromCurvesView = { readonly type: "ready" };

/** What the view of curves keeps over hiding and reloading. */
export interface CurvesViewState {
  readonly build: string;
  readonly request?: CurvesRequest;
  /** The column that is plotted. */
  readonly column?: string;
  /** What the legend names and is not shown, by these names. */
  readonly hidden?: readonly string[];
  /** Whether each seed has a line of its own, beside the mean. */
  readonly showsSeeds?: boolean;
}

export type FromSearchView =
  | { readonly type: "ready" }
  | { readonly type: "run"; readonly spec: SearchSpec }
  | { readonly type: "cancel" }
  /** Goes on with the search that was interrupted. */
  | { readonly type: "resume" }
  /** Saves the trace of the last search as a file. */
  | { readonly type: "saveTrace" }
  /** Writes the network into the document as a new one. */
  | { readonly type: "insert"; readonly index: number }
  /** Gives the target network the blocks of this one. */
  | { readonly type: "apply"; readonly index: number };

/** What the search view keeps over hiding and reloading; `form` belongs to the view. */
export interface SearchViewState {
  readonly build: string;
  readonly form: unknown;
  readonly target?: NetworkAddress;
  readonly result?: SearchResult;
  /** The name of the trace of the last search. */
  readonly trace?: string;
  /** What that search is, as long as it has no result. */
  readonly running?: SearchSpec;
}

export type ToComparisonView =
  | { readonly type: "setup"; readonly setup: ComparisonSetup; readonly address: SpaceAddress }
  | { readonly type: "started" }
  | { readonly type: "progress"; readonly progress: ComparisonProgress }
  | { readonly type: "comparison"; readonly comparison: ShownComparison }
  /** The run has ended, whatever else came of it. */
  | { readonly type: "ended"; readonly isCancelled: boolean }
  /** For the width and the axis that the view asked for. */
  | { readonly type: "plot"; readonly svg: string }
  | { readonly type: "failed"; readonly message: string };

export type FromComparisonView =
  | { readonly type: "ready" }
  | { readonly type: "space"; readonly space: string }
  | { readonly type: "run"; readonly spec: ComparisonSpec }
  | { readonly type: "cancel" }
  | { readonly type: "draw"; readonly width: number; readonly isLogarithmic: boolean }
  | { readonly type: "open" }
  | { readonly type: "save" }
  | { readonly type: "savePlot"; readonly isLogarithmic: boolean }
  | { readonly type: "copy"; readonly csv: string };

/** What the comparison view keeps over hiding and reloading; `form` belongs to the view. */
export interface ComparisonViewState {
  readonly build: string;
  readonly form: unknown;
  readonly space?: SpaceAddress;
  readonly comparison?: ShownComparison;
  readonly isLogarithmic?: boolean;
}

export type ToSuggestionsView =
  | { readonly type: "suggestions"; readonly suggestions: Suggestions }
  | { readonly type: "failed"; readonly message: string };

export type FromSuggestionsView =
  | { readonly type: "ready" }
  | { readonly type: "apply"; readonly index: number; readonly address: NetworkAddress };

export interface SuggestionsViewState {
  readonly build: string;
  readonly address?: NetworkAddress;
  readonly sort?: { readonly column: string; readonly descending: boolean };
  readonly tab?: SuggestionsTab;
}

export type SuggestionsTab = "one-block" | "two-blocks" | "safe-path";

export type ToGraphView =
  | { readonly type: "graph"; readonly graph: NetworkGraph }
  | { readonly type: "failed"; readonly message: string };

export type FromGraphView =
  | { readonly type: "ready" }
  /** The cursor is to go to this stage, from 1. */
  | { readonly type: "goTo"; readonly stage: number };

export interface GraphViewState {
  readonly build: string;
  readonly address?: NetworkAddress;
  readonly position?: Place["position"];
}

/** The envelope that messages to and from views travel in. */
export interface Envelope<Message> {
  readonly build: string;
  readonly message: Message;
}

/** Opens an envelope at a view's or the host's door: undefined for what is not ours or not of this build. */
export function open<Message extends { readonly type: string }>(
  data: unknown,
  types: readonly Message["type"][],
): Message | undefined {
  if (typeof data !== "object" || data === null || !("build" in data) || !("message" in data)) {
    return undefined;
  }
  const { message } = data;
  if (data.build !== build || typeof message !== "object" || message === null) return undefined;
  const known =
    "type" in message && types.some((type) => type === (message as { type: unknown }).type);
  return known ? (message as Message) : undefined;
}

export function seal<Message>(message: Message): Envelope<Message> {
  return { build, message };
}
