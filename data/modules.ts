import { mentionsWanted } from "./placed-layers";
import type { Channels, Layer, SimpleLayer, Stride } from "./space";

type Simple = SimpleLayer<Channels, Stride>;
export type Convolution = Extract<Simple, { kind: "conv" }>;

/** Layers as modules, the way frameworks such as torch nest them. */
export type Module =
  /** A convolution with the batch norm behind it, and the ReLU behind that where there is one. */
  | { readonly kind: "conv-bn"; readonly conv: Convolution; readonly relu: boolean }
  | Simple
  /** From channels × height × width to one axis, before the first linear layer. */
  | { readonly kind: "flatten" }
  | {
      readonly kind: "residual";
      readonly layers: readonly Layer[];
      readonly modules: readonly Module[];
    }
  | { readonly kind: "reshape"; readonly modules: readonly Module[] }
  | { readonly kind: "repeat"; readonly times: number; readonly modules: readonly Module[] }
  | { readonly kind: "sum"; readonly branches: readonly (readonly Module[])[] };

export function modulesOf(layers: readonly Layer[]): readonly Module[] {
  const modules: Module[] = [];
  for (let place = 0; place < layers.length; place++) {
    const layer = layers[place];
    if (!layer) continue;
    if (layer.kind === "conv" && layers[place + 1]?.kind === "batch-norm") {
      const relu = layers[place + 2]?.kind === "relu";
      modules.push({ kind: "conv-bn", conv: layer, relu });
      place += relu ? 2 : 1;
    } else {
      const isFlat = modules.some(({ kind }) => kind === "linear");
      if (layer.kind === "linear" && !isFlat) modules.push({ kind: "flatten" });
      modules.push(moduleOf(layer));
    }
  }
  return modules;
}

function moduleOf(layer: Layer): Module {
  switch (layer.kind) {
    case "residual":
    case "reshape":
    case "repeat":
      return { ...layer, modules: modulesOf(layer.layers) };
    case "sum":
      return { ...layer, branches: layer.branches.map(modulesOf) };
    default:
      return layer;
  }
}

/** The only one of several modules in sequence, which needs no sequence around it. */
export function onlyModule(modules: readonly Module[]): Module | undefined {
  const [only, ...others] = modules;
  const isOne = others.length === 0 && only?.kind !== "repeat" && only?.kind !== "reshape";
  return isOne ? only : undefined;
}

/**
 * The only module of an operation or a reduction, if the operation can be a kind of that itself: a sum, or
 * a residual that always adds.
 */
export function baseModule(
  modules: readonly Module[],
): Extract<Module, { kind: "residual" | "sum" }> | undefined {
  const only = onlyModule(modules);
  const isBase =
    only?.kind === "sum" || (only?.kind === "residual" && !only.layers.some(mentionsWanted));
  return isBase ? only : undefined;
}

/** A node of a block, from 0, as its equations call it: `a`, `b`. */
export function nodeName(node: number): string {
  return "abcdefghijklmnopqrstuvw".charAt(node) || `op${node + 1}`;
}
