import { type Architecture, indexOf, networkText } from "../architecture";
import type { Block } from "../blocks";
import { expectClassifier } from "../classifier";
import { networkCost, shapeText, stageShapes } from "../costs";
import { nodeName } from "../modules";
import { placement } from "../placed-layers";
import type { FlopsConvention, Layer, Shape, Source, Space } from "../space";
import { docString } from "./doc-text";
import { type Expression, lines } from "./expression";
import { helperNames, helperTexts } from "./helpers";
import { ModuleWriter } from "./module-writer";
import {
  type BodyClass,
  operationClass,
  reductionClass,
  stageBlocks,
  type Use,
  useOf,
  useOfReduction,
} from "./network-classes";
import { ClassNames } from "./python-names";

/** A module of Python as text, and what others import from it. */
export interface PytorchModule {
  readonly text: string;
  /** The network's class, which is made without arguments; its `index` is the network's number. */
  readonly className: string;
}

/**
 * A network as a module of torch with a class named after it. Its `state_dict` has the names that weights
 * have in an ONNX file of the network. Throws an `ExportProblem` where the networks of the space cannot
 * run, `RangeError` for a block that the space lacks.
 */
export function pytorchModule(
  space: Space,
  architecture: Architecture,
  name: string,
): PytorchModule {
  expectClassifier(space);
  const stageNames = space.stages.map((_, stage) => `Stage${stage + 1}`);
  const names = new ClassNames([...takenNames, ...stageNames]);
  const className = names.add(name, "Net");
  const blocks = stageBlocks(space, architecture);
  const operations = operationClasses(space, blocks, names);
  const reductions = reductionClasses(space, names);
  const network = new NetworkWriter(space, blocks, operations, reductions);
  const stages = stageNames.map((stageName, stage) => network.stageClass(stage, stageName));
  const own = network.networkClass(className, indexOf(space, architecture), stageNames);
  const bodies = [...operations.values(), ...new Set(reductions)].filter(({ text }) => text !== "");
  const used = [...network.helpers, ...bodies.flatMap(({ needs }) => [...needs])];
  const definitions = [
    ...helperTexts(new Set(used)),
    ...bodies.map(({ text }) => text),
    ...stages,
    own,
  ].join("\n\n\n");
  const documentation = docString(about(space, architecture, name), 0).join("\n");
  const text = `${documentation}\n\n${imports(definitions)}\n\n\n${definitions}\n`;
  return { text, className };
}

/** What the module has besides its classes, and what Python has. */
const takenNames = [...helperNames, "F", "Tensor", "True", "False", "None"];

function imports(definitions: string): string {
  return [
    ...(/\btorch\./.test(definitions) ? ["import torch"] : []),
    ...(/\bF\./.test(definitions) ? ["import torch.nn.functional as F"] : []),
    "from torch import Tensor, nn",
  ].join("\n");
}

function about(space: Space, architecture: Architecture, name: string): string {
  const { params, flops } = networkCost(space, architecture);
  const count = (value: number) => value.toLocaleString("en-US");
  return [
    `A network of the space ${space.name}, as Blox writes it:`,
    "",
    networkText(space, architecture, name),
    `${count(params)} parameters. ${count(flops)} FLOPs on an image of ${shapeText(space.input)}`,
    `(channels × height × width): ${countedAs[space.flopsConvention]}.`,
  ].join("\n");
}

const countedAs: Readonly<Record<FlopsConvention, string>> = {
  macs: "multiply-accumulates of convolutions and linear layers",
  ptflops: "multiply-accumulates, biases, batch norms, ReLUs and pools, as ptflops counts them",
};

/** By operation, in the order of the space: those that the network uses. */
function operationClasses(
  space: Space,
  blocks: readonly Block[],
  names: ClassNames,
): ReadonlyMap<number, BodyClass> {
  const classes = new Map<number, BodyClass>();
  for (const [number, operation] of space.operations.entries()) {
    const uses = blocks.flatMap((block, stage) =>
      block.operations.flatMap((each, node) =>
        each === number ? [useOf(space, stage, node, block)] : [],
      ),
    );
    const [first, ...others] = uses;
    if (first) classes.set(number, operationClass(operation, [first, ...others], names));
  }
  return classes;
}

/** By stage; stages whose reductions are alike share a class. */
function reductionClasses(space: Space, names: ClassNames): readonly BodyClass[] {
  const keys = space.stages.map(({ reduction }) => JSON.stringify(reduction));
  const classes = new Map<string, BodyClass>();
  return space.stages.map(({ reduction }, stage) => {
    const key = keys[stage] ?? "";
    const alike = [...keys.keys()].filter((other) => other > stage && keys[other] === key);
    const made =
      classes.get(key) ??
      reductionClass(
        reduction,
        [useOfReduction(space, stage), ...alike.map((other) => useOfReduction(space, other))],
        names,
      );
    classes.set(key, made);
    return made;
  });
}

/** A module of the network itself. */
interface Part {
  readonly name: string;
  readonly made: Expression;
  /** Whether it gives one axis only. */
  readonly isFlat?: boolean;
}

/** Writes the classes of a network and its stages. */
class NetworkWriter {
  readonly helpers = new Set<string>();

  constructor(
    private readonly space: Space,
    private readonly blocks: readonly Block[],
    private readonly operations: ReadonlyMap<number, BodyClass>,
    private readonly reductions: readonly BodyClass[],
  ) {}

  stageClass(stage: number, name: string): string {
    const { input, output } = stageShapes(this.space)[stage] ?? this.unknown(stage);
    const block = this.blocks[stage] ?? this.unknown(stage);
    const reduction = this.reductions[stage];
    const reduces = reduction !== undefined && reduction.text !== "";
    const about = `Stage ${stage + 1}, ${shapeText(input)} to ${shapeText(output)}: ${block.expression}`;
    const made = (operation: number, use: Use) => this.operations.get(operation)?.made(use) ?? "";
    return [
      `class ${name}(nn.Module):`,
      ...docString(about, 4),
      "",
      "    def __init__(self):",
      "        super().__init__()",
      ...block.operations.map(
        (operation, node) =>
          `        self.${nodeName(node)} = ${made(operation, useOf(this.space, stage, node, block))}`,
      ),
      ...(reduces
        ? [`        self.reduction = ${reduction.made(useOfReduction(this.space, stage))}`]
        : []),
      "",
      "    def forward(self, x: Tensor) -> Tensor:",
      ...equations(block).map((equation) => `        ${equation}`),
      `        return ${reduces ? "self.reduction(out)" : "out"}`,
    ].join("\n");
  }

  networkClass(name: string, index: number, stageNames: readonly string[]): string {
    const { space } = this;
    const stem = this.part("stem", space.stem, space.input);
    const stages = stageNames.map((each) => ({ name: each.toLowerCase(), made: `${each}()` }));
    const head = this.part("head", space.head, stageShapes(space).at(-1)?.output ?? space.input);
    const parts: readonly Part[] = [...stem, ...stages, ...head];
    const last = parts.at(-1);
    const shapes = `N×${shapeText(space.input)} to N×${space.classes}, before any softmax.`;
    return [
      `class ${name}(nn.Module):`,
      ...docString(`Network ${index} of the space ${space.name}.`, 4),
      "",
      `    index = ${index}`,
      "",
      "    def __init__(self):",
      "        super().__init__()",
      ...parts.flatMap((part) => lines(`self.${part.name} = `, part.made, "", 8)),
      "",
      "    def forward(self, x: Tensor) -> Tensor:",
      ...docString(shapes, 8),
      ...parts.slice(0, -1).map((part) => `        x = self.${part.name}(x)`),
      `        return self.${last?.name}(x)${last?.isFlat ? "" : ".flatten(1)"}`,
    ].join("\n");
  }

  /** Layers that are used at one place: all channels are numbers. None if there are no layers. */
  private part(name: string, layers: readonly Layer[], input: Shape): readonly Part[] {
    const place = placement(input.channels, this.space.classes);
    const entering = `${input.channels}`;
    const writer = new ModuleWriter({ entering, uses: "kept", input, place });
    const made = writer.part(layers);
    for (const helper of writer.helpers) this.helpers.add(helper);
    return made === undefined ? [] : [{ name, made, isFlat: writer.isFlat }];
  }

  private unknown(stage: number): never {
    throw new RangeError(`the space ${this.space.name} has no stage ${stage + 1}`);
  }
}

/** As the body of a block has them in the language: `b = self.b(a + x)`, with `x` for what enters. */
function equations({ topology }: Block): readonly string[] {
  const { nodes, output } = topology;
  const [single, ...others] = output;
  const isOutput = (node: number) => others.length === 0 && single === node;
  const name = (source: Source) => (source === "in" ? "x" : nodeName(source));
  const sum = (sources: readonly Source[]) => sources.map(name).join(" + ");
  return [
    ...nodes.map(
      ({ inputs }, node) =>
        `${isOutput(node) ? "out" : name(node)} = self.${nodeName(node)}(${sum(inputs)})`,
    ),
    ...(others.length > 0 ? [`out = ${sum(output)}`] : []),
  ];
}
