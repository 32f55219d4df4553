import type { Location, Position } from "vscode-languageserver";
import type { Model } from "../model/model";
import { linkedOccurrences } from "./linked-symbols";
import { lspRange } from "./place";
import { symbolAt } from "./symbol-table";

/** Every place where the name at the cursor is written, in all open documents that mean the same. */
export function references(
  model: Model,
  position: Position,
  includeDeclaration: boolean,
  models: readonly Model[],
): Location[] {
  const found = symbolAt(model.file, model.document.offsetAt(position));
  if (!found) return [];
  return linkedOccurrences(model, found.symbol, models)
    .filter(({ isDeclaration }) => includeDeclaration || !isDeclaration)
    .map(({ name, model: home }) => ({
      uri: home.document.uri,
      range: lspRange(home, name.range),
    }));
}
