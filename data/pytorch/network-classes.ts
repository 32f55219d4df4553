import { type Block, blocksOf } from "../blocks";
import { type StageShapes, stageShapes } from "../costs";
import { isReshaped, operationPlacement, type Placement, placement } from "../placed-layers";
import type { Layer, Operation, Shape, Space } from "../space";
import { docString } from "./doc-text";
import { type Expression, lines, onOneLine } from "./expression";
import { type ClassBody, eitherUnit, keepsShape, ModuleWriter, type Uses } from "./module-writer";
import type { ClassNames } from "./python-names";

/** A place where an operation or a reduction is used. */
export interface Use {
  readonly input: Shape;
  readonly place: Placement;
}

/** A class of operations or reductions. */
export interface BodyClass {
  readonly text: string;
  /** Of helpers. */
  readonly needs: ReadonlySet<string>;
  /** The expression that makes one. */
  made(use: Use): string;
}

/** How an operation stands at a node of its block (both from 0). */
export function useOf(space: Space, stage: number, node: number, block: Block): Use {
  const shapes = stageShapes(space)[stage];
  const isFirst = block.topology.nodes[node]?.inputs.includes("in") ?? true;
  const input = shapeOf(shapes, isFirst ? "input" : "blockOutput");
  return { input, place: operationPlacement(space, stage, node, input.channels) };
}

export function useOfReduction(space: Space, stage: number): Use {
  const input = shapeOf(stageShapes(space)[stage], "blockOutput");
  return { input, place: placement(input.channels, space.classes) };
}

function shapeOf(shapes: StageShapes | undefined, which: "input" | "blockOutput"): Shape {
  if (!shapes) throw new RangeError("expected a stage of the space");
  return shapes[which];
}

/** The block of each stage. Throws `RangeError` for one that the space lacks. */
export function stageBlocks(space: Space, architecture: readonly number[]): readonly Block[] {
  return space.stages.map((_, stage) => {
    const block = blocksOf(space, stage)[architecture[stage] ?? -1];
    if (!block) throw new RangeError(`expected the index of a block of stage ${stage + 1}`);
    return block;
  });
}

/** A class for an operation, with nothing in it that these uses do not need. */
export function operationClass(
  { name, documentation, layers }: Operation,
  uses: readonly [Use, ...Use[]],
  names: ClassNames,
): BodyClass {
  return bodyClass(documentation || `The operation ${name}.`, layers, uses, () =>
    names.add(name, "Op"),
  );
}

export function reductionClass(
  layers: readonly Layer[],
  uses: readonly [Use, ...Use[]],
  names: ClassNames,
): BodyClass {
  return bodyClass("Follows the block of a stage.", layers, uses, () => names.add("Reduction", ""));
}

function bodyClass(
  documentation: string,
  layers: readonly Layer[],
  uses: readonly [Use, ...Use[]],
  newName: () => string,
): BodyClass {
  const writer = new ModuleWriter({ entering: "c", uses: usesOf(uses), ...uses[0] });
  const body = writer.classBody(layers);
  if (body.modules.length === 0)
    return { text: "", needs: writer.helpers, made: () => "nn.Identity()" };
  const name = newName();
  const parameters = parametersOf(body);
  return {
    text: classText(name, documentation, body, parameters),
    needs: writer.helpers,
    made: ({ place }) => `${name}(${argumentsFor(parameters, place).join(", ")})`,
  };
}

function usesOf(uses: readonly Use[]): Uses {
  const reshaped = uses.filter(({ place }) => isReshaped(place)).length;
  if (reshaped === 0) return "kept";
  return reshaped === uses.length ? "reshaped" : "both";
}

function classText(
  name: string,
  documentation: string,
  { base, modules }: ClassBody,
  parameters: readonly Parameter[],
): string {
  const declared = parameters.map((parameter) => declarations[parameter]);
  const hasEitherUnit = mentions(modules, eitherUnit);
  return [
    `class ${name}(${base}):`,
    ...docString(documentation, 4),
    "",
    `    def __init__(${["self", ...declared].join(", ")}):`,
    ...(hasEitherUnit
      ? [`        ${eitherUnit} = Residual if ${keepsShape} else nn.Sequential`]
      : []),
    ...lines("", { call: "super().__init__", with: modules }, "", 8),
  ].join("\n");
}

/** What enters, what the stage wants to come out, and the stride that it wants. */
type Parameter = keyof typeof declarations;

const declarations = { c: "c: int", out: "out: int", stride: "stride: int = 1" } as const;

/** Those that are mentioned. */
function parametersOf({ modules }: ClassBody): readonly Parameter[] {
  const all = ["c", "out", "stride"] as const;
  if (mentions(modules, eitherUnit)) return all;
  return all.filter((parameter) => mentions(modules, parameter));
}

/** Whether a variable is mentioned; an argument of its name, `stride=2`, is no mention. */
function mentions(modules: readonly Expression[], name: string): boolean {
  const word = new RegExp(String.raw`(?<![\w.])${name}\b(?!=)`);
  return modules.some((each) => word.test(onOneLine(each)));
}

function argumentsFor(parameters: readonly Parameter[], place: Placement): readonly string[] {
  const { channels, wantedChannels, wantedStride } = place;
  const given: Readonly<Record<Parameter, string>> = {
    c: `${channels}`,
    out: `${wantedChannels}`,
    stride: wantedStride === 1 ? "" : `stride=${wantedStride}`,
  };
  return parameters.map((parameter) => given[parameter]).filter((argument) => argument !== "");
}
