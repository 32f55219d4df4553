import { networkCount } from "../../data/architecture";
import type { Benchmark } from "../../data/benchmark";
import { blocksOf } from "../../data/blocks";
import { originOf, sourceOf } from "../../data/column-origin";
import { costOfLayers, operationCosts, shapeText, stageCosts } from "../../data/costs";
import { isEnumerable } from "../../data/exact-columns";
import { countText } from "../../data/format";
import type { Operation, Space } from "../../data/space";
import { keywords } from "../../grammar/keywords";
import type {
  LayerList,
  LayerSyntax,
  Range,
  SpaceBodyClause,
  SpaceDeclaration,
  StageDefinition,
} from "../../grammar/syntax";
import type { Benchmarks } from "../benchmarks";
import type { Model } from "../model/model";
import { notesOf } from "../shown-values";
import { costText, paragraphs } from "./hover-text";
import { contains } from "./place";

interface Content {
  readonly markdown: string;
  readonly range: Range;
}

/** What the text at an offset in a space's declaration stands for, or the space that a search names. */
export function spaceHover(
  model: Model,
  offset: number,
  benchmarks: Benchmarks,
): Content | undefined {
  for (const declaration of model.file.declarations) {
    if (!contains(declaration.range, offset)) continue;
    if (declaration.kind === "space") return inDeclaration(model, declaration, offset, benchmarks);
    if (declaration.kind !== "search") return undefined;
    const clause = declaration.clauses.find(({ range }) => contains(range, offset));
    const name = clause?.kind === "space-clause" ? clause.name : undefined;
    const space = name && model.spaces.named(name.text);
    return name && space && { markdown: aboutSpace(space, benchmarks(space)), range: name.range };
  }
  return undefined;
}

function inDeclaration(
  model: Model,
  { name, base, clauses }: SpaceDeclaration,
  offset: number,
  benchmarks: Benchmarks,
): Content | undefined {
  for (const written of [name, base]) {
    const space = written && model.spaces.named(written.text);
    if (space && contains(written.range, offset))
      return { markdown: aboutSpace(space, benchmarks(space)), range: written.range };
  }
  const clause = clauses.find(({ range }) => contains(range, offset));
  const space = name && model.spaces.named(name.text);
  return clause && (layerAt(clause, offset) ?? (space && inClause(space, clause, offset)));
}

function inClause(space: Space, clause: SpaceBodyClause, offset: number): Content | undefined {
  switch (clause.kind) {
    case "op": {
      const operation = space.operations.find(({ name }) => name === clause.name?.text);
      if (!clause.name || !operation || !contains(clause.name.range, offset)) return undefined;
      return { markdown: aboutOperation(operation, space), range: clause.name.range };
    }
    case "stem":
    case "head": {
      const range = { start: clause.range.start, end: clause.range.start + clause.kind.length };
      if (!contains(range, offset)) return undefined;
      const input = clause.kind === "stem" ? space.input : stageCosts(space).stages.at(-1)?.output;
      const cost = input && costOfLayers(space[clause.kind], input, space);
      if (!input || !cost) return undefined;
      const path = `${shapeText(input)} → ${shapeText(cost.output)}`;
      return { markdown: `**${clause.kind}** · ${path}: ${costText(cost)} (exact)`, range };
    }
    case "stages":
    case "stage-definition":
      return contains(clause.heading, offset)
        ? { markdown: aboutStages(space, clause), range: clause.heading }
        : undefined;
    default:
      return undefined;
  }
}

function aboutStages(space: Space, { kind, number }: StageDefinition): string {
  const { stages } = stageCosts(space);
  const lines = stages.flatMap(({ input, output, reduction }, stage) => {
    if (kind === "stage-definition" && number?.value !== stage + 1) return [];
    const blocks = countText(blocksOf(space, stage).length);
    const then = space.stages[stage]?.reduction.length
      ? `, its reduction ${costText(reduction)} (exact)`
      : "";
    return `- **stage ${stage + 1}** · ${shapeText(input)} → ${shapeText(output)} · ${blocks} blocks${then}`;
  });
  return lines.join("\n");
}

/** A layer's word, with what it is. */
function layerAt(clause: SpaceBodyClause, offset: number): Content | undefined {
  const layers = "layers" in clause && clause.layers ? layersOf(clause.layers) : [];
  const inStages =
    "clauses" in clause
      ? clause.clauses.flatMap((part) =>
          part.kind === "reduce" && part.layers ? layersOf(part.layers) : [],
        )
      : [];
  const layer = [...layers, ...inStages].find(({ name }) => contains(name.range, offset));
  const keyword = [...keywords.layers, ...keywords.layerGroups].find(
    ({ word }) => word === layer?.name.text,
  );
  return (
    layer &&
    keyword && {
      markdown: `**layer** \`${keyword.word}\` · ${keyword.documentation}`,
      range: layer.name.range,
    }
  );
}

function layersOf({ layers }: LayerList): LayerSyntax[] {
  return layers.flatMap((layer) =>
    layer.kind === "group" ? [layer, ...layer.bodies.flatMap(layersOf)] : [layer],
  );
}

export function aboutSpace(space: Space, benchmark: Benchmark): string {
  const count = networkCount(space);
  const metrics = benchmark.columns.map(
    (column) => `- ${column.metric.title}: ${originOf(column)}, ${sourceOf(column)}`,
  );
  const dataset = space.dataset === undefined ? "" : `, ${space.dataset}`;
  return paragraphs(
    `**space** \`${space.name}\` · ${countText(count)} networks, ${stagesText(space)}${dataset}`,
    space.documentation,
    metrics.join("\n"),
    isEnumerable(space)
      ? ""
      : "*Too many networks to look at each: holes are answered by a sample, and searches see what they evaluate.*",
    notesOf(benchmark)
      .map((note) => `*${note}*`)
      .join("  \n"),
  );
}

/** `3 stages × 45 blocks`, `3 stages of 9, 27 and 27 blocks` */
function stagesText(space: Space): string {
  const counts = space.stages.map((_, stage) => blocksOf(space, stage).length);
  const [first = 0] = counts;
  const stages = counts.length === 1 ? "1 stage" : `${counts.length} stages`;
  if (counts.every((count) => count === first)) return `${stages} × ${countText(first)} blocks`;
  return `${stages} of ${counts.slice(0, -1).map(countText).join(", ")} and ${countText(counts.at(-1) ?? 0)} blocks`;
}

/** What an operation costs in a stage (from 1), or in each. */
export function aboutOperation(operation: Operation, space: Space, number?: number): string {
  const place = space.operations.indexOf(operation);
  const lines = stageCosts(space).stages.flatMap(({ input }, stage) => {
    if (number !== undefined && number !== stage + 1) return [];
    const { first, others, output } = operationCosts(space, stage, input);
    const [asFirst, behind] = [first[place], others[place]];
    if (!asFirst || !behind) return [];
    const where = `In stage ${stage + 1}, on`;
    if (first === others) return `${where} ${shapeText(input)}: ${costText(asFirst)} (exact)`;
    return [
      `${where} ${shapeText(input)} as its first: ${costText(asFirst)} (exact)`,
      `${where} ${shapeText(output)} behind it: ${costText(behind)} (exact)`,
    ];
  });
  return paragraphs(
    `**operation** \`${operation.name}\` of \`${space.name}\``,
    operation.documentation,
    lines.join("  \n"),
  );
}
