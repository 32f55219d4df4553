import { window } from "vscode";
import type { Place } from "../server/messages";

/** Where the cursor of the active editor is; undefined where that shows no `.blox` file. */
export function cursorPlace(): Place | undefined {
  const editor = window.activeTextEditor;
  if (editor?.document.languageId !== "blox") return undefined;
  const { line, character } = editor.selection.active;
  return { uri: editor.document.uri.toString(), position: { line, character } };
}
