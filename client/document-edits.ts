import { Position, Range, type TextDocument, Uri, WorkspaceEdit, window, workspace } from "vscode";
import type { DocumentEdit } from "../server/messages";

/** Applies an edit made by the server as one undoable step, unless the document has changed since. */
export async function applyDocumentEdit({ uri, version, edits }: DocumentEdit): Promise<void> {
  const document = await workspace.openTextDocument(Uri.parse(uri));
  const edit = new WorkspaceEdit();
  for (const { range, newText } of edits) {
    const { start, end } = range;
    edit.replace(
      document.uri,
      new Range(start.line, start.character, end.line, end.character),
      newText,
    );
  }
  const isCurrent = document.version === version;
  if (isCurrent && (await workspace.applyEdit(edit))) return;
  await window.showWarningMessage("The file changed meanwhile, so nothing was applied. Try again.");
}

/** Adds a network's text behind everything else, or at a place between declarations. */
export async function insertNetworkText(
  document: TextDocument,
  text: string,
  at = endOf(document),
): Promise<void> {
  const edit = new WorkspaceEdit();
  edit.insert(document.uri, at, separatorAt(document, at) + text);
  await workspace.applyEdit(edit);
  const shown = window.visibleTextEditors.find((editor) => editor.document === document);
  shown?.revealRange(new Range(endOf(document), endOf(document)));
}

/** What sets a new declaration off from the text before it: a blank line. */
export function separatorAt(document: TextDocument, at: Position): string {
  const before = document.getText(new Range(new Position(0, 0), at));
  if (before.trim() === "") return "";
  return before.endsWith("\n") ? "\n" : "\n\n";
}

export function endOf(document: TextDocument): Position {
  return document.positionAt(document.getText().length);
}
