import type { MessageInitShape } from "@bufbuild/protobuf";
import { costOfLayer } from "../layer-cost";
import type { NamedLayer } from "../named-layers";
import type { PlacedSimpleLayer } from "../placed-layers";
import type { Padding, Shape, Space } from "../space";
import { attributeTypes, float32, type ModelSchema } from "./schema";
import type { WeightSource } from "./weights";

/** A value in the graph: what a node gives. */
export interface Tensor {
  readonly name: string;
  readonly shape: Shape;
  /** Whether it is 1×channels rather than 1×channels×height×width. */
  readonly flat: boolean;
}

/**
 * What the last batch norm of a residual branch scales by at the start. Activations would else grow with
 * every residual; Goyal et al., "Accurate, Large Minibatch SGD", 2017, start it at zero, with which an
 * untrained network would not show whether the branch is right.
 */
const residualScale = 0.1;

type Graph = NonNullable<MessageInitShape<typeof ModelSchema>["graph"]>;
type Node = NonNullable<Graph["node"]>[number];
type Initializer = NonNullable<Graph["initializer"]>[number];
type Attribute = NonNullable<Node["attribute"]>[number];

/**
 * Writes layers as ONNX nodes, in order of execution. Its weights have the names that they have in the
 * network as a module of torch: `stage1.a.2.conv.weight`.
 */
export class GraphWriter {
  readonly input: Tensor;
  private readonly nodes: Node[] = [];
  private readonly initializers: Initializer[] = [];

  constructor(
    private readonly space: Space,
    private readonly weights: WeightSource,
  ) {
    this.input = { name: "input", shape: space.input, flat: false };
  }

  /** Layers in sequence. Gives the output of the last. */
  layers(layers: readonly NamedLayer[], input: Tensor, lastScale = 1): Tensor {
    let tensor = input;
    const lastNorm = layers.findLastIndex(({ kind }) => kind === "batch-norm");
    for (const [place, layer] of layers.entries()) {
      if (layer.kind === "residual") {
        const branch = this.layers(layer.layers, tensor, residualScale);
        tensor = this.sum(layer.name, [tensor, branch]);
      } else if (layer.kind === "sum") {
        const from = tensor;
        tensor = this.sum(
          layer.name,
          layer.branches.map((branch) => this.layers(branch, from)),
        );
      } else {
        const { output } = costOfLayer(layer, tensor.shape, "macs");
        const scale = place === lastNorm ? lastScale : 1;
        tensor = this.layer(layer, tensor, output, scale);
      }
    }
    return tensor;
  }

  /** Sums tensors of the same shape: nodes `NAME.add.0` and so on. */
  sum(name: string, [first, ...others]: readonly Tensor[]): Tensor {
    if (!first) throw new RangeError(`the sum ${name} adds nothing`);
    return others.reduce(
      (left, right, place) => this.node(`${name}.add.${place}`, "Add", [left, right], left),
      first,
    );
  }

  /** The whole graph, whose output is this tensor of one value a class. */
  finish(last: Tensor): Graph {
    const { name } = last.flat ? last : this.flattened("output", last);
    const { channels, height, width } = this.input.shape;
    return {
      node: this.nodes.map((node) =>
        node.output?.includes(name) ? { ...node, output: ["output"] } : node,
      ),
      initializer: this.initializers,
      input: [valueInfo("input", [1, channels, height, width])],
      output: [valueInfo("output", [1, this.space.classes])],
    };
  }

  private layer(
    layer: PlacedSimpleLayer & { readonly name: string },
    input: Tensor,
    shape: Shape,
    scale: number,
  ): Tensor {
    const { name } = layer;
    switch (layer.kind) {
      case "conv":
        return this.convolution(name, layer, input, shape);
      case "batch-norm":
        return this.batchNorm(name, input, scale);
      case "relu":
        return this.node(name, "Relu", [input], input);
      case "squeeze-excite":
        return this.squeezeExcite(name, input);
      case "pool":
        return this.slidingPool(name, layer, input, shape);
      case "global-average-pool":
        return this.pool(name, input, shape);
      case "linear":
        return this.linear(name, input, shape);
    }
  }

  private convolution(
    name: string,
    layer: Pick<
      Extract<PlacedSimpleLayer, { kind: "conv" }>,
      "kernel" | "stride" | "padding" | "depthwise" | "bias"
    >,
    input: Tensor,
    shape: Shape,
  ): Tensor {
    const { kernel, stride, padding, depthwise, bias } = layer;
    const groups = depthwise ? input.shape.channels : 1;
    const fanIn = (input.shape.channels / groups) * kernel * kernel;
    const dims = [shape.channels, input.shape.channels / groups, kernel, kernel];
    const parameters = this.weightAndBias(name, dims, fanIn, bias);
    return this.node(name, "Conv", [input, ...parameters], { shape, flat: false }, [
      ints("dilations", [1, 1]),
      int("group", groups),
      ...slidingAttributes(kernel, stride, padding),
    ]);
  }

  private slidingPool(
    name: string,
    { of, kernel, stride, padding }: Extract<PlacedSimpleLayer, { kind: "pool" }>,
    input: Tensor,
    shape: Shape,
  ): Tensor {
    const operator = of === "maximum" ? "MaxPool" : "AveragePool";
    const attributes = slidingAttributes(kernel, stride, padding);
    return this.node(name, operator, [input], { shape, flat: false }, attributes);
  }

  /** At its start: it learns scale and shift, and has seen a mean of 0 and a variance of 1. */
  private batchNorm(name: string, input: Tensor, scale: number): Tensor {
    const { channels } = input.shape;
    const constant = (field: string, value: number) =>
      this.initializer(`${name}.${field}`, [channels], new Float32Array(channels).fill(value));
    const parameters = [
      constant("weight", scale),
      constant("bias", 0),
      constant("running_mean", 0),
      constant("running_var", 1),
    ];
    return this.node(name, "BatchNormalization", [input, ...parameters], input, [
      float("epsilon", 1e-5),
      float("momentum", 0.9),
    ]);
  }

  /** Pools each channel to a number, from which two 1×1 convolutions make a factor for it. */
  private squeezeExcite(name: string, input: Tensor): Tensor {
    const shape = { channels: input.shape.channels, height: 1, width: 1 };
    const one = { kernel: 1, stride: 1, padding: "same", depthwise: false, bias: true } as const;
    const squeezed = this.pool(`${name}.pool`, input, shape);
    const first = this.convolution(`${name}.squeeze`, one, squeezed, shape);
    const active = this.node(`${name}.relu`, "Relu", [first], first);
    const second = this.convolution(`${name}.excite`, one, active, shape);
    const factor = this.node(`${name}.sigmoid`, "Sigmoid", [second], second);
    return this.node(`${name}.mul`, "Mul", [input, factor], input);
  }

  private pool(name: string, input: Tensor, shape: Shape): Tensor {
    return this.node(name, "GlobalAveragePool", [input], { shape, flat: false });
  }

  private linear(name: string, input: Tensor, shape: Shape): Tensor {
    const { channels, height, width } = input.shape;
    const inputs = channels * height * width;
    const flat = input.flat ? input : this.flattened(name, input);
    const parameters = this.weightAndBias(name, [shape.channels, inputs], inputs, true);
    return this.node(name, "Gemm", [flat, ...parameters], { shape, flat: true }, [
      int("transB", 1),
    ]);
  }

  private flattened(name: string, input: Tensor): Tensor {
    const { shape } = input;
    return this.node(`${name}.flatten`, "Flatten", [input], { shape, flat: true }, [
      int("axis", 1),
    ]);
  }

  private weightAndBias(
    name: string,
    dims: readonly number[],
    fanIn: number,
    bias: boolean,
  ): Named[] {
    // He et al., ICCV 2015: a variance of 2 / fan-in keeps activations as large behind a ReLU. Biases
    // start at zero, as there.
    const count = dims.reduce((product, size) => product * size, 1);
    const weight = this.weights.uniform(count, Math.sqrt(2 / fanIn));
    const outputs = dims[0] ?? 0;
    return [
      this.initializer(`${name}.weight`, dims, weight),
      ...(bias ? [this.initializer(`${name}.bias`, [outputs], new Float32Array(outputs))] : []),
    ];
  }

  private initializer(name: string, dims: readonly number[], values: Float32Array): Named {
    const rawData = littleEndian(values);
    this.initializers.push({ name, dims: dims.map(BigInt), dataType: float32, rawData });
    return { name };
  }

  private node(
    name: string,
    opType: string,
    inputs: readonly Named[],
    { shape, flat }: Pick<Tensor, "shape" | "flat">,
    attribute: Attribute[] = [],
  ): Tensor {
    const input = inputs.map((each) => each.name);
    this.nodes.push({ name, opType, input, output: [name], attribute });
    return { name, shape, flat };
  }
}

interface Named {
  readonly name: string;
}

function slidingAttributes(kernel: number, stride: number, padding: Padding): Attribute[] {
  // Half of the kernel on either side, as torch pads; where it is even, one more after than before.
  const [before, after] =
    padding === "same" ? [Math.floor((kernel - 1) / 2), Math.floor(kernel / 2)] : [0, 0];
  return [
    ints("kernel_shape", [kernel, kernel]),
    ints("pads", [before, before, after, after]),
    ints("strides", [stride, stride]),
  ];
}

function int(name: string, value: number): Attribute {
  return { name, i: BigInt(value), type: attributeTypes.int };
}

function ints(name: string, values: readonly number[]): Attribute {
  return { name, ints: values.map(BigInt), type: attributeTypes.ints };
}

function float(name: string, value: number): Attribute {
  return { name, f: value, type: attributeTypes.float };
}

function valueInfo(name: string, dims: readonly number[]) {
  const dim = dims.map((size) => ({ dimValue: BigInt(size) }));
  return { name, type: { tensorType: { elemType: float32, shape: { dim } } } };
}

const isLittleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

function littleEndian(values: Float32Array): Uint8Array {
  if (isLittleEndian) return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  const view = new DataView(new ArrayBuffer(values.byteLength));
  for (const [place, value] of values.entries()) view.setFloat32(4 * place, value, true);
  return new Uint8Array(view.buffer);
}
