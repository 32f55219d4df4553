import type { Location, Position } from "vscode-languageserver";
import type { Model } from "../model/model";
import { linkedOccurrences, resolved } from "./linked-symbols";
import { contains, lspRange } from "./place";
import { symbolAt } from "./symbol-table";

/** Where the name at the cursor is declared, in this or an imported document; of an import, its file. */
export function definition(model: Model, position: Position, models: readonly Model[]): Location[] {
  const offset = model.document.offsetAt(position);
  const found = symbolAt(model.file, offset);
  if (!found) return importedFile(model, offset);
  return linkedOccurrences(model, found.symbol, models)
    .filter(({ isDeclaration }) => isDeclaration)
    .map(({ name, model: home }) => ({
      uri: home.document.uri,
      range: lspRange(home, name.range),
    }));
}

function importedFile({ file, document }: Model, offset: number): Location[] {
  for (const declaration of file.declarations) {
    if (declaration.kind !== "import" || !contains(declaration.path?.range, offset)) continue;
    const uri = resolved(declaration.path?.text ?? "", document.uri);
    const start = { line: 0, character: 0 };
    return uri === undefined ? [] : [{ uri, range: { start, end: start } }];
  }
  return [];
}
