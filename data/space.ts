/**
 * A search space as data: the layers of its operations, its stages, and the blocks a stage may hold.
 * Costs, shapes, graphs, blocks, exports and hovers all derive from this one definition.
 */
export interface Space {
  readonly name: string;
  /** Markdown. */
  readonly documentation: string;
  /** The data set that its accuracies are of, e.g. `CIFAR-100`. */
  readonly dataset: string;
  readonly input: Shape;
  readonly classes: number;
  /** What is counted as a FLOP. */
  readonly flopsConvention: FlopsConvention;
  readonly operations: readonly Operation[];
  readonly stem: readonly Layer[];
  readonly stages: number;
  /** The ways in which a block may join its operations, in the order of the block index. */
  readonly topologies: readonly Topology[];
  /** What follows the block of every stage. */
  readonly reduction: readonly Layer[];
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
 * input element of a global pool; nothing for sigmoids, multiplications and residual additions.
 * `macs`: multiply-accumulates of convolutions and linear layers alone.
 */
export type FlopsConvention = "ptflops" | "macs";

export interface Operation {
  readonly name: string;
  /** Markdown, one or two sentences. */
  readonly documentation: string;
  readonly layers: readonly Layer[];
}

/** A number of channels: fixed, the number of classes, or a multiple of the operation's input. */
export type Channels = number | "classes" | { readonly timesInput: number };

export type Layer =
  | {
      readonly kind: "conv";
      readonly kernel: number;
      readonly out: Channels;
      readonly stride: number;
      readonly padding: "same" | "valid";
      readonly depthwise: boolean;
      readonly bias: boolean;
    }
  | { readonly kind: "batch-norm" }
  | { readonly kind: "relu" }
  | { readonly kind: "squeeze-excite" }
  | { readonly kind: "global-average-pool" }
  | { readonly kind: "linear"; readonly out: Channels }
  | { readonly kind: "residual"; readonly layers: readonly Layer[] }
  | { readonly kind: "repeat"; readonly times: number; readonly layers: readonly Layer[] }
  | { readonly kind: "sum"; readonly branches: readonly (readonly Layer[])[] };

/** A named shape of block over `parameters` operations. */
export interface Topology {
  /** As in the literature, e.g. `ST3`; written `st3(…)` in the language. */
  readonly name: string;
  /** Whether swapping its operations gives the same block, so that only one order is counted. */
  readonly symmetric: boolean;
  /** One node an operation, with what it reads and what the block gives. */
  readonly nodes: readonly TopologyNode[];
  /** The nodes whose outputs are added up to the block's output. */
  readonly output: readonly Source[];
}

export interface TopologyNode {
  readonly inputs: readonly Source[];
}

/** The block's input, or the output of a node by its place. */
export type Source = "in" | number;
