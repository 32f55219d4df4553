import type { Channels, Layer, SimpleLayer, Space, Stride } from "./space";

/** Where layers stand: what enters them, and what is wanted of them. */
export interface Placement {
  /** Channels that enter: `c`. */
  readonly channels: number;
  /** Channels that are wanted: `o`. */
  readonly wantedChannels: number;
  /** The stride that is wanted: `s`. */
  readonly wantedStride: number;
  /** How many classes the space has. */
  readonly classes: number;
}

/** Layers at their place, all numbers known: repetitions written out, what is not there left out. */
export type PlacedLayer =
  | PlacedSimpleLayer
  | { readonly kind: "residual"; readonly layers: readonly PlacedLayer[] }
  | { readonly kind: "sum"; readonly branches: readonly (readonly PlacedLayer[])[] };

export type PlacedSimpleLayer = SimpleLayer<number, number>;

/** Layers that keep the shape of what enters: stem, reduction, head, and most operations. */
export function placement(channels: number, classes: number): Placement {
  return { channels, wantedChannels: channels, wantedStride: 1, classes };
}

/** An operation as a node of its stage's block (both from 0), of which the first may have to reshape. */
export function operationPlacement(
  { stages, classes }: Pick<Space, "stages" | "classes">,
  stage: number,
  node: number,
  channels: number,
): Placement {
  const kept = placement(channels, classes);
  const first = node === 0 ? stages[stage]?.first : undefined;
  if (!first) return kept;
  return {
    ...kept,
    wantedChannels: channelsOf(first.out, kept),
    wantedStride: first.stride,
  };
}

export function placedLayers(layers: readonly Layer[], place: Placement): PlacedLayer[] {
  return layers.flatMap((layer): PlacedLayer[] => {
    switch (layer.kind) {
      case "conv":
        return [convolution(layer, place)];
      case "linear":
        return [{ ...layer, out: channelsOf(layer.out, place) }];
      case "pool":
        return [{ ...layer, stride: stride(layer.stride, place) }];
      case "repeat": {
        const once = placedLayers(layer.layers, place);
        return Array.from({ length: layer.times }, () => once).flat();
      }
      case "reshape":
        return isReshaped(place) ? placedLayers(layer.layers, place) : [];
      case "residual": {
        const inner = placedLayers(layer.layers, place);
        return isAdded(layer, place) ? [{ kind: "residual", layers: inner }] : inner;
      }
      case "sum":
        return [
          { kind: "sum", branches: layer.branches.map((branch) => placedLayers(branch, place)) },
        ];
      default:
        return [layer];
    }
  });
}

function convolution(
  { out, ...layer }: Extract<Layer, { kind: "conv" }>,
  place: Placement,
): PlacedLayer {
  return {
    ...layer,
    ...(out !== undefined && { out: channelsOf(out, place) }),
    stride: stride(layer.stride, place),
  };
}

/** Whether a residual adds what came in. */
export function isAdded({ layers }: Pick<Residual, "layers">, place: Placement): boolean {
  return !isReshaped(place) || !layers.some(mentionsWanted);
}

type Residual = Extract<Layer, { kind: "residual" }>;

/** Whether another shape is wanted than what enters. */
export function isReshaped({ channels, wantedChannels, wantedStride }: Placement): boolean {
  return wantedStride !== 1 || wantedChannels !== channels;
}

function channelsOf(out: Channels, { channels, wantedChannels, classes }: Placement): number {
  if (out === "classes") return classes;
  if (out === "wanted") return wantedChannels;
  return typeof out === "number" ? out : out.timesInput * channels;
}

function stride(stride: Stride, { wantedStride }: Placement): number {
  return stride === "wanted" ? wantedStride : stride;
}

/** Whether what a layer gives depends on what the stage wants. */
export function mentionsWanted(layer: Layer): boolean {
  switch (layer.kind) {
    case "conv":
      return layer.out === "wanted" || layer.stride === "wanted";
    case "pool":
      return layer.stride === "wanted";
    case "linear":
      return layer.out === "wanted";
    case "repeat":
    case "residual":
    case "reshape":
      return layer.layers.some(mentionsWanted);
    case "sum":
      return layer.branches.some((branch) => branch.some(mentionsWanted));
    default:
      return false;
  }
}
