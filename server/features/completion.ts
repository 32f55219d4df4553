import {
  type CompletionItem,
  CompletionItemKind,
  InsertTextFormat,
  MarkupKind,
  type Position,
} from "vscode-languageserver";
import { builtInSpaces } from "../../data/built-in-spaces";
import type { Space } from "../../data/space";
import type {
  BlockBody,
  Declaration,
  Equation,
  Name,
} from "../../grammar/syntax";
import { lex } from "../../grammar/tokens";
import {
  codeBlock,
  topologyEquations,
  topologyNamed,
  topologyNames,
} from "../model/block-vocabulary";
import type { KnownBlocks } from "../model/known-blocks";
import { defaultSpace } from "../model/known-spaces";
import type { Model } from "../model/model";
import type { NetworkModel } from "../model/network-model";
import { networkSkeleton } from "../network-skeleton";
import { stageAround } from "./place";

/** What may be written at a position. */
export function completion(model: Model, position: Position): CompletionItem[] {
  const offset = model.document.offsetAt(position);
  const declaration = declarationAround(model, offset);
  const network = model.networks.find((network) => network.declaration === declaration);
  const start = declaration?.range.start ?? 0;
  // Without the word that is being typed: the editor filters by it.
  const before = model.document
    .getText()
    .slice(start, offset)
    .replace(/[\w-]*$/, "");
  const { tokens, comments, documentation, openComment } = lex(before);
  const isInComment =
    openComment !== undefined ||
    [...comments, ...documentation].some(
      ({ startOffset, image }) =>
        startOffset + image.length === before.length && !image.endsWith("*/"),
    );
  if (isInComment) return [];
  const words = tokens.map(({ image }) => image);
  const { blocks } = model;
  const space = network ? network.space : defaultSpace;
  const names = [...blocks.keys(), ...(space ? topologyNames(space) : [])];
  const isBlock = declaration?.kind === "block";
  const body = isBlock ? declaration.body : network && bodyAround(network, offset);
  return itemsFor(situationAfter(words, names), {
    space,
    network,
    blocks,
    parameters: isBlock ? declaration.parameters : [],
    above: body?.equations.filter(({ range, value }) => value && range.end < offset) ?? [],
  });
}

/** The declaration that an offset is in, also behind the end of one that is not closed yet. */
function declarationAround({ file, document }: Model, offset: number): Declaration | undefined {
  const last = file.declarations.findLast(({ range }) => range.start < offset);
  if (!last || offset <= last.range.end) return last;
  const { start, end } = last.range;
  const text = document.getText().slice(start, end);
  return text.endsWith("}") ? undefined : last;
}

function bodyAround(network: NetworkModel, offset: number): BlockBody | undefined {
  const block = stageAround(network, offset)?.declaration.block;
  return block?.kind === "body" ? block : undefined;
}

/** Where in the language the cursor is. */
type Situation =
  | "file"
  | "name"
  | "network"
  | "metric"
  | "comparison"
  | "set"
  | "space"
  | "stage number"
  | "block"
  | "part of a block"
  | "operations of a block"
  | "equation"
  | "term"
  | "elsewhere";

/** Follows the words from the start of a declaration to the cursor. */
function situationAfter(words: readonly string[], blocks: readonly string[]): Situation {
  /** What is open around the cursor: a brace's owner, or the name before a parenthesis. */
  const open: string[] = [];
  let owner = "";
  for (const [place, word] of words.entries()) {
    if (["network", "stage", "block"].includes(word)) owner = word;
    else if (word === "in" && words[place - 1] === "?") owner = "set";
    else if (word === "{") open.push(owner);
    else if (word === "(") open.push(words[place - 1] ?? "");
    else if (word === "}" || word === ")") open.pop();
  }
  const around = open.at(-1);
  const last = words.at(-1) ?? "";
  const isInBody = open.includes("stage") || open.includes("block");
  if (around === undefined) return ["network", "block"].includes(last) ? "name" : "file";
  if (around === "network") return inNetwork(words);
  if (around === "set") return ["{", ",", "->", "|"].includes(last) ? "block" : "elsewhere";
  if (around === "stage" || around === "block")
    return ["=", "+"].includes(last) ? "term" : "equation";
  // A block's own parameters are names to invent.
  if (words[0] === "block" && !isInBody) return "elsewhere";
  if (blocks.includes(around))
    return ["(", ","].includes(last) ? "operations of a block" : "elsewhere";
  return ["(", "+"].includes(last) ? (isInBody ? "term" : "part of a block") : "elsewhere";
}

function inNetwork(words: readonly string[]): Situation {
  const [before, last] = words.slice(-2);
  switch (last) {
    case "space":
      return "space";
    case "stage":
      return "stage number";
    case ":":
      return "block";
    case "->":
    case "|":
      return "part of a block";
    case "?":
      return "set";
    case "require":
      return "metric";
    case "<=":
    case ">=":
    case "<":
    case ">":
      return "elsewhere";
    default:
      return before === "require" ? "comparison" : "network";
  }
}

/** What the names at the cursor may be. */
interface Context {
  readonly space: Space | undefined;
  readonly network: NetworkModel | undefined;
  readonly blocks: KnownBlocks;
  /** Of the block declaration around the cursor. */
  readonly parameters: readonly Name[];
  /** The equations above the cursor in the body around it. */
  readonly above: readonly Equation[];
}

function itemsFor(situation: Situation, context: Context): CompletionItem[] {
  const { space, network, parameters } = context;
  const operations = space ? operationItems(space, parameters) : [];
  switch (situation) {
    case "file":
      return [...builtInSpaces.map(networkItem), blockDeclarationItem];
    case "space":
      return builtInSpaces.map(spaceItem);
    case "network":
      return network ? networkItems(network) : [];
    case "metric":
      return metricItems;
    case "comparison":
      return ["<=", ">="].map((label) => ({ label, kind: CompletionItemKind.Operator }));
    case "set":
      return [anySetItem];
    case "stage number":
      return missingStages(network).map((number) => ({
        label: `${number}`,
        kind: CompletionItemKind.Value,
        insertText: `${number}: `,
      }));
    case "block":
      return space ? [...operations, ...blockItems(space, context, ""), holeItem] : [];
    case "part of a block":
      return space ? [...operations, ...blockItems(space, context, "")] : [];
    case "operations of a block":
      return operations;
    case "equation":
      return [outItem];
    case "term":
      return space ? termItems(space, context, operations) : [];
    case "name":
    case "elsewhere":
      return [];
  }
}

const holeItem: CompletionItem = {
  label: "?",
  kind: CompletionItemKind.Keyword,
  detail: "a hole: any block of the space",
  sortText: "2",
};

const anySetItem: CompletionItem = {
  label: "in",
  kind: CompletionItemKind.Keyword,
  detail: "only these blocks; `_` stands for any operation",
  insertText: "in { ${1:_} }",
  insertTextFormat: InsertTextFormat.Snippet,
};

const blockDeclarationItem: CompletionItem = {
  label: "block",
  kind: CompletionItemKind.Snippet,
  detail: "a block to use in several places",
  insertText: "block ${1:name}(${2:a}, ${3:b}) {\n  x = ${2:a}(in)\n  out = ${3:b}(x + in)\n}\n",
  insertTextFormat: InsertTextFormat.Snippet,
};

const metricItems: CompletionItem[] = [
  ["accuracy", "test top-1, in %", "accuracy >= ${1:75} %"],
  ["params", "learned parameters", "params <= ${1:3} M"],
  ["flops", "as the space counts them, for one image", "flops <= ${1:250} M"],
  ["latency", "for one image, on a device", 'latency("${1:x86-64 ort-cpu 1t}") <= ${2:3} ms'],
].map(([label = "", detail = "", insertText = ""]) => ({
  label,
  detail,
  insertText,
  kind: CompletionItemKind.Property,
  insertTextFormat: InsertTextFormat.Snippet,
}));

const outItem: CompletionItem = {
  label: "out",
  kind: CompletionItemKind.Keyword,
  detail: "what the block gives",
  insertText: "out = ",
};

/** A whole network of a space to fill in. */
function networkItem(space: Space): CompletionItem {
  return {
    label: "network",
    kind: CompletionItemKind.Snippet,
    detail: `a network of ${space.name}`,
    insertText: networkSkeleton(space),
    insertTextFormat: InsertTextFormat.Snippet,
  };
}

function spaceItem({ name, documentation }: Space): CompletionItem {
  return {
    label: name,
    kind: CompletionItemKind.Module,
    documentation: { kind: MarkupKind.Markdown, value: documentation },
  };
}

function networkItems(network: NetworkModel): CompletionItem[] {
  const stages = missingStages(network).map((number) => ({
    label: `stage ${number}`,
    kind: CompletionItemKind.Keyword,
    sortText: `1${number}`,
    insertText: `stage ${number}: `,
  }));
  const clause = { kind: CompletionItemKind.Keyword };
  const require = {
    ...clause,
    label: "require",
    detail: "what the network must meet",
    sortText: "2",
    insertText: "require ",
  };
  if (network.declaration.spaces.length > 0) return [...stages, require];
  const space = {
    ...clause,
    label: "space",
    detail: "the space the network lives in",
    sortText: "0",
    insertText: "space ",
  };
  return [...stages, space, require];
}

function missingStages(network: NetworkModel | undefined): number[] {
  const written = network?.stages.map(({ number }) => number);
  return Array.from({ length: network?.space?.stages.length ?? 0 }, (_, place) => place + 1).filter(
    (number) => !written?.includes(number),
  );
}

function operationItems(space: Space, parameters: readonly Name[]): CompletionItem[] {
  const given = parameters.map(({ text }) => ({
    label: text,
    kind: CompletionItemKind.TypeParameter,
    detail: "parameter of this block",
    sortText: `00${text}`,
  }));
  const operations = space.operations.map(({ name, documentation }) => ({
    label: name,
    kind: CompletionItemKind.Function,
    detail: `operation of ${space.name}`,
    documentation: { kind: MarkupKind.Markdown, value: documentation },
    sortText: `0${name}`,
  }));
  return [...given, ...operations];
}

/** The blocks with their operations to fill in; `input` is what follows in a body. */
function blockItems(space: Space, { blocks }: Context, input: string): CompletionItem[] {
  const [operation] = space.operations;
  const declared = Array.from(blocks.values()).flatMap((declaration) => {
    const { name, parameters, documentation } = declaration;
    if (!name) return [];
    const operations = parameters.map(({ text }, place) => `\${${place + 1}:${text}}`);
    return {
      label: name.text,
      kind: CompletionItemKind.Struct,
      detail: `block of ${blocks.homeOf(declaration)}, of ${parameters.map(({ text }) => text).join(", ")}`,
      ...(documentation && {
        documentation: { kind: MarkupKind.Markdown, value: documentation },
      }),
      insertText: `${name.text}(${operations.join(", ")})${input}`,
      insertTextFormat: InsertTextFormat.Snippet,
      sortText: `1${name.text}`,
    };
  });
  const builtIn = topologyNames(space).flatMap((name) => {
    const topology = topologyNamed(space, name);
    if (!topology) return [];
    const { nodes } = topology;
    const operations = nodes.map((_, place) => `\${${place + 1}:${operation?.name ?? ""}}`);
    return {
      label: name,
      kind: CompletionItemKind.Struct,
      detail: `block of ${nodes.length === 1 ? "1 operation" : `${nodes.length} operations`}`,
      documentation: { kind: MarkupKind.Markdown, value: codeBlock(topologyEquations(topology)) },
      insertText: `${name}(${operations.join(", ")})${input}`,
      insertTextFormat: InsertTextFormat.Snippet,
      sortText: `1${name}`,
    };
  });
  return [...declared, ...builtIn];
}

function termItems(
  space: Space,
  context: Context,
  operations: readonly CompletionItem[],
): CompletionItem[] {
  return [
    {
      label: "in",
      kind: CompletionItemKind.Keyword,
      detail: "what the block reads",
      sortText: "00",
    },
    ...context.above.map(({ name }) => ({
      label: name.text,
      kind: CompletionItemKind.Variable,
      sortText: `01${name.text}`,
    })),
    ...operations.map((item) => ({
      ...item,
      insertText: `${item.label}(\${1:in})`,
      insertTextFormat: InsertTextFormat.Snippet,
    })),
    ...blockItems(space, context, "(in)"),
  ];
}
