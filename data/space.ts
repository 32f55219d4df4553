/**
 * A search space as data: the layers of its operations, its stages, and the blocks a stage may hold.
 * Costs, shapes, graphs, blocks, exports and hovers all derive from this one definition.
 */
export interface Space {
  readonly name: string;
  /** Markdown; empty where nothing is said. */
  readonly documentation: string;
  /** The data set that its accuracies are of, e.g. `CIFAR-100`. */
  readonly dataset?: string;
  readonly input: Shape;
  readonly classes: number;
  /** What is counted as a FLOP. */
  readonly flopsConvention: FlopsConvention;
  readonly operations: readonly Operation[];
  readonly stem: readonly Layer[];
  /** From the first to the last. Stages that are alike are the same object. */
  readonly stages: readonly StageDefinition[];
  readonly head: readonly Layer[];
}

/** Channels × height × width of one image's activations. */
export interface Shape {
  readonly channels: number;
  readonly height: number;
  readonly width: number;
}

/**
 * `ptflops`: as the published tables count: multiply-accumulates of convolutions and linear layers,
 * one for each bias addition, two for each batch-norm output, one for each ReLU output, one for each
 * input element of a pool; nothing for sigmoids, multiplications and residual additions.
 * `macs`: multiply-accumulates of convolutions and linear layers alone.
 */
export type FlopsConvention = "ptflops" | "macs";

export interface Operation {
  readonly name: string;
  /** Markdown, one or two sentences; empty where nothing is said. */
  readonly documentation: string;
  readonly layers: readonly Layer[];
}

export interface StageDefinition {
  readonly block: BlockRule;
  /** What the first operation of a chain must give; left out, it keeps the shape as all others do. */
  readonly first?: { readonly out: Channels; readonly stride: number };
  /** What follows the block; may be empty. */
  readonly reduction: readonly Layer[];
}

/**
 * What a stage may hold: operations joined in one of some ways, in the order of the block index, or a
 * chain of so many operations, each of which is a choice of its own.
 */
export type BlockRule =
  | { readonly kind: "joined"; readonly topologies: readonly Topology[] }
  | { readonly kind: "chain"; readonly length: number };

/**
 * A number of channels: fixed, the number of classes, a multiple of what enters the operation (`c`), or
 * what the stage wants the operation to give (`o`).
 */
export type Channels = number | "classes" | "wanted" | { readonly timesInput: number };

/** Steps between places of a kernel; `wanted`: as the stage wants it of the operation (`s`). */
export type Stride = number | "wanted";

export type Padding = "same" | "valid";

/** A layer as a space has it: its channels and strides may depend on where it stands. */
export type Layer =
  | SimpleLayer<Channels, Stride>
  /** Adds what came in; where the stage wants another shape and the layers give it, nothing is added. */
  | { readonly kind: "residual"; readonly layers: readonly Layer[] }
  /** Layers that are there only where the stage wants another shape than what comes in. */
  | { readonly kind: "reshape"; readonly layers: readonly Layer[] }
  | { readonly kind: "repeat"; readonly times: number; readonly layers: readonly Layer[] }
  | { readonly kind: "sum"; readonly branches: readonly (readonly Layer[])[] };

/** A layer that does something itself, rather than holding other layers. */
export type SimpleLayer<OutChannels, Step> =
  | {
      readonly kind: "conv";
      readonly kernel: number;
      /** Left out, as many channels as come in; a depthwise convolution always leaves it out. */
      readonly out?: OutChannels;
      readonly stride: Step;
      readonly padding: Padding;
      readonly depthwise: boolean;
      readonly bias: boolean;
    }
  | { readonly kind: "batch-norm" }
  | { readonly kind: "relu" }
  | { readonly kind: "squeeze-excite" }
  | {
      readonly kind: "pool";
      readonly of: "maximum" | "average";
      readonly kernel: number;
      readonly stride: Step;
      readonly padding: Padding;
    }
  | { readonly kind: "global-average-pool" }
  | { readonly kind: "linear"; readonly out: OutChannels };

/** A named way to join operations. */
export interface Topology {
  /** As in the literature, e.g. `ST3`; written `st3(…)` in the language. */
  readonly name: string;
  /** One node an operation, with what it reads. */
  readonly nodes: readonly TopologyNode[];
  /** The nodes whose outputs are added up to the block's output. */
  readonly output: readonly Source[];
}

export interface TopologyNode {
  readonly inputs: readonly Source[];
}

/** The block's input, or the output of a node by its place. */
export type Source = "in" | number;
