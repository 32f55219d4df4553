import { CodeActionKind } from "vscode-languageserver";
import { nameText } from "../../../grammar/name-text";
import { parse } from "../../../grammar/parser";
import { printName } from "../../../grammar/printer";
import type {
  Application,
  BlockBody,
  BlockCall,
  BlockDeclaration,
  BlockExpression,
  Equation,
  Name,
  Range,
  Sum,
} from "../../../grammar/syntax";
import { operationLetters, topologyEquations, topologyNamed } from "../../model/block-vocabulary";
import { indentationAt } from "../../model/edits";
import type { Model } from "../../model/model";
import type { Edit } from "../../model/problem";
import { type ActionProvider, type ActionQuestion, workspaceEdit } from "../action-provider";
import { namesOfSum } from "../names-of-sum";
import { contains } from "../place";
import { textWithEdits } from "../text-with-edits";
import { bodyOf, reindented } from "./body-text";
import { expressionEquations, type Written } from "./expression-equations";
import { FreshNames } from "./fresh-names";
import { blockPart, graphOfStage, hasComment, type SelectedStage, selectedStage } from "./stage-at";

/** A call of a block as what the block says, with the operations that it is given. */
export const inlineBlock: ActionProvider = {
  kinds: [CodeActionKind.RefactorInline],
  offer(asked) {
    const { model } = asked;
    const found = callInStage(asked) ?? callInBlock(asked);
    if (!found || hasComment(model.file, found.range)) return [];
    return [
      {
        title: `Inline block ${found.name}`,
        kind: CodeActionKind.RefactorInline,
        edit: () => workspaceEdit(model, found.edits()),
      },
    ];
  },
};

interface Inlining {
  readonly name: string;
  /** What is written anew, but for a body's text, whose comments are kept. */
  readonly range: Range;
  edits(): Edit[];
}

function callInStage(asked: ActionQuestion): Inlining | undefined {
  const { model, start } = asked;
  const selected = selectedStage(asked);
  const block = selected?.stage.declaration.block;
  if (!selected || !block || !graphOfStage(model, selected)) return undefined;
  if (block.kind === "body") return inBody(model, block, [], start, selected);
  const call = callAt(block, start);
  const callee = call && calleeOf(model, call, selected);
  if (!call || !callee) return undefined;
  // A built-in block that is the whole stage is what `stageToBody` writes out.
  if (call === block && callee.isBuiltIn) return undefined;
  const range = blockPart(selected);
  return {
    name: call.name.text,
    range,
    edits: () => [
      { range, newText: ` ${bodyForExpression(model, block, call, callee, selected)}` },
    ],
  };
}

/** In the body of a declared block. */
function callInBlock({ model, start, problems }: ActionQuestion): Inlining | undefined {
  const around = model.file.declarations.find(({ range }) => contains(range, start));
  if (around?.kind !== "block" || !around.body) return undefined;
  const isBroken = problems.some(
    ({ severity, range }) => severity === "error" && contains(around.range, range.start),
  );
  return isBroken ? undefined : inBody(model, around.body, around.parameters, start, undefined);
}

/** What a call stands for: a declaration, and the text that it is written in. */
interface Callee {
  readonly declaration: BlockDeclaration & { readonly body: BlockBody };
  readonly text: string;
  readonly isBuiltIn: boolean;
}

function calleeOf(
  model: Model,
  { name, arguments: given = [] }: BlockCall | Application,
  selected: SelectedStage | undefined,
): Callee | undefined {
  const declared = model.blocks.get(name.text);
  const home = declared && model.blocks.importedFrom(declared);
  const callee = declared
    ? { declaration: declared, text: home?.text ?? model.document.getText(), isBuiltIn: false }
    : builtIn(name.text, selected?.space ?? model.spaces.vocabulary);
  if (!callee) return undefined;
  const { declaration } = callee;
  const { body, parameters, range } = declaration;
  const { errors } = home?.file ?? model.file;
  const isBroken =
    declared &&
    errors.some((error) => range.start <= error.range.end && error.range.start <= range.end);
  const names = body?.equations.map((equation) => equation.name.text) ?? [];
  const isSound =
    names.includes("out") &&
    new Set(names).size === names.length &&
    body?.equations.every(({ value }) => value);
  if (!body || isBroken || !isSound || parameters.length !== given.length) return undefined;
  return { ...callee, declaration: { ...declaration, body } };
}

function builtIn(name: string, space: SelectedStage["space"]) {
  const topology = topologyNamed(space, name);
  if (!topology) return undefined;
  const parameters = operationLetters(topology).join(", ");
  const text = `block builtin(${parameters}) {\n${topologyEquations(topology).join("\n")}\n}`;
  const [declaration] = parse(text).declarations;
  return declaration?.kind === "block" ? { declaration, text, isBuiltIn: true } : undefined;
}

function callAt(expression: BlockExpression, offset: number): BlockCall | undefined {
  switch (expression.kind) {
    case "call":
      return contains(expression.range, offset) ? expression : undefined;
    case "chain":
    case "parallel":
      return expression.parts.map((part) => callAt(part, offset)).find((call) => call);
    default:
      return undefined;
  }
}

function bodyForExpression(
  { document }: Model,
  expression: BlockExpression,
  call: BlockCall,
  callee: Callee,
  { stage, space }: SelectedStage,
): string {
  const indentation = indentationAt(document.getText(), stage.declaration.range.start);
  const { declaration, text } = callee;
  if (call === expression) {
    // The body as it stands, with its comments.
    const edits = operationEdits(declaration.body.equations, declaration, call.arguments);
    const home = indentationAt(text, declaration.range.start);
    return reindented(textWithEdits(text, declaration.body.range, edits), home, indentation);
  }
  const names = new FreshNames(space.operations.map(({ name }) => name));
  const equations = expressionEquations(expression, names, (each, input) =>
    each === call ? writtenOut(callee, call.arguments, input, names) : undefined,
  );
  return bodyOf(equations, indentation);
}

/** The operations that parameters stand for, in their places. */
function operationEdits(
  equations: readonly Equation[],
  { parameters }: BlockDeclaration,
  given: readonly Name[],
): Edit[] {
  const operations = equations.flatMap(({ value }) => namesOfSum(value).operations);
  return operations.flatMap(({ text, range }) => {
    const operation = given[parameters.findIndex((parameter) => parameter.text === text)];
    return operation ? { range, newText: printName(operation) } : [];
  });
}

/** What a block says with operations and an input, under names that are free. */
function writtenOut(
  { declaration, text }: Callee,
  given: readonly Name[],
  input: string,
  names: FreshNames,
): Written {
  const { equations } = declaration.body;
  const renamed = new Map([["in", input]]);
  for (const { name } of equations)
    if (name.text !== "out") renamed.set(name.text, nameText(names.like(name.text)));
  const sumOf = (equation: Equation): string => {
    const { value } = equation;
    if (!value) return "";
    const references = namesOfSum(value).references.map((name) => ({
      range: name.range,
      newText: renamed.get(name.text) ?? name.text,
    }));
    const edits = [...references, ...operationEdits([equation], declaration, given)];
    return onOneLine(textWithEdits(text, value.range, edits));
  };
  const result = equations.find(({ name }) => name.text === "out");
  return {
    equations: equations
      .filter(({ name }) => name.text !== "out")
      .map((equation) => `${renamed.get(equation.name.text)} = ${sumOf(equation)}`),
    sum: result ? sumOf(result) : "",
  };
}

/** A sum may go over several lines, with comments: those stay where the block is declared. */
function onOneLine(sum: string): string {
  return sum
    .replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, " ")
    .replace(/\s+/g, " ")
    .trim();
}

/** In a body the call becomes the block's sum, and its other equations stand above. */
function inBody(
  model: Model,
  body: BlockBody,
  parameters: readonly Name[],
  offset: number,
  selected: SelectedStage | undefined,
): Inlining | undefined {
  const equation = body.equations.find(({ value }) => contains(value?.range, offset));
  const application = equation && applicationAt(equation.value, offset);
  const callee = application && calleeOf(model, application, selected);
  if (!equation || !application?.input || !callee) return undefined;
  // An operation of the callee would become a parameter of the block around.
  if (parameters.some(({ text }) => usesOperation(callee, text))) return undefined;
  const { input } = application;
  return {
    name: application.name.text,
    range: application.range,
    edits: () => {
      const text = model.document.getText();
      const operations = (selected?.space ?? model.spaces.vocabulary).operations;
      const names = new FreshNames([
        ...body.equations.map(({ name }) => name.text),
        ...parameters.map((parameter) => parameter.text),
        ...operations.map(({ name }) => name),
      ]);
      const [only, ...others] = input.terms;
      const isName = only?.kind === "reference" && others.length === 0;
      const read = isName ? printName(only.name) : names.letter();
      const inputText = text.slice(input.range.start, input.range.end);
      const { equations, sum } = writtenOut(callee, application.arguments ?? [], read, names);
      const above = isName ? equations : [`${read} = ${inputText}`, ...equations];
      const indentation = indentationAt(text, equation.range.start);
      const at = equation.range.start;
      const newText = above.map((line) => `${line}\n${indentation}`).join("");
      return [
        { range: { start: at, end: at }, newText },
        { range: application.range, newText: sum },
      ];
    },
  };
}

function usesOperation({ declaration }: Callee, name: string): boolean {
  const isOwn = declaration.parameters.some(({ text }) => text === name);
  const used = declaration.body.equations.flatMap(({ value }) => namesOfSum(value).operations);
  return !isOwn && used.some(({ text }) => text === name);
}

/** The innermost block that is applied around an offset. */
function applicationAt(sum: Sum | undefined, offset: number): Application | undefined {
  for (const term of sum?.terms ?? []) {
    if (term.kind === "reference" || !contains(term.range, offset)) continue;
    return applicationAt(term.input, offset) ?? (term.arguments ? term : undefined);
  }
  return undefined;
}
