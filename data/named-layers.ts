import { baseModule, type Module, modulesOf, onlyModule } from "./modules";
import {
  isAdded,
  isReshaped,
  type PlacedSimpleLayer,
  type Placement,
  placedLayers,
} from "./placed-layers";
import type { Layer } from "./space";

/** Layers at their place, each with the name of its module: `stage1.a.0.conv`. */
export type NamedLayer =
  | (PlacedSimpleLayer & { readonly name: string })
  | { readonly kind: "residual"; readonly name: string; readonly layers: readonly NamedLayer[] }
  | {
      readonly kind: "sum";
      readonly name: string;
      readonly branches: readonly (readonly NamedLayer[])[];
    };

/** Layers of the stem or the head: a single module has the name itself, several are numbered below it. */
export function namedPart(
  layers: readonly Layer[],
  place: Placement,
  name: string,
): readonly NamedLayer[] {
  return sequence(modulesOf(layers), place, name);
}

/** Layers of an operation or a reduction, which are a module of their own with other modules in it. */
export function namedBody(
  layers: readonly Layer[],
  place: Placement,
  name: string,
): readonly NamedLayer[] {
  const modules = modulesOf(layers);
  const next = baseModule(modules) ? () => name : numbered(name);
  return walk(modules, place, next);
}

function sequence(
  modules: readonly Module[],
  place: Placement,
  name: string,
): readonly NamedLayer[] {
  return walk(modules, place, onlyModule(modules) ? () => name : numbered(name));
}

/** `next` gives the name of each module in turn. */
function walk(
  modules: readonly Module[],
  place: Placement,
  next: () => string,
): readonly NamedLayer[] {
  return modules.flatMap((module): readonly NamedLayer[] => {
    switch (module.kind) {
      case "reshape":
        return isReshaped(place) ? walk(module.modules, place, next) : [];
      case "repeat":
        return Array.from({ length: module.times }, () =>
          sequence(module.modules, place, next()),
        ).flat();
      case "residual": {
        const name = next();
        const layers = walk(module.modules, place, numbered(name));
        return isAdded(module, place) ? [{ kind: "residual", name, layers }] : layers;
      }
      case "sum": {
        const name = next();
        const branches = module.branches.map((branch, number) =>
          sequence(branch, place, `${name}.${number}`),
        );
        return [{ kind: "sum", name, branches }];
      }
      case "conv-bn": {
        const name = next();
        return [
          ...simple(module.conv, place, `${name}.conv`),
          { kind: "batch-norm", name: `${name}.bn` },
          ...(module.relu ? [{ kind: "relu", name: `${name}.relu` } as const] : []),
        ];
      }
      case "flatten":
        next();
        return [];
      default:
        return simple(module, place, next());
    }
  });
}

function simple(layer: Layer, place: Placement, name: string): NamedLayer[] {
  return placedLayers([layer], place).flatMap((placed) =>
    placed.kind === "residual" || placed.kind === "sum" ? [] : [{ ...placed, name }],
  );
}

function numbered(name: string): () => string {
  let next = 0;
  return () => `${name}.${next++}`;
}
