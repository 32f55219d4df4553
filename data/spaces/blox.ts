import type { Channels, Layer, Space, StageDefinition } from "../space";
import { topologies } from "../topologies";

/**
 * The search space of Chau et al., "BLOX: Macro Neural Architecture Search Benchmark and Algorithms",
 * NeurIPS 2022 Datasets and Benchmarks (repository SamsungLabs/blox): three stages of 45 blocks each,
 * 91,125 networks, trained on CIFAR-100.
 */
const stage: StageDefinition = {
  block: { kind: "joined", topologies: topologies(1, 2) },
  reduction: [
    {
      kind: "sum",
      branches: [
        [...convolution(3, times(2), { stride: 2 }), ...convolution(3)],
        convolution(2, times(2), { stride: 2, padding: "valid" }),
      ],
    },
  ],
};

export const bloxSpace: Space = {
  name: "blox",
  documentation:
    "The macro search space of *BLOX* (Chau et al., NeurIPS 2022): three stages of 32, 64 and 128 " +
    "channels, each holding one of 45 blocks, trained on CIFAR-100; 91,125 networks in all.",
  dataset: "CIFAR-100",
  input: { channels: 3, height: 32, width: 32 },
  classes: 100,
  flopsConvention: "ptflops",
  operations: [
    {
      name: "conv",
      documentation:
        "Four 3×3 convolutions that keep the channels, each followed by batch norm and ReLU. " +
        "It has no residual connection of its own.",
      layers: [{ kind: "repeat", times: 4, layers: convolution(3) }],
    },
    {
      name: "mbconv",
      documentation:
        "Two residual units: a 3×3 convolution to twice the channels, squeeze-and-excitation, and a " +
        "1×1 convolution back. It has the most parameters and FLOPs of the three operations.",
      layers: [
        {
          kind: "repeat",
          times: 2,
          layers: [
            residual([
              ...convolution(3, times(2)),
              { kind: "squeeze-excite" },
              ...convolution(1, times(1)),
            ]),
          ],
        },
      ],
    },
    {
      name: "bconv",
      documentation:
        "Six residual bottlenecks: a 1×1 convolution to a half, the same and twice the channels in " +
        "turn, a depthwise 5×5 convolution, and a 1×1 convolution back. It has the fewest parameters " +
        "and FLOPs of the three operations.",
      layers: [
        { kind: "repeat", times: 2, layers: [bottleneck(0.5), bottleneck(1), bottleneck(2)] },
      ],
    },
  ],
  stem: convolution(3, 32),
  stages: [stage, stage, stage],
  head: [{ kind: "global-average-pool" }, { kind: "linear", out: "classes" }],
};

interface ConvolutionOptions {
  readonly stride?: number;
  readonly padding?: "same" | "valid";
  readonly depthwise?: boolean;
}

/** A convolution as every one in this space is: with a bias, then batch norm and ReLU. */
function convolution(kernel: number, out?: Channels, options: ConvolutionOptions = {}): Layer[] {
  const { stride = 1, padding = "same", depthwise = false } = options;
  return [
    {
      kind: "conv",
      kernel,
      ...(out !== undefined && { out }),
      stride,
      padding,
      depthwise,
      bias: true,
    },
    { kind: "batch-norm" },
    { kind: "relu" },
  ];
}

function bottleneck(ratio: number): Layer {
  return residual([
    ...convolution(1, times(ratio)),
    ...convolution(5, undefined, { depthwise: true }),
    ...convolution(1, times(1)),
  ]);
}

function residual(layers: readonly Layer[]): Layer {
  return { kind: "residual", layers };
}

function times(timesInput: number): Channels {
  return { timesInput };
}
