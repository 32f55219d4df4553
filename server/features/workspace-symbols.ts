import type { WorkspaceSymbol } from "vscode-languageserver";
import type { Model } from "../model/model";
import { documentSymbols } from "./document-symbols";

/** The declarations of the open documents whose name has the letters of `query`, in their order. */
export function workspaceSymbols(query: string, models: readonly Model[]): WorkspaceSymbol[] {
  return models.flatMap((model) =>
    documentSymbols(model)
      .filter(({ name, detail }) => detail !== "import" && hasLetters(name, query))
      .map(({ name, kind, selectionRange }) => ({
        name,
        kind,
        location: { uri: model.document.uri, range: selectionRange },
      })),
  );
}

function hasLetters(name: string, query: string): boolean {
  let from = 0;
  for (const letter of query.toLowerCase()) {
    const found = name.toLowerCase().indexOf(letter, from);
    if (found === -1) return false;
    from = found + letter.length;
  }
  return true;
}
