import type { PlacedSimpleLayer } from "./placed-layers";
import type { FlopsConvention, Shape } from "./space";

export interface LayerCost {
  readonly layer: PlacedSimpleLayer;
  readonly input: Shape;
  readonly output: Shape;
  readonly params: number;
  readonly flops: number;
}

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
  const { output, params, macs, extras } = counts(layer, input);
  const flops = convention === "ptflops" ? macs + extras : macs;
  return { layer, input, output, params, flops };
}

interface Counts {
  readonly output: Shape;
  readonly params: number;
  /** Multiply-accumulates. */
  readonly macs: number;
  /** What ptflops counts besides. */
  readonly extras: number;
}

function counts(layer: PlacedSimpleLayer, input: Shape): Counts {
  switch (layer.kind) {
    case "conv":
      return convolution(layer, input);
    case "batch-norm":
      return { output: input, params: 2 * input.channels, macs: 0, extras: 2 * elements(input) };
    case "relu":
      return { output: input, params: 0, macs: 0, extras: elements(input) };
    case "squeeze-excite":
      return squeezeExcite(input);
    case "pool":
      return {
        output: { channels: input.channels, ...slidOver(layer, input) },
        params: 0,
        macs: 0,
        extras: elements(input),
      };
    case "global-average-pool":
      return { output: pooled(input), params: 0, macs: 0, extras: elements(input) };
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
    extras: bias ? elements(output) : 0,
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
    extras: outChannels,
  };
}

/** Global pool, 1×1 convolution, ReLU, 1×1 convolution, sigmoid, multiplication. */
function squeezeExcite(input: Shape): Counts {
  const { channels } = input;
  return {
    output: input,
    params: 2 * (channels * channels + channels),
    macs: 2 * channels * channels,
    extras: elements(input) + channels + 2 * channels,
  };
}

function pooled({ channels }: Shape): Shape {
  return { channels, height: 1, width: 1 };
}

/** How many numbers there are. */
export function elements({ channels, height, width }: Shape): number {
  return channels * height * width;
}
