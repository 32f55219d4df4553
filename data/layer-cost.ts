import type { PlacedSimpleLayer } from "./placed-layers";
import type { FlopsConvention, Shape } from "./space";

export interface LayerCost {
  readonly layer: PlacedSimpleLayer;
  readonly input: Shape;
  readonly output: Shape;
  readonly params: number;
  readonly flops: number;
  /** What the FLOPs are made up of. */
  readonly counted: FlopsByKind;
}

/** FLOPs by what is counted as one; a space that counts multiply-accumulates alone has nothing else. */
export interface FlopsByKind {
  readonly macs: number;
  /** Additions of biases. */
  readonly bias: number;
  readonly batchNorm: number;
  readonly relu: number;
  readonly pool: number;
}

export const noFlops: FlopsByKind = { macs: 0, bias: 0, batchNorm: 0, relu: 0, pool: 0 };

/**
 * The cost of one layer on one image. What `ptflops` counts is what version 0.6 to 0.7 of that tool
 * does, with which the FLOPs of the BLOX benchmark were computed: it has no hook for sigmoids and does
 * not see arithmetic on tensors.
 */
export function costOfLayer(
  layer: PlacedSimpleLayer,
  input: Shape,
  convention: FlopsConvention,
): LayerCost {
  const { output, params, ...all } = counts(layer, input);
  const { macs } = all;
  const counted = convention === "ptflops" ? { ...noFlops, ...all } : { ...noFlops, macs };
  return { layer, input, output, params, flops: flopsOf(counted), counted };
}

export function flopsOf({ macs, bias, batchNorm, relu, pool }: FlopsByKind): number {
  return macs + bias + batchNorm + relu + pool;
}

/** Of FLOPs, those that there are. */
interface Counts extends Partial<FlopsByKind> {
  readonly output: Shape;
  readonly params: number;
  readonly macs: number;
}

function counts(layer: PlacedSimpleLayer, input: Shape): Counts {
  switch (layer.kind) {
    case "conv":
      return convolution(layer, input);
    case "batch-norm":
      return { output: input, params: 2 * input.channels, macs: 0, batchNorm: 2 * elements(input) };
    case "relu":
      return { output: input, params: 0, macs: 0, relu: elements(input) };
    case "squeeze-excite":
      return squeezeExcite(input);
    case "pool":
      return {
        output: { channels: input.channels, ...slidOver(layer, input) },
        params: 0,
        macs: 0,
        pool: elements(input),
      };
    case "global-average-pool":
      return { output: pooled(input), params: 0, macs: 0, pool: elements(input) };
    case "linear":
      return linear(input, layer.out);
  }
}

function convolution(layer: Extract<PlacedSimpleLayer, { kind: "conv" }>, input: Shape): Counts {
  const { kernel, depthwise, bias } = layer;
  const channels = layer.out ?? input.channels;
  const output = { channels, ...slidOver(layer, input) };
  const weights = kernel * kernel * (depthwise ? 1 : input.channels) * channels;
  return {
    output,
    params: weights + (bias ? channels : 0),
    macs: weights * output.height * output.width,
    bias: bias ? elements(output) : 0,
  };
}

/** The places that a kernel stands at. */
function slidOver(
  {
    kernel,
    stride,
    padding,
  }: Pick<Extract<PlacedSimpleLayer, { kind: "pool" }>, "kernel" | "stride" | "padding">,
  { height, width }: Shape,
): Pick<Shape, "height" | "width"> {
  const places = (size: number) =>
    padding === "same" ? Math.ceil(size / stride) : Math.floor((size - kernel) / stride) + 1;
  return { height: places(height), width: places(width) };
}

function linear(input: Shape, outChannels: number): Counts {
  const weights = elements(input) * outChannels;
  return {
    output: { channels: outChannels, height: 1, width: 1 },
    params: weights + outChannels,
    macs: weights,
    bias: outChannels,
  };
}

/** Global pool, 1×1 convolution, ReLU, 1×1 convolution, sigmoid, multiplication. */
function squeezeExcite(input: Shape): Counts {
  const { channels } = input;
  return {
    output: input,
    params: 2 * (channels * channels + channels),
    macs: 2 * channels * channels,
    bias: 2 * channels,
    relu: channels,
    pool: elements(input),
  };
}

function pooled({ channels }: Shape): Shape {
  return { channels, height: 1, width: 1 };
}

/** How many numbers there are. */
export function elements({ channels, height, width }: Shape): number {
  return channels * height * width;
}
