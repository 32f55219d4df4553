import { type CompletionItem, CompletionItemKind } from "vscode-languageserver";
import type { Space } from "../../../data/space";
import { keywords } from "../../../grammar/keywords";
import { nameText } from "../../../grammar/name-text";
import { printBody } from "../../../grammar/printer";
import type { BlockDeclaration } from "../../../grammar/syntax";
import {
  codeBlock,
  topologyEquations,
  topologyNamed,
  topologyNames,
} from "../../model/block-vocabulary";
import { paragraphs } from "../hover-text";
import type { Context } from "./context";
import { choice, item } from "./item";
import { keywordItem, keywordItems } from "./keyword-items";

/** What may stand behind a colon, or in a hole's set: an operation, a block, a hole. */
export function wholeBlockItems(context: Context, isInSet: boolean): CompletionItem[] {
  const parts = partItems(context, isInSet);
  return context.space ? [...parts, holeItem] : parts;
}

/** What may stand behind an arrow or a bar. */
export function partItems(context: Context, isInSet: boolean): CompletionItem[] {
  return [...operationItems(context, isInSet), ...blockItems(context, isInSet, "")];
}

const holeItem = item({
  label: "?",
  kind: CompletionItemKind.Keyword,
  documentation: "A hole: any block of the space. `? in { … }` leaves a choice of some.",
});

/** The operations that a block may be given; in a set also any of them. */
export function operationItems({ space, parameters }: Context, isInSet: boolean): CompletionItem[] {
  const given = parameters.map(({ text }) =>
    item({
      label: text,
      kind: CompletionItemKind.TypeParameter,
      documentation: "A parameter of this block: the operation that it is given.",
      text: nameText(text),
    }),
  );
  const operations = (space?.operations ?? []).map(({ name, documentation }) =>
    item({
      label: name,
      kind: CompletionItemKind.Function,
      detail: `operation of ${space?.name}`,
      documentation: documentation === "" ? `An operation of \`${space?.name}\`.` : documentation,
      text: nameText(name),
    }),
  );
  return [...given, ...operations, ...(isInSet ? anyOperation : [])];
}

const anyOperation = keywords.hole
  .filter(({ word }) => word === "_")
  .map((each) => keywordItem(each));

/** Blocks with their operations to choose; `input` is what follows in a body. */
function blockItems(context: Context, isInSet: boolean, input: string): CompletionItem[] {
  const { model, space, declaration } = context;
  if (!space) return [];
  const operations = [
    ...(isInSet ? ["_"] : []),
    ...context.parameters.map(({ text }) => nameText(text)),
    ...space.operations.map(({ name }) => nameText(name)),
  ];
  const call = (name: string, count: number) => {
    const list = Array.from({ length: count }, (_, place) => choice(place + 1, operations));
    return `${nameText(name)}(${list.join(", ")})${input}`;
  };
  const declared = Array.from(model.blocks).flatMap(([name, block]) =>
    block === declaration ? [] : declaredItem(context, name, block, call),
  );
  return [...declared, ...builtInItems(space, call)];
}

type Call = (name: string, operations: number) => string;

function declaredItem({ model }: Context, name: string, block: BlockDeclaration, call: Call) {
  const { parameters, documentation, body } = block;
  const equations = body && codeBlock([printBody(body)]);
  return item({
    label: name,
    kind: CompletionItemKind.Struct,
    detail: `block of ${model.blocks.homeOf(block)}, of ${parameters.map(({ text }) => text).join(", ")}`,
    documentation: paragraphs(documentation, equations),
    snippet: call(name, parameters.length),
  });
}

function builtInItems(space: Space, call: Call): CompletionItem[] {
  return topologyNames(space).flatMap((name) => {
    const topology = topologyNamed(space, name);
    if (!topology) return [];
    const count = topology.nodes.length;
    return item({
      label: name,
      kind: CompletionItemKind.Struct,
      detail: `block of ${count === 1 ? "1 operation" : `${count} operations`}`,
      documentation: codeBlock(topologyEquations(topology)),
      snippet: call(name, count),
    });
  });
}

/** What may be added up in a body. */
export function termItems(context: Context): CompletionItem[] {
  const above = context.equations
    .filter(({ range, value, name }) => value && range.end < context.offset && name.text !== "out")
    .map(({ name }) => name.text);
  const input = choice(9, ["in", ...above.map(nameText)]);
  const applied = operationItems(context, false).map((operation) => {
    const { detail, documentation, label, kind = CompletionItemKind.Function } = operation;
    const text = typeof documentation === "object" ? documentation.value : "";
    return item({
      label,
      kind,
      detail,
      documentation: text,
      snippet: `${nameText(label)}(${input})`,
    });
  });
  return [
    ...keywordItems("body", {}, (word) => word === "out"),
    ...above.map((name) =>
      item({
        label: name,
        kind: CompletionItemKind.Variable,
        documentation: "Defined above in this body.",
        text: nameText(name),
      }),
    ),
    ...applied,
    ...blockItems(context, false, `(${input})`),
  ];
}

/** What an equation may begin with: the result, unless it is there. A name is free to choose. */
export function equationItems({ equations }: Context): CompletionItem[] {
  const hasResult = equations.some(({ name }) => name.text === "out");
  return keywordItems("body", { out: "out = " }, (word) => word === "in" || hasResult);
}
