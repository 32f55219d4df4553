import { type CompletionItem, CompletionItemKind } from "vscode-languageserver";
import { takenByLayer } from "../../../data/layer-reader";
import { type Keyword, keywords } from "../../../grammar/keywords";
import type { SpaceBodyClause } from "../../../grammar/syntax";
import type { Context } from "./context";
import { item } from "./item";
import { keywordItem, keywordItems } from "./keyword-items";

/** The clauses that a space still may have; operations and single stages as often as one likes. */
export function spaceClauseItems({ declaration }: Context): CompletionItem[] {
  const clauses = declaration?.kind === "space" ? declaration.clauses : [];
  const written = new Set(clauses.map(({ kind }) => wordOf(kind)));
  return keywordItems(
    "space",
    {
      input: "input ${1:3 x 32 x 32}",
      classes: "classes ${1:10}",
      dataset: 'dataset "$1"',
      "count flops as": `count flops as \${1|${keywords.flopsConvention.map(({ word }) => word).join(",")}|}`,
      op: "op ${1:name} { $2 }",
      stem: "stem { $1 }",
      stages: "stages ${1:3} {\n  block of ${2:1..2} ops\n  reduce { $3 }\n}",
      stage: "stage ${1:1} {\n  $2\n}",
      head: "head { global-avg-pool  linear out classes }",
    },
    (word) => written.has(word) && word !== "op" && word !== "stage",
  );
}

function wordOf(kind: SpaceBodyClause["kind"]): string {
  if (kind === "count") return "count flops as";
  return kind === "stage-definition" ? "stage" : kind;
}

export function inputSizeItems(): CompletionItem[] {
  return documented(keywords.space, "input", ["3 x 32 x 32", "3 x 224 x 224"]);
}

export function flopsAsItems(): CompletionItem[] {
  return documented(keywords.space, "count flops as", ["flops as"]);
}

/** Layers to write between braces. */
export function bracesItems(): CompletionItem[] {
  return [
    item({
      label: "{ … }",
      kind: CompletionItemKind.Snippet,
      documentation: "Layers, one after another.",
      snippet: "{ $1 }",
    }),
  ];
}

/** What a stage may say, but what it says already: its block is one of two kinds. */
export function stageClauseItems({ declaration, offset }: Context): CompletionItem[] {
  const clauses = declaration?.kind === "space" ? declaration.clauses : [];
  const around = clauses.find(({ range }) => range.start < offset && offset <= range.end);
  const isStage = around?.kind === "stages" || around?.kind === "stage-definition";
  const written: readonly string[] = isStage ? around.clauses.map(({ kind }) => kind) : [];
  const hasBlock = written.includes("block-of") || written.includes("chain-of");
  return keywordItems(
    "stageDefinition",
    {
      "block of": "block of ${1:1..2} ops",
      "chain of": "chain of ${1:3} ops",
      first: "first out ${1:2c} stride ${2:2}",
      reduce: "reduce { $1 }",
    },
    (word) => (word.endsWith(" of") ? hasBlock : written.includes(word)),
  );
}

export function opRangeItems(): CompletionItem[] {
  return documented(keywords.stageDefinition, "block of", ["1..2 ops", "1 ops", "2 ops"]);
}

export function chainLengthItems(): CompletionItem[] {
  return documented(keywords.stageDefinition, "chain of", ["2 ops", "3 ops"]);
}

export function layerItems(): CompletionItem[] {
  return [...layers, ...groups];
}

const layers = keywordItems("layers", {
  conv: "conv ${1:3x3}",
  dwconv: "dwconv ${1:3x3}",
  "max-pool": "max-pool ${1:2x2} stride ${2:2}",
  "avg-pool": "avg-pool ${1:2x2} stride ${2:2}",
  linear: "linear out ${1:classes}",
}).map((layer) => ({ ...layer, kind: CompletionItemKind.Function }));

const groups = keywordItems("layerGroups", {
  repeat: "repeat ${1:2} { $2 }",
  residual: "residual { $1 }",
  reshape: "reshape { $1 }",
  sum: "sum { $1 } { $2 }",
});

export function kernelItems(): CompletionItem[] {
  return ["1x1", "3x3", "5x5", "7x7"].map((label) =>
    item({ label, kind: CompletionItemKind.Value, documentation: "The size of the window." }),
  );
}

/** The attributes that a layer takes and does not have yet, and then the next layer. */
export function attributeItems(layer: string, written: readonly string[]): CompletionItem[] {
  const isFirst = layer === "first";
  const taken = isFirst ? ["out", "stride"] : (takenByLayer(layer)?.attributes ?? []);
  const attributes = keywordItems(
    "layerAttributes",
    { out: "out ", stride: "stride " },
    (word) => !taken.includes(word) || written.includes(word),
  );
  return isFirst ? attributes : [...attributes, ...layerItems()];
}

export function channelsItems(): CompletionItem[] {
  return documented(keywords.layerAttributes, "out", ["c", "2c", "c/2", "o", "classes"]);
}

export function strideItems(): CompletionItem[] {
  return documented(keywords.layerAttributes, "stride", ["1", "2", "s"]);
}

/** What may stand behind a keyword, with the keyword's documentation. */
function documented(
  known: readonly Keyword[],
  keyword: string,
  texts: readonly string[],
): CompletionItem[] {
  const documentation = known.find(({ word }) => word === keyword)?.documentation ?? "";
  return texts.map((word) => ({
    ...keywordItem({ word, documentation }),
    kind: CompletionItemKind.Value,
  }));
}
