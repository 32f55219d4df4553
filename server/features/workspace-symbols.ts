import type { WorkspaceSymbol } from "vscode-languageserver";
import { documentSymbols } from "./document-symbols";
import type { NamedFile } from "./linked-symbols";

/** The declarations of the files whose name has the letters of `query`, in their order. */
export function workspaceSymbols(query: string, files: readonly NamedFile[]): WorkspaceSymbol[] {
  return files.flatMap((file) =>
    documentSymbols(file)
      .filter(({ name, detail }) => detail !== "import" && hasLetters(name, query))
      .map(({ name, kind, selectionRange }) => ({
        name,
        kind,
        location: { uri: file.document.uri, range: selectionRange },
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
