import type { LinkedEditingRanges, Position } from "vscode-languageserver";
import type { Model } from "../model/model";
import { lspRange } from "./place";
import { symbolAt } from "./symbol-table";

/** The places of a body's node, which change together while its name is typed. */
export function linkedEditing(model: Model, position: Position): LinkedEditingRanges | undefined {
  const found = symbolAt(model.file, model.document.offsetAt(position));
  if (found?.symbol.kind !== "node") return undefined;
  const { occurrences } = found.symbol;
  // Between quotes other characters are letters: there, renaming is the way.
  if (occurrences.length < 2 || occurrences.some(({ name }) => name.quoted)) return undefined;
  return {
    ranges: occurrences.map(({ name }) => lspRange(model, name.range)),
    wordPattern: "[A-Za-z_][A-Za-z0-9_]*(-[A-Za-z0-9_]+)*",
  };
}
