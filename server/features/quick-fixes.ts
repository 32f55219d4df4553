import { CodeActionKind } from "vscode-languageserver";
import type { Fix, Problem } from "../model/problem";
import { type ActionProvider, type ActionQuestion, workspaceEdit } from "./action-provider";

/** The fixes of the problems that a range touches; one that mends several stands there once. */
export const quickFixes: ActionProvider = {
  kinds: [CodeActionKind.QuickFix],
  offer({ model, problems, ...place }) {
    const mended = new Map<Fix, Problem[]>();
    for (const problem of touched({ problems, ...place })) {
      for (const fix of problem.fixes ?? []) mended.set(fix, [...(mended.get(fix) ?? []), problem]);
    }
    return Array.from(mended, ([{ title, edits, isPreferred = false }, of]) => ({
      title,
      kind: CodeActionKind.QuickFix,
      problems: of,
      isPreferred,
      edit: () => workspaceEdit(model, edits),
    }));
  },
};

/** The problems that a range touches. */
export function touched({
  problems,
  start,
  end,
}: Pick<ActionQuestion, "problems" | "start" | "end">) {
  return problems.filter(({ range }) => range.start <= end && range.end >= start);
}
