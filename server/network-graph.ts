import type { Metric } from "../data/benchmark";
import type { Block } from "../data/blocks";
import { type Cost, costOfLayers, type StageCost, shapeText, stageCosts } from "../data/costs";
import { formatNumber } from "../data/format";
import { flops, params } from "../data/metrics";
import type { Space } from "../data/space";
import { lspRange } from "./features/place";
import type {
  GraphAmount,
  GraphBlock,
  GraphCost,
  GraphPart,
  NetworkAddress,
  NetworkGraph,
  Place,
  Refusal,
} from "./messages";
import { equationsOf } from "./model/block-vocabulary";
import type { Model } from "./model/model";
import type { NetworkModel, StageModel } from "./model/network-model";

/** What there is of a network, part by part, as far as it is written. */
export function networkGraph(
  model: Model | undefined,
  { network: name, position }: NetworkAddress & { readonly position?: Place["position"] },
): NetworkGraph | Refusal {
  const network = model && networkMeant(model, name, position);
  if (!model || !network) {
    return {
      refusal: `There is no network ${name} in the document any more. Place the cursor in a network and run “Blox: Show Graph”.`,
    };
  }
  const { space } = network;
  if (!space) {
    return {
      refusal: `The space of ${name} is not known or has a mistake, so there is nothing to draw: see the Problems panel.`,
    };
  }
  const stages = stagesOf(model, network, space);
  const parts = partsOf(space, stages);
  const costs = parts.map(({ cost }) => cost);
  const total = costs.every((cost) => cost !== undefined) ? sum(costs) : undefined;
  return {
    address: { uri: model.document.uri, network: network.name },
    version: model.version,
    position: nameStart(model, network),
    space: space.name,
    operations: space.operations.map(({ name }) => name),
    parts: parts.map(({ part, cost }) => ({ ...part, ...(cost && { cost: shown(cost, total) }) })),
    ...(total && { total: shown(total) }),
    missing: stages.flatMap(({ missing }) => missing ?? []),
  };
}

/** By name; where no network has it any more, the one whose name stands where that one's stood. */
function networkMeant(
  model: Model,
  name: string,
  position: Place["position"] | undefined,
): NetworkModel | undefined {
  const named = model.networks.find((network) => network.name === name);
  if (named || !position) return named;
  return model.networks.find((network) => {
    const { line, character } = nameStart(model, network);
    return line === position.line && character === position.character;
  });
}

function nameStart(model: Model, { declaration }: NetworkModel): Place["position"] {
  return lspRange(model, declaration.name?.range ?? declaration.range).start;
}

/** From the least to the most that it may be. */
interface CostRange {
  readonly least: Counts;
  readonly most: Counts;
}

interface CostedPart {
  readonly part: GraphPart;
  readonly cost: CostRange | undefined;
}

interface GraphStage {
  readonly number: number;
  readonly costs: StageCost;
  readonly block: GraphBlock;
  readonly candidates: readonly Block[];
  readonly position: Place["position"] | undefined;
  readonly missing: string | undefined;
}

function stagesOf(model: Model, network: NetworkModel, space: Space): GraphStage[] {
  return stageCosts(space).stages.map((costs, place) => {
    const number = place + 1;
    const stage = network.stages.find((written) => written.number === number);
    const block = blockOf(model, stage);
    return {
      number,
      costs,
      block,
      candidates: stage?.candidates ?? [],
      position: stage && lspRange(model, stage.declaration.heading).start,
      missing: block.kind === "missing" ? reasonOf(model, stage, number) : undefined,
    };
  });
}

function blockOf(model: Model, stage: StageModel | undefined): GraphBlock {
  if (!stage) return { kind: "missing", what: "not written yet" };
  const { block, candidates, declaration } = stage;
  const written = declaration.block;
  if (!written) return { kind: "missing", what: "no block yet" };
  if (written.kind === "hole" && candidates.length > 0) {
    const expression = model.document.getText(lspRange(model, written.range));
    return {
      kind: "hole",
      expression: expression.replaceAll(/\s+/g, " "),
      choices: candidates.length,
    };
  }
  if (!block) return { kind: "missing", what: "not understood" };
  const { expression, graph } = block;
  return { kind: "joined", expression, equations: equationsOf(graph), ...graph };
}

/** In the words of the stage's first mistake, where there is one. */
function reasonOf(model: Model, stage: StageModel | undefined, number: number): string {
  if (!stage) return `Stage ${number} is not written yet.`;
  const { range, block } = stage.declaration;
  const mistake = model.problems.find(
    (problem) =>
      problem.severity === "error" &&
      problem.range.start >= range.start &&
      problem.range.end <= range.end,
  );
  if (block && mistake) return `Stage ${number}: ${mistake.message}`;
  return `Stage ${number} has no block yet.`;
}

function partsOf(space: Space, stages: readonly GraphStage[]): CostedPart[] {
  const { stem, head } = stageCosts(space);
  const input = shapeText(space.input);
  const entering = stages[0]?.costs.input ?? space.input;
  const leaving = stages.at(-1)?.costs.output ?? entering;
  const output = shapeText(costOfLayers(space.head, leaving, space).output);
  return [
    { part: { kind: "input", title: "Input", output: input }, cost: exactly(nothing) },
    { part: { kind: "stem", title: "Stem", output: shapeText(entering) }, cost: exactly(stem) },
    ...stages.flatMap((stage) => [stagePart(stage), ...reductionPart(stage)]),
    { part: { kind: "head", title: "Head", output }, cost: exactly(head) },
  ];
}

function stagePart({ number, costs, block, candidates, position }: GraphStage): CostedPart {
  return {
    part: {
      kind: "stage",
      title: `Stage ${number}`,
      stage: number,
      ...(position && { position }),
      block,
      output: shapeText(costs.blockOutput),
    },
    cost: rangeOf(candidates.flatMap(({ index }) => costs.blocks[index] ?? [])),
  };
}

/** None where nothing follows the block. */
function reductionPart({ number, costs }: GraphStage): CostedPart[] {
  const { reduction } = costs;
  const output = shapeText(costs.output);
  const isNothing = isFree(reduction) && output === shapeText(costs.blockOutput);
  if (isNothing) return [];
  const part: GraphPart = { kind: "reduction", title: "Reduction", stage: number, output };
  return [{ part, cost: exactly(reduction) }];
}

type Counts = Pick<Cost, "params" | "flops">;

const nothing: Counts = { params: 0, flops: 0 };

function isFree({ params, flops }: Counts): boolean {
  return params === 0 && flops === 0;
}

function exactly(cost: Counts): CostRange {
  return { least: cost, most: cost };
}

/** Undefined where there is nothing to choose from. */
function rangeOf(costs: readonly Counts[]): CostRange | undefined {
  const [first] = costs;
  if (!first) return undefined;
  const extreme = (choose: (a: number, b: number) => number): Counts =>
    costs.reduce<Counts>(
      (a, b) => ({ params: choose(a.params, b.params), flops: choose(a.flops, b.flops) }),
      first,
    );
  return { least: extreme(Math.min), most: extreme(Math.max) };
}

function sum(ranges: readonly CostRange[]): CostRange {
  const add = (a: Counts, b: Counts): Counts => ({
    params: a.params + b.params,
    flops: a.flops + b.flops,
  });
  return ranges.reduce((a, b) => ({ least: add(a.least, b.least), most: add(a.most, b.most) }));
}

function shown({ least, most }: CostRange, total?: CostRange): GraphCost {
  const amount = (metric: Metric, name: keyof Counts): GraphAmount => {
    const text = formatNumber(metric, least[name]);
    if (most[name] !== least[name]) return { text, most: formatNumber(metric, most[name]) };
    const whole = total && total.least[name] === total.most[name] ? total.least[name] : undefined;
    return { text, ...(whole && { share: least[name] / whole }) };
  };
  return { params: amount(params, "params"), flops: amount(flops, "flops") };
}
