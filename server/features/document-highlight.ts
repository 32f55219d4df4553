import {
  type DocumentHighlight,
  DocumentHighlightKind,
  type Position,
} from "vscode-languageserver";
import type { Model } from "../model/model";
import { lspRange } from "./place";
import { symbolAt } from "./symbol-table";

/** The name at the cursor wherever this document has it: written where declared, else read. */
export function documentHighlights(model: Model, position: Position): DocumentHighlight[] {
  const found = symbolAt(model.file, model.document.offsetAt(position));
  return (found?.symbol.occurrences ?? []).map(({ name, isDeclaration }) => ({
    range: lspRange(model, name.range),
    kind: isDeclaration ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
  }));
}
