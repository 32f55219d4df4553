import type { CompletionItem } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { plainText } from "../../server/features/completion/item";
import type { Marked } from "./marked-text";

/** The text once an item is accepted: an item without an edit takes the place of the word before the cursor. */
export function accepted({ model, cursor }: Marked, item: CompletionItem): string {
  const { document } = model;
  const newText = plainText(item.textEdit?.newText ?? item.insertText ?? item.label);
  const before = document.getText({ start: { line: cursor.line, character: 0 }, end: cursor });
  const word = /[\w-]*$/.exec(before)?.[0].length ?? 0;
  const start = { line: cursor.line, character: cursor.character - word };
  const edit = item.textEdit;
  const range = edit && "range" in edit ? edit.range : { start, end: cursor };
  return TextDocument.applyEdits(document, [{ range, newText }]);
}
