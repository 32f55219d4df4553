import type { Location, Position } from "vscode-languageserver";
import type { Model } from "../model/model";
import { LinkedFiles, type NamedFile } from "./linked-symbols";
import { lspRange } from "./place";
import { symbolAt } from "./symbol-table";

/** Every place where the name at the cursor is written, in all files in which it means the same. */
export function references(
  model: Model,
  position: Position,
  includeDeclaration: boolean,
  files: readonly NamedFile[],
): Location[] {
  const found = symbolAt(model.file, model.document.offsetAt(position));
  if (!found) return [];
  return new LinkedFiles(files)
    .occurrences(model, found.symbol)
    .filter(({ isDeclaration }) => includeDeclaration || !isDeclaration)
    .map(({ name, in: home }) => ({
      uri: home.document.uri,
      range: lspRange(home, name.range),
    }));
}
