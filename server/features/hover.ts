import { type Hover, MarkupKind, type Position } from "vscode-languageserver";
import { type Architecture, indexOf } from "../../data/architecture";
import { hasVectors, vectorOf } from "../../data/architecture-vector";
import type { Benchmark } from "../../data/benchmark";
import { valueAt, valuesOf } from "../../data/benchmark";
import { originOf } from "../../data/column-origin";
import { networkCost, shapeText, stageCosts } from "../../data/costs";
import { countText, formatNumber, formatValue } from "../../data/format";
import type { Space } from "../../data/space";
import type { Name, Range } from "../../grammar/syntax";
import type { Benchmarks } from "../benchmarks";
import { type CompletedMetric, type Completions, completionsOf } from "../completions";
import type { NetworkHere } from "../messages";
import { codeBlock, equationsOf } from "../model/block-vocabulary";
import type { Model } from "../model/model";
import type { NetworkModel, StageModel } from "../model/network-model";
import { constraintsOf } from "../requirements";
import { metricText } from "../searches/constraints";
import { missingNotes } from "../shown-values";
import { aboutBlock, aboutTopology, blockHover } from "./block-hover";
import { curvesLink } from "./curves-link";
import { explainLink } from "./explain-link";
import { costText, paragraphs, shareText } from "./hover-text";
import { keywordHover } from "./keyword-hover";
import { contains, lspRange, networkAround, stageAround, usedNameAt } from "./place";
import { aboutMetric, searchHover } from "./search-hover";
import { aboutOperation, aboutSpace, spaceHover } from "./space-hover";

/** What the text at a position stands for: what it is, what it costs, how good it is, and who says so. */
export function hover(
  model: Model,
  position: Position,
  benchmarks: Benchmarks,
  hasCurves: HasCurves = () => false,
): Hover | undefined {
  const offset = model.document.offsetAt(position);
  const network = networkAround(model, offset);
  const named = network
    ? contentAt(model, network, offset, benchmarks, hasCurves)
    : (searchHover(model, offset, benchmarks) ??
      spaceHover(model, offset, benchmarks) ??
      blockHover(model, offset));
  const found = named ?? keywordHover(model, offset);
  return (
    found && {
      contents: { kind: MarkupKind.Markdown, value: found.markdown },
      range: lspRange(model, found.range),
    }
  );
}

/** Whether there are training curves of a network of a space. */
type HasCurves = (space: Space, network: number) => boolean;

interface Content {
  readonly markdown: string;
  readonly range: Range;
}

function contentAt(
  model: Model,
  network: NetworkModel,
  offset: number,
  benchmarks: Benchmarks,
  hasCurves: HasCurves,
): Content | undefined {
  const { declaration, space } = network;
  if (!space) return undefined;
  const { name } = declaration;
  if (name && contains({ start: declaration.range.start, end: name.range.end }, offset)) {
    const markdown = aboutNetwork(model, network, space, benchmarks(space), hasCurves);
    return { markdown, range: name.range };
  }
  const clause = declaration.spaces.find(({ range }) => contains(range, offset));
  if (clause) return { markdown: aboutSpace(space, benchmarks(space)), range: clause.range };

  const stage = stageAround(network, offset);
  if (!stage) return requiredMetric(network, offset, benchmarks(space));
  const { heading } = stage.declaration;
  if (contains(heading, offset)) {
    const markdown = aboutStage(stage, network, space);
    return markdown === undefined ? undefined : { markdown, range: heading };
  }
  const used = usedNameAt(stage, offset);
  const declared = used && model.blocks.get(used.text);
  const markdown = declared ? aboutBlock(model, declared) : used && aboutUse(used, stage, space);
  return used && markdown !== undefined ? { markdown, range: used.range } : undefined;
}

function requiredMetric(
  { declaration }: NetworkModel,
  offset: number,
  { columns }: Benchmark,
): Content | undefined {
  const metric = declaration.requirements
    .flatMap(({ condition }) => condition?.metric ?? [])
    .find(({ range }) => contains(range, offset));
  const column = metric && columns.find((one) => one.metric.name === metricText(metric));
  return metric && column && { markdown: aboutMetric(column), range: metric.range };
}

function aboutNetwork(
  model: Model,
  network: NetworkModel,
  space: Space,
  benchmark: Benchmark,
  hasCurves: HasCurves,
): string {
  const { declaration, name, architecture, choices } = network;
  const dataset = space.dataset === undefined ? "" : `, ${space.dataset}`;
  const title = `**network** \`${name}\` · \`${space.name}\`${dataset}`;
  const documentation = declaration.documentation ?? "";
  if (!architecture && choices) {
    const constraints = constraintsOf(model, network, benchmark);
    const completions = completionsOf(benchmark, choices, constraints);
    return paragraphs(title, documentation, ...aboutCompletions(completions, constraints.length));
  }
  if (!architecture) {
    return paragraphs(
      title,
      documentation,
      "Not complete yet: no numbers before every stage has a block.",
    );
  }
  const index = indexOf(space, architecture);
  return paragraphs(
    title,
    documentation,
    valueTable(benchmark, index),
    missingNotes(benchmark)
      .map((note) => `*${note}*`)
      .join("  \n"),
    linksTo(
      { uri: model.document.uri, network: name, space: space.name },
      hasCurves(space, index) ? index : undefined,
    ),
    namesText(benchmark, architecture),
  );
}

/** `index`: the network's, where there are training curves of it. */
function linksTo(network: NetworkHere, index: number | undefined): string {
  const { space, uri, network: name } = network;
  const curves =
    index === undefined ? [] : [curvesLink({ space, uri, networks: [{ name, index }] })];
  return [explainLink(network), ...curves].join(" · ");
}

/** By what a network is known elsewhere. Vectors and hashes exist only where the space has them. */
function namesText({ space, hashOf }: Benchmark, architecture: Architecture): string {
  const index = indexOf(space, architecture);
  if (!hasVectors(space)) return `Index ${index}`;
  return `Index ${index} · hash \`${hashOf(index) ?? "unknown"}\`  \nVector \`${vectorOf(space, architecture)}\``;
}

/** How many ways there are to fill the holes, and what they give. */
function aboutCompletions(completions: Completions, requirements: number): string[] {
  const { count, looked, meeting, metrics } = completions;
  const met = requirements === 0 ? "" : `, of which ${countText(meeting)} meet every requirement`;
  const sample =
    looked < count ? `, too many to look at each. Of ${countText(looked)} drawn at random` : "";
  const text = ({ column, best = 0 }: CompletedMetric, value: number) =>
    formatNumber(column.metric, value, column.standardErrors?.[best]).replaceAll(" ", "\u00a0");
  const bestText = ({ column, bestMeeting }: CompletedMetric) => {
    const value = bestMeeting === undefined ? undefined : valueAt(column, bestMeeting);
    return value ? formatValue(value).replaceAll(" ", "\u00a0") : "none";
  };
  const gap = "&nbsp;&nbsp;";
  const rows = metrics.map(
    (one) =>
      `| ${one.column.metric.title} (${originOf(one.column)})${gap} | ${text(one, one.lowest)}${gap} | ${text(one, one.highest)}${gap} | **${bestText(one)}** |`,
  );
  const best = requirements === 0 ? "best" : "best that meets them";
  return [
    `${countText(count)} ways to fill its holes${sample}${met}.`,
    [`| | from${gap} | to${gap} | ${best} |`, "|:--|--:|--:|--:|", ...rows].join("\n"),
  ];
}

function valueTable(benchmark: Benchmark, index: number): string {
  // Cells touch one another in the editor's hovers, so they bring their own margins, and a value stays
  // on one line.
  const gap = "&nbsp;&nbsp;";
  const rows = valuesOf(benchmark, index).map((value) => {
    const origin = value.provenance === "exact" ? `exact, ${value.source}` : value.source;
    const number = formatValue(value).replaceAll(" ", "\u00a0");
    return `| ${value.metric.title}${gap} | **${number}**${gap} | ${origin} |`;
  });
  return ["| | | |", "|:--|--:|:--|", ...rows].join("\n");
}

function aboutStage(
  { number, block }: StageModel,
  { architecture }: NetworkModel,
  space: Space,
): string | undefined {
  const costs = number === undefined ? undefined : stageCosts(space).stages[number - 1];
  if (!costs || number === undefined) return undefined;
  const path = `${shapeText(costs.input)} → ${shapeText(costs.output)}`;
  const title = `**stage ${number}** of ${space.stages.length} · ${path}`;
  const cost = block && costs.blocks[block.index];
  if (!block || !cost) return title;
  const whole = architecture && networkCost(space, architecture);
  return paragraphs(
    title,
    `Block \`${block.expression}\`, topology ${block.topology.name}: ${costText(cost)} (exact)${whole ? ` · ${shareText(cost.flops, whole.flops)} of the network's FLOPs` : ""}`,
    codeBlock(equationsOf(block.graph)),
    space.stages[number - 1]?.reduction.length
      ? `Then the reduction to ${shapeText(costs.output)}: ${costText(costs.reduction)} (exact)`
      : "",
  );
}

function aboutUse(name: Name, { number }: StageModel, space: Space): string | undefined {
  const operation = space.operations.find((known) => known.name === name.text);
  if (operation) return aboutOperation(operation, space, number);
  return aboutTopology(name, space);
}
