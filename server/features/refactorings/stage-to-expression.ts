import { CodeActionKind } from "vscode-languageserver";
import { blockReplacement } from "../../model/stage-edits";
import { type ActionProvider, workspaceEdit } from "../action-provider";
import { blockPart, hasComment, selectedStage } from "./stage-at";

/** A stage's body as an expression. What a comment in it says would be lost, so that it must have none. */
export const stageToExpression: ActionProvider = {
  kinds: [CodeActionKind.RefactorRewrite],
  offer(asked) {
    const { model } = asked;
    const selected = selectedStage(asked);
    if (!selected || hasComment(model.file, blockPart(selected))) return [];
    const { declaration, block, number } = selected.stage;
    if (!block || declaration.block?.kind !== "body") return [];
    return [
      {
        title: `Write stage ${number} as ${block.expression}`,
        kind: CodeActionKind.RefactorRewrite,
        edit: () => workspaceEdit(model, [blockReplacement(declaration, block.expression)]),
      },
    ];
  },
};
