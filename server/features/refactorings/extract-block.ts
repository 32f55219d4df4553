import { CodeActionKind } from "vscode-languageserver";
import type { BlockGraph } from "../../../data/block-graph";
import { identifier, nameText } from "../../../grammar/name-text";
import type { BlockBody } from "../../../grammar/syntax";
import { equationsOf, topologyNames } from "../../model/block-vocabulary";
import { indentationAt } from "../../model/edits";
import type { Model } from "../../model/model";
import type { Edit } from "../../model/problem";
import { blockReplacement } from "../../model/stage-edits";
import { type ActionProvider, workspaceEdit } from "../action-provider";
import { namesOfSum } from "../names-of-sum";
import { textWithEdits } from "../text-with-edits";
import { bodyOf, reindented } from "./body-text";
import { FreshNames } from "./fresh-names";
import { blockPart, graphOfStage, hasComment, type SelectedStage, selectedStage } from "./stage-at";

/**
 * A stage's block as a declaration above the network that takes its operations, each use one: the stage
 * calls it with those that it had. Comments in a body go with it.
 */
export const extractBlock: ActionProvider = {
  kinds: [CodeActionKind.RefactorExtract],
  offer(asked) {
    const { model } = asked;
    const selected = selectedStage(asked);
    const graph = selected && graphOfStage(model, selected);
    if (!selected || !graph || !isWorthwhile(model, selected)) return [];
    const name = nameFor(model, selected);
    return [
      {
        title: `Extract stage ${selected.stage.declaration.number?.value ?? ""} into block ${name}`,
        kind: CodeActionKind.RefactorExtract,
        edit: () => workspaceEdit(model, extraction(model, selected, graph, name)),
      },
    ];
  },
};

/** One operation, or one call of a declared block, is as short as what would take its place. */
function isWorthwhile(model: Model, selected: SelectedStage): boolean {
  const { block, heading } = selected.stage.declaration;
  if (!block || block.kind === "hole" || block.kind === "operation") return false;
  if (block.kind !== "body") {
    const isDeclared = block.kind === "call" && model.blocks.has(block.name.text);
    return !isDeclared && !hasComment(model.file, blockPart(selected));
  }
  // A declared block may be used in any space, and so knows the built-in blocks of the default one.
  const known = [...model.blocks.keys(), ...topologyNames(model.spaces.vocabulary)];
  const names = block.equations.map(({ value }) => namesOfSum(value));
  return (
    names.every(({ blocks }) => blocks.every(({ text }) => known.includes(text))) &&
    names.some(({ operations }) => operations.length > 0) &&
    !hasComment(model.file, { start: heading.end, end: block.range.start })
  );
}

function extraction(
  model: Model,
  selected: SelectedStage,
  graph: BlockGraph,
  name: string,
): Edit[] {
  const { stage, network } = selected;
  const { block } = stage.declaration;
  const text = model.document.getText();
  const { parameters, operations, body } =
    block?.kind === "body"
      ? bodyWithParameters(model, block, indentationAt(text, stage.declaration.range.start))
      : graphWithParameters(model, graph);
  const at = startWithComments(model, network.declaration.range.start);
  const declaration = `block ${name}(${parameters.join(", ")}) ${body}\n\n`;
  return [
    { range: { start: at, end: at }, newText: declaration },
    blockReplacement(stage.declaration, `${name}(${operations.join(", ")})`),
  ];
}

interface Parameterised {
  readonly parameters: readonly string[];
  /** What the parameters stand for, in the language. */
  readonly operations: readonly string[];
  /** With braces. */
  readonly body: string;
}

function bodyWithParameters(model: Model, block: BlockBody, indentation: string): Parameterised {
  const text = model.document.getText();
  // What has the name of a block would be taken for it where it is applied.
  const names = new FreshNames([
    ...model.blocks.keys(),
    ...block.equations.map(({ name }) => name.text),
  ]);
  const uses = block.equations.flatMap(({ value }) => namesOfSum(value).operations);
  const parameters = uses.map(() => names.numbered("op"));
  const edits = uses.map(({ range }, place) => ({ range, newText: parameters[place] ?? "" }));
  return {
    parameters,
    operations: uses.map((use) => nameText(use.text)),
    body: reindented(textWithEdits(text, block.range, edits), indentation, ""),
  };
}

function graphWithParameters({ blocks }: Model, { nodes, output }: BlockGraph): Parameterised {
  const names = new FreshNames(blocks.keys());
  const parameters = nodes.map(() => names.numbered("op"));
  const given = nodes.map(({ inputs }, place) => ({ operation: parameters[place] ?? "", inputs }));
  return {
    parameters,
    operations: nodes.map(({ operation }) => nameText(operation)),
    body: bodyOf(equationsOf({ nodes: given, output }), ""),
  };
}

/** `kiosk-stage3`, with a number behind where that is taken. */
function nameFor(
  { file, blocks, spaces }: Model,
  { network, stage, space }: SelectedStage,
): string {
  const declared = file.declarations.flatMap((declaration) =>
    declaration.kind === "import" ? [] : (declaration.name?.text ?? []),
  );
  const known = [space, spaces.vocabulary].flatMap((space) => [
    ...topologyNames(space),
    ...space.operations.map(({ name }) => name),
  ]);
  const prefix = identifier.test(network.name) ? `${network.name}-` : "";
  const number = stage.declaration.number?.value ?? "";
  return new FreshNames([...declared, ...blocks.keys(), ...known]).like(`${prefix}stage${number}`);
}

/** Where a declaration begins with the comments right above it, on a line of its own or within one. */
function startWithComments({ document, file }: Model, offset: number): number {
  const text = document.getText();
  const lineStart = text.lastIndexOf("\n", offset - 1) + 1;
  if (text.slice(lineStart, offset).trim() !== "") return offset;
  let start = lineStart;
  while (start > 0) {
    const previous = text.lastIndexOf("\n", start - 2) + 1;
    const line = text.slice(previous, start).trim();
    const comment = file.comments.find(
      ({ range }) => previous < range.end && range.end <= start && line.endsWith("*/"),
    );
    const commentStart = comment && text.lastIndexOf("\n", comment.range.start - 1) + 1;
    if (line.startsWith("//")) start = previous;
    else if (
      comment &&
      commentStart !== undefined &&
      text.slice(commentStart, comment.range.start).trim() === ""
    )
      start = commentStart;
    else break;
  }
  return start;
}
