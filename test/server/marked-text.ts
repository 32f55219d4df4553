import { type Position, TextDocument } from "vscode-languageserver-textdocument";
import { analyse, type Model } from "../../server/model/model";

/** A document with a cursor in it, written `‸`. */
export interface Marked {
  readonly model: Model;
  readonly cursor: Position;
}

export function marked(text: string): Marked {
  const offset = text.indexOf("‸");
  if (offset < 0) throw new Error("the text has no cursor: write ‸ where it is");
  const document = documentOf(text.replace("‸", ""));
  return { model: analyse(document), cursor: document.positionAt(offset) };
}

export function modelOf(text: string): Model {
  return analyse(documentOf(text));
}

function documentOf(text: string): TextDocument {
  return TextDocument.create("file:///test.blox", "blox", 1, text);
}

/** The text after edits, given in any order. */
export function edited(
  model: Model,
  edits: readonly {
    readonly range: { readonly start: number; readonly end: number };
    readonly newText: string;
  }[],
): string {
  const { document } = model;
  const lspEdits = edits.map(({ range, newText }) => ({
    range: { start: document.positionAt(range.start), end: document.positionAt(range.end) },
    newText,
  }));
  return TextDocument.applyEdits(document, lspEdits);
}
