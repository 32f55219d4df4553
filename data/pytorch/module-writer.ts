import { costOfLayer, elements } from "../layer-cost";
import { baseModule, type Convolution, type Module, modulesOf, onlyModule } from "../modules";
import { isReshaped, mentionsWanted, type Placement, placedLayers } from "../placed-layers";
import type { Channels, Layer, Shape, SimpleLayer, Stride } from "../space";
import { type Expression, onOneLine } from "./expression";

/** Which of its uses a class serves: where the shape stays, where another is wanted, or both. */
export type Uses = "kept" | "reshaped" | "both";

/** Where modules stand that are written. */
export interface Scope {
  /** How the channels that enter are written: a number, or in a class `c`. */
  readonly entering: string;
  readonly uses: Uses;
  /** What enters where the modules are used first. */
  readonly input: Shape;
  readonly place: Placement;
}

/** What a class is made of: `class Bottleneck(Residual)`, whose arguments are modules. */
export interface ClassBody {
  readonly base: "nn.Sequential" | "Residual" | "Sum";
  readonly modules: readonly Expression[];
}

/** The class of a residual that adds nothing where another shape is wanted; a local variable. */
export const eitherUnit = "unit";
/** The condition for the shape to stay, where a class serves both. */
export const keepsShape = "(out, stride) == (c, 1)";
const changesShape = "(out, stride) != (c, 1)";

/** What comes out of a module. */
interface Flow {
  /** As an expression: `2 * c`. */
  readonly channels: string;
  /** Where the modules are used first. */
  readonly shape: Shape;
  /** Whether it has one axis only. */
  readonly isFlat: boolean;
}

/** Writes layers as expressions that make modules of torch. */
export class ModuleWriter {
  /** The helpers that the expressions use. */
  readonly helpers = new Set<string>();
  private flow: Flow;

  constructor(private readonly scope: Scope) {
    this.flow = { channels: scope.entering, shape: scope.input, isFlat: false };
  }

  /** As one module; undefined if there are no layers. */
  part(layers: readonly Layer[]): Expression | undefined {
    return layers.length === 0 ? undefined : this.sequence(modulesOf(layers));
  }

  /** Whether what was written gives one axis only. */
  get isFlat(): boolean {
    return this.flow.isFlat;
  }

  classBody(layers: readonly Layer[]): ClassBody {
    const modules = modulesOf(layers);
    const base = baseModule(modules);
    if (!base) return { base: "nn.Sequential", modules: this.all(modules) };
    if (base.kind === "residual")
      return { base: this.helper("Residual"), modules: this.all(base.modules) };
    return { base: this.helper("Sum"), modules: this.branches(base.branches) };
  }

  private all(modules: readonly Module[]): Expression[] {
    return modules.flatMap((module) => this.expressions(module));
  }

  private sequence(modules: readonly Module[]): Expression {
    const expressions = this.all(modules);
    const [first] = expressions;
    if (first === undefined) return "nn.Identity()";
    return onlyModule(modules) ? first : { call: "nn.Sequential", with: expressions };
  }

  /** What stands for a module among the arguments of its parent. */
  private expressions(module: Module): Expression[] {
    switch (module.kind) {
      case "reshape":
        return this.reshape(module.modules);
      case "repeat":
        return this.repeat(module.modules, module.times);
      case "residual":
        return [{ call: this.residualClass(module.layers), with: this.all(module.modules) }];
      case "sum":
        return [{ call: this.helper("Sum"), with: this.branches(module.branches) }];
      case "conv-bn": {
        const conv = this.simple(module.conv);
        return [{ call: this.helper(module.relu ? "ConvBnRelu" : "ConvBn"), with: [conv] }];
      }
      case "flatten":
        return ["nn.Flatten()"];
      default:
        return [this.simple(module)];
    }
  }

  private reshape(modules: readonly Module[]): Expression[] {
    const { uses, place } = this.scope;
    if (uses === "kept") return [];
    const { shape } = this.flow;
    const there = this.all(modules);
    if (!isReshaped(place)) this.flow = { ...this.flow, shape };
    return uses === "both" ? [{ when: changesShape, there }] : there;
  }

  /** The first repetition may get other channels than those behind it, which are alike. */
  private repeat(modules: readonly Module[], times: number): Expression[] {
    const first = this.sequence(modules);
    if (times === 1) return [first];
    const next = this.sequence(modules);
    if (onOneLine(next) === onOneLine(first)) return [{ times, of: first }];
    return [first, times === 2 ? next : { times: times - 1, of: next }];
  }

  private branches(branches: readonly (readonly Module[])[]): Expression[] {
    const { flow } = this;
    return branches.map((branch) => {
      this.flow = flow;
      return this.sequence(branch);
    });
  }

  private residualClass(layers: readonly Layer[]): string {
    const { uses } = this.scope;
    if (uses === "kept" || !layers.some(mentionsWanted)) return this.helper("Residual");
    if (uses === "reshaped") return "nn.Sequential";
    this.helper("Residual");
    return eitherUnit;
  }

  private simple(layer: SimpleLayer<Channels, Stride>): Expression {
    const before = this.flow;
    this.flow = this.behind(layer);
    switch (layer.kind) {
      case "conv":
        return this.convolution(layer, before.channels, this.flow.channels);
      case "batch-norm":
        return {
          call: before.isFlat ? "nn.BatchNorm1d" : "nn.BatchNorm2d",
          with: [before.channels],
        };
      case "relu":
        return "nn.ReLU()";
      case "squeeze-excite":
        return { call: this.helper("SqueezeExcite"), with: [before.channels] };
      case "pool":
        return this.pool(layer);
      case "global-average-pool":
        return "nn.AdaptiveAvgPool2d(1)";
      case "linear":
        return { call: "nn.Linear", with: [features(before), this.flow.channels] };
    }
  }

  private behind(layer: SimpleLayer<Channels, Stride>): Flow {
    const { channels, shape, isFlat } = this.flow;
    const output = placedLayers([layer], this.scope.place).reduce(
      (input, placed) =>
        placed.kind === "residual" || placed.kind === "sum"
          ? input
          : costOfLayer(placed, input, "macs").output,
      shape,
    );
    const out = "out" in layer ? layer.out : undefined;
    return {
      channels: out === undefined ? channels : this.channels(out),
      shape: output,
      isFlat: isFlat || layer.kind === "linear",
    };
  }

  private convolution(
    { kernel, stride, padding, depthwise, bias }: Convolution,
    from: string,
    to: string,
  ): Expression {
    const isEven = padding === "same" && kernel % 2 === 0;
    return {
      call: isEven ? this.helper("EvenConv2d") : "nn.Conv2d",
      with: [
        from,
        to,
        `${kernel}`,
        ...this.strideArgument(stride),
        ...paddingArgument(kernel, padding),
        ...(depthwise ? [`groups=${from}`] : []),
        ...(bias ? [] : ["bias=False"]),
      ],
    };
  }

  /** A pool of torch that is not told its stride takes its kernel for it. */
  private pool({
    of,
    kernel,
    stride,
    padding,
  }: Extract<SimpleLayer<Channels, Stride>, { kind: "pool" }>): Expression {
    const name = of === "maximum" ? "MaxPool2d" : "AvgPool2d";
    const isEven = padding === "same" && kernel % 2 === 0;
    const [strideArgument = "stride=1"] = this.strideArgument(stride);
    const padded = paddingArgument(kernel, padding);
    return {
      call: isEven ? this.helper(`Even${name}`) : `nn.${name}`,
      with: [
        `${kernel}`,
        strideArgument,
        ...padded,
        ...(of === "average" && padded.length > 0 ? ["count_include_pad=False"] : []),
      ],
    };
  }

  private strideArgument(stride: Stride): string[] {
    if (stride !== "wanted") return stride === 1 ? [] : [`stride=${stride}`];
    return this.scope.uses === "kept" ? [] : ["stride=stride"];
  }

  private channels(out: Channels): string {
    const { entering, uses, place } = this.scope;
    if (out === "classes") return `${place.classes}`;
    if (out === "wanted") return uses === "kept" ? entering : "out";
    return typeof out === "number" ? `${out}` : multiple(entering, out.timesInput);
  }

  private helper<Name extends string>(name: Name): Name {
    this.helpers.add(name);
    return name;
  }
}

/** None for an even kernel, which a helper pads. */
function paddingArgument(kernel: number, padding: "same" | "valid"): string[] {
  const isPadded = padding === "same" && kernel % 2 === 1 && kernel > 1;
  return isPadded ? [`padding=${(kernel - 1) / 2}`] : [];
}

/** `2 * c`, `c // 2`; of a number the product. */
function multiple(channels: string, factor: number): string {
  if (/^\d+$/.test(channels)) return `${Number(channels) * factor}`;
  if (factor === 1) return channels;
  if (Number.isInteger(factor)) return `${factor} * ${channels}`;
  const divisor = Array.from({ length: 1024 }, (_, place) => place + 2).find((divisor) =>
    Number.isInteger(factor * divisor),
  );
  if (divisor === undefined) return `round(${factor} * ${channels})`;
  const multiplied = factor * divisor;
  return multiplied === 1
    ? `${channels} // ${divisor}`
    : `${multiplied} * ${channels} // ${divisor}`;
}

/** What a linear layer reads. */
function features({ channels, shape }: Flow): string {
  const places = elements(shape) / shape.channels;
  if (places === 1) return channels;
  return /^\d+$/.test(channels) ? `${Number(channels) * places}` : `${places} * (${channels})`;
}
