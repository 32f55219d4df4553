import { type CompletionItem, CompletionItemKind } from "vscode-languageserver";
import { shapeText, stageShapes } from "../../../data/costs";
import { keywords } from "../../../grammar/keywords";
import { nameText } from "../../../grammar/name-text";
import type { NetworkModel } from "../../model/network-model";
import type { Context } from "./context";
import { choice, item } from "./item";
import { keywordItems } from "./keyword-items";

/** The clauses that a network still may have: its space first, then the stages that are missing. */
export function clauseItems({ network }: Context): CompletionItem[] {
  if (!network) return [];
  const { spaces } = network.declaration;
  return [
    ...keywordItems(
      "network",
      { space: "space " },
      (word) => word !== "space" || spaces.length > 0,
    ),
    ...missingStages(network).map((number) =>
      stageItem(network, number, `stage ${number}`, `stage ${number}: `),
    ),
    ...keywordItems("network", { require: "require " }, (word) => word !== "require"),
  ];
}

/** The numbers of the stages that are missing. */
export function stageNumberItems({ network }: Context): CompletionItem[] {
  if (!network) return [];
  return missingStages(network).map((number) =>
    stageItem(network, number, `${number}`, `${number}: `),
  );
}

function stageItem({ space }: NetworkModel, number: number, label: string, text: string) {
  const shapes = space && stageShapes(space)[number - 1];
  const path = shapes
    ? ` It takes ${shapeText(shapes.input)} and gives ${shapeText(shapes.output)}.`
    : "";
  const [keyword] = keywords.network.filter(({ word }) => word === "stage");
  return item({
    label,
    kind: CompletionItemKind.Keyword,
    documentation: `${keyword?.documentation ?? ""}${path}`,
    text,
  });
}

function missingStages({ space, stages }: NetworkModel): number[] {
  const written = stages.map(({ number }) => number);
  return (space?.stages ?? [])
    .map((_, place) => place + 1)
    .filter((number) => !written.includes(number));
}

/** Behind a stage's number: an expression or a body. */
export function separatorItems({ space }: Context): CompletionItem[] {
  const operations = (space?.operations ?? []).map(({ name }) => nameText(name));
  return [
    item({
      label: ":",
      kind: CompletionItemKind.Operator,
      documentation: "An expression: an operation, `conv -> mbconv`, a block, or a hole `?`.",
      text: ": ",
    }),
    item({
      label: "{ … }",
      kind: CompletionItemKind.Snippet,
      documentation: "A body: equations over `in`, with one result `out`.",
      snippet: `{\n  out = ${choice(1, operations)}(\${2:in})\n}`,
    }),
  ];
}

/** Behind a hole, what restricts it. */
export function restrictionItems(): CompletionItem[] {
  return keywordItems("hole", { in: "in { ${1:_} }" }, (word) => word !== "in");
}

export function setItems(): CompletionItem[] {
  const [set] = keywords.hole.filter(({ word }) => word === "in");
  return [
    item({
      label: "{ … }",
      kind: CompletionItemKind.Snippet,
      documentation: set?.documentation ?? "",
      snippet: "{ ${1:_} }",
    }),
  ];
}
