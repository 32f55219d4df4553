import { type CompletionItem, CompletionItemKind, type Position } from "vscode-languageserver";
import { Import, lex, OpenQuoted } from "../../grammar/tokens";
import { addressOf, pathBetween } from "../model/file-address";
import type { Model } from "../model/model";
import { lspRange } from "./place";

/** Whether a position is between the quotes of an import. */
export function isInImportPath(model: Model, position: Position): boolean {
  return quotedAt(model, position) !== undefined;
}

/** The paths of the workspace's files, given by their addresses, but those that are imported already. */
export function importCompletion(
  model: Model,
  position: Position,
  addresses: readonly string[],
): CompletionItem[] {
  const { uri } = model.document;
  const quoted = quotedAt(model, position);
  if (!quoted) return [];
  const { start, end, path } = quoted;
  const present = new Set([
    addressOf(uri),
    ...model.imported.branches
      .filter((branch) => branch.path.text !== path)
      .map(({ address }) => address),
  ]);
  const range = lspRange(model, { start, end });
  return addresses
    .filter((address) => !present.has(address))
    .flatMap((address) => pathBetween(uri, address) ?? [])
    .map((path) => ({
      label: path,
      kind: CompletionItemKind.File,
      // What is near comes first.
      sortText: `${path.split("/").length}${path.startsWith("..") ? 1 : 0}${path}`,
      filterText: `"${path}"`,
      textEdit: { range, newText: `"${path}"` },
    }));
}

/** The string of an import around a position: from its quote to behind its closing one, if it has one. */
function quotedAt({ document }: Model, position: Position) {
  const line = document.getText({
    start: { line: position.line, character: 0 },
    end: { line: position.line + 1, character: 0 },
  });
  // Most lines are no imports: they cost nothing more.
  if (!/\bimport\s*"[^"]*$/.test(line.slice(0, position.character))) return undefined;
  const before = document.getText({ start: { line: 0, character: 0 }, end: position });
  const { tokens } = lex(before);
  const [keyword, open] = tokens.slice(-2);
  if (keyword?.tokenType !== Import || open?.tokenType !== OpenQuoted) return undefined;
  const start = open.startOffset;
  const [whole = "", path = ""] = /^"([^"\r\n]*)"?/.exec(document.getText().slice(start)) ?? [];
  return { start, end: start + whole.length, path };
}
