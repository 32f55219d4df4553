import {
  type CompletionItem,
  CompletionItemKind,
  InsertTextFormat,
  MarkupKind,
  type Position,
} from "vscode-languageserver";
import type { Space } from "../../data/space";
import { builtInSpaces } from "../../data/spaces";
import type { Declaration } from "../../grammar/syntax";
import { lex } from "../../grammar/tokens";
import {
  codeBlock,
  topologyEquations,
  topologyNamed,
  topologyNames,
} from "../model/block-vocabulary";
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
  return itemsFor(situationAfter(words), network, offset);
}

/** The declaration that an offset is in, also behind the end of one that is not closed yet. */
function declarationAround({ file, document }: Model, offset: number): Declaration | undefined {
  const last = file.declarations.findLast(({ range }) => range.start < offset);
  if (!last || offset <= last.range.end) return last;
  const { start, end } = last.range;
  const text = document.getText().slice(start, end);
  return text.endsWith("}") ? undefined : last;
}

/** Where in the language the cursor is. */
type Situation =
  | "file"
  | "name"
  | "network"
  | "space"
  | "stage number"
  | "block"
  | "operations of a block"
  | "equation"
  | "term"
  | "elsewhere";

/** Follows the words from the start of a declaration to the cursor. */
function situationAfter(words: readonly string[]): Situation {
  /** What is open around the cursor: a brace's owner, or the name before a parenthesis. */
  const open: string[] = [];
  let owner = "";
  for (const [place, word] of words.entries()) {
    if (word === "network" || word === "stage") owner = word;
    else if (word === "in" && words[place - 1] === "?") owner = "set";
    else if (word === "{") open.push(owner);
    else if (word === "(") open.push(words[place - 1] ?? "");
    else if (word === "}" || word === ")") open.pop();
  }
  const around = open.at(-1);
  const last = words.at(-1) ?? "";
  if (around === undefined) return last === "network" ? "name" : "file";
  if (around === "network") return inNetwork(last);
  if (around === "set") return ["{", ",", "->", "|"].includes(last) ? "block" : "elsewhere";
  if (around === "stage") return ["=", "+"].includes(last) ? "term" : "equation";
  const isBlock = /^st\d$/.test(around);
  if (isBlock) return ["(", ","].includes(last) ? "operations of a block" : "elsewhere";
  return ["(", "+"].includes(last) ? (open.includes("stage") ? "term" : "block") : "elsewhere";
}

function inNetwork(last: string): Situation {
  switch (last) {
    case "space":
      return "space";
    case "stage":
      return "stage number";
    case ":":
    case "->":
    case "|":
      return "block";
    default:
      return "network";
  }
}

function itemsFor(
  situation: Situation,
  network: NetworkModel | undefined,
  offset: number,
): CompletionItem[] {
  const space = network?.space;
  switch (situation) {
    case "file":
      return builtInSpaces.map(networkItem);
    case "space":
      return builtInSpaces.map(spaceItem);
    case "network":
      return network ? networkItems(network) : [];
    case "stage number":
      return missingStages(network).map((number) => ({
        label: `${number}`,
        kind: CompletionItemKind.Value,
        insertText: `${number}: `,
      }));
    case "block":
      return space ? [...operationItems(space), ...blockItems(space, "")] : [];
    case "operations of a block":
      return space ? operationItems(space) : [];
    case "equation":
      return [outItem];
    case "term":
      return space && network ? termItems(space, network, offset) : [];
    case "name":
    case "elsewhere":
      return [];
  }
}

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
  if (network.declaration.spaces.length > 0) return stages;
  const space = { label: "space", kind: CompletionItemKind.Keyword, insertText: "space " };
  return [...stages, { ...space, sortText: "0", detail: "the space the network lives in" }];
}

function missingStages(network: NetworkModel | undefined): number[] {
  const written = network?.stages.map(({ number }) => number);
  return Array.from({ length: network?.space?.stages ?? 0 }, (_, place) => place + 1).filter(
    (number) => !written?.includes(number),
  );
}

function operationItems(space: Space): CompletionItem[] {
  return space.operations.map(({ name, documentation }) => ({
    label: name,
    kind: CompletionItemKind.Function,
    detail: `operation of ${space.name}`,
    documentation: { kind: MarkupKind.Markdown, value: documentation },
    sortText: `0${name}`,
  }));
}

/** The built-in blocks with their operations to fill in; `input` is what follows in a body. */
function blockItems(space: Space, input: string): CompletionItem[] {
  const [operation] = space.operations;
  return topologyNames(space).flatMap((name) => {
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
}

function termItems(space: Space, network: NetworkModel, offset: number): CompletionItem[] {
  const block = stageAround(network, offset)?.declaration.block;
  const names =
    block?.kind === "body"
      ? block.equations.filter(({ range }) => range.end < offset).map(({ name }) => name.text)
      : [];
  return [
    {
      label: "in",
      kind: CompletionItemKind.Keyword,
      detail: "what the block reads",
      sortText: "00",
    },
    ...names.map((name) => ({
      label: name,
      kind: CompletionItemKind.Variable,
      sortText: `01${name}`,
    })),
    ...operationItems(space).map((item) => ({
      ...item,
      insertText: `${item.label}(\${1:in})`,
      insertTextFormat: InsertTextFormat.Snippet,
    })),
    ...blockItems(space, "(in)"),
  ];
}
