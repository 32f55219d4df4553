import { elements } from "./layer-cost";
import type { PlacedSimpleLayer } from "./placed-layers";
import type { Shape } from "./space";

/** A layer as the language writes it, all its numbers known: `conv 3x3 out 64 stride 2 no-bias`. */
export function layerText(layer: PlacedSimpleLayer): string {
  switch (layer.kind) {
    case "conv": {
      const { kernel, out, stride, padding, depthwise, bias } = layer;
      return words(
        depthwise ? "dwconv" : "conv",
        `${kernel}x${kernel}`,
        out !== undefined && `out ${out}`,
        stride !== 1 && `stride ${stride}`,
        padding === "valid" && "valid",
        !bias && "no-bias",
      );
    }
    case "batch-norm":
      return "bn";
    case "relu":
    case "squeeze-excite":
      return layer.kind;
    case "pool": {
      const { of, kernel, stride, padding } = layer;
      return words(
        of === "maximum" ? "max-pool" : "avg-pool",
        `${kernel}x${kernel}`,
        stride !== 1 && `stride ${stride}`,
        padding === "valid" && "valid",
      );
    }
    case "global-average-pool":
      return "global-avg-pool";
    case "linear":
      return `linear out ${layer.out}`;
  }
}

/**
 * How many parameters a layer has, as a sum of products: `3·3·32·64 + 64 bias`: kernel, channels in,
 * channels out. Empty where it has none.
 */
export function paramsText(layer: PlacedSimpleLayer, input: Shape): string {
  const { channels } = input;
  switch (layer.kind) {
    case "conv": {
      const { kernel, depthwise, bias } = layer;
      const out = layer.out ?? channels;
      const weights = [kernel, kernel, ...(depthwise ? [] : [channels]), out].join("·");
      return bias ? `${weights} + ${out} bias` : weights;
    }
    case "batch-norm":
      return `${channels} scale + ${channels} shift`;
    case "squeeze-excite":
      return `2·(${channels}·${channels} + ${channels} bias)`;
    case "linear":
      return `${elements(input)}·${layer.out} + ${layer.out} bias`;
    default:
      return "";
  }
}

function words(...parts: readonly (string | false)[]): string {
  return parts.filter(Boolean).join(" ");
}
