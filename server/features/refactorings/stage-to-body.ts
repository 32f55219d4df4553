import { CodeActionKind } from "vscode-languageserver";
import type { BlockExpression } from "../../../grammar/syntax";
import { equationsOf } from "../../model/block-vocabulary";
import { indentationAt } from "../../model/edits";
import type { Model } from "../../model/model";
import { type ActionProvider, workspaceEdit } from "../action-provider";
import { bodyOf } from "./body-text";
import { expressionEquations } from "./expression-equations";
import { FreshNames } from "./fresh-names";
import { blockPart, hasComment, selectedStage } from "./stage-at";

/** A stage's expression as equations. Declared blocks are still called; built-in ones are written out. */
export const stageToBody: ActionProvider = {
  kinds: [CodeActionKind.RefactorRewrite],
  offer(asked) {
    const { model } = asked;
    const selected = selectedStage(asked);
    if (!selected) return [];
    const { stage, space } = selected;
    const range = blockPart(selected);
    const expression = stage.declaration.block;
    if (!stage.block || !expression || expression.kind === "body" || expression.kind === "hole")
      return [];
    if (hasComment(model.file, range)) return [];
    const { graph } = stage.block;
    return [
      {
        title: `Write stage ${stage.number} as a body`,
        kind: CodeActionKind.RefactorRewrite,
        edit: () => {
          const operations = space.operations.map(({ name }) => name);
          const equations = callsDeclared(model, expression)
            ? expressionEquations(expression, new FreshNames(operations))
            : equationsOf(graph);
          const indentation = indentationAt(model.document.getText(), range.start);
          return workspaceEdit(model, [{ range, newText: ` ${bodyOf(equations, indentation)}` }]);
        },
      },
    ];
  },
};

function callsDeclared(model: Model, expression: BlockExpression): boolean {
  switch (expression.kind) {
    case "call":
      return model.blocks.has(expression.name.text);
    case "chain":
    case "parallel":
      return expression.parts.some((part) => callsDeclared(model, part));
    default:
      return false;
  }
}
