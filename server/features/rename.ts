import {
  LSPErrorCodes,
  type Position,
  type Range,
  ResponseError,
  type TextEdit,
  type WorkspaceEdit,
} from "vscode-languageserver";
import { builtInSpaces } from "../../data/built-in-spaces";
import { reservedWords } from "../../grammar/keywords";
import { identifier } from "../../grammar/name-text";
import { topologyNames } from "../model/block-vocabulary";
import type { Model } from "../model/model";
import { LinkedFiles, type NamedFile } from "./linked-symbols";
import { lspRange } from "./place";
import { type NamedSymbol, symbolAt, symbolTable } from "./symbol-table";

/** What a rename at the cursor would change; nothing where no name stands. Throws what forbids it. */
export function prepareRename(
  model: Model,
  position: Position,
  files: readonly NamedFile[],
): { range: Range; placeholder: string } | undefined {
  const found = renamedAt(model, position, new LinkedFiles(files));
  if (!found) return undefined;
  const range = lspRange(model, found.name.range);
  return { range, placeholder: model.document.getText(range) };
}

/**
 * Gives the symbol at the cursor another name, in all files that mean it. Throws a `ResponseError` in
 * plain words where the name is none or already means something there.
 */
export function rename(
  model: Model,
  position: Position,
  newName: string,
  files: readonly NamedFile[],
): WorkspaceEdit | undefined {
  const linked = new LinkedFiles(files);
  const found = renamedAt(model, position, linked);
  if (!found) return undefined;
  const { symbol, occurrences } = found;
  const text = nameWritten(newName);
  if (text !== symbol.text) refuseTaken(model, symbol, text, linked);
  const changes: Record<string, TextEdit[]> = {};
  for (const { name, in: place } of occurrences) {
    const { uri } = place.document;
    const edits = changes[uri] ?? [];
    changes[uri] = edits;
    edits.push({ range: lspRange(place, name.range), newText: newName });
  }
  return { changes };
}

function renamedAt(model: Model, position: Position, linked: LinkedFiles) {
  const found = symbolAt(model.file, model.document.offsetAt(position));
  if (!found) return undefined;
  const { symbol, name } = found;
  const occurrences = linked.occurrences(model, symbol);
  if (occurrences.some(({ isDeclaration }) => isDeclaration)) return { symbol, name, occurrences };
  throw refusal(
    `The ${symbol.kind} \`${symbol.text}\` is declared in no file here, and what is built in has its name for good.`,
  );
}

/** The name that a text writes, without its quotes. */
function nameWritten(written: string): string {
  if (/^"[^"\r\n]+"$/.test(written)) return written.slice(1, -1);
  if (reservedWords.includes(written)) {
    throw refusal(`\`${written}\` is a word of the language: write it in double quotes.`);
  }
  if (identifier.test(written)) return written;
  throw refusal(
    `\`${written}\` is no name: a name has letters, digits, \`_\` and \`-\` inside and begins with a letter or \`_\`; any other goes in double quotes.`,
  );
}

function refuseTaken(model: Model, symbol: NamedSymbol, text: string, linked: LinkedFiles): void {
  // Also where the name is not written it would clash with another of an importing file.
  const places =
    symbol.scope === model.file ? linked.sharing(model, symbol.kind, symbol.text) : [model];
  const taken = builtIn(symbol, text) || places.some((file) => isTaken(file, symbol, text, linked));
  if (taken) throw refusal(`\`${text}\` already has a meaning here: choose another name.`);
}

function isTaken(
  place: NamedFile,
  { kind, scope }: NamedSymbol,
  text: string,
  linked: LinkedFiles,
): boolean {
  const table = symbolTable(place.file).filter((other) => other.text === text);
  if (kind === "node" || kind === "parameter") {
    const block = blockAround(place, scope);
    return table.some(
      (other) =>
        other.scope === scope ||
        (block && (other.scope === block || other.scope === block.body)) ||
        // A parameter would hide what the block now means by the name.
        (kind === "parameter" && (other.kind === "operation" || other.kind === "block")),
    );
  }
  if (linked.declaring(place, kind, text)) return true;
  const related = kind === "block" ? ["block", "operation", "parameter"] : [kind];
  return table.some((other) => related.includes(other.kind));
}

/** The block declaration that a scope is, or is the body of. */
function blockAround({ file }: NamedFile, scope: NamedSymbol["scope"]) {
  return file.declarations
    .filter((declaration) => declaration.kind === "block")
    .find((block) => block === scope || block.body === scope);
}

function builtIn({ kind }: NamedSymbol, text: string): boolean {
  if (kind === "space") return builtInSpaces.some(({ name }) => name === text);
  if (kind !== "block" && kind !== "parameter") return false;
  return builtInSpaces.some(
    (space) =>
      topologyNames(space).includes(text) || space.operations.some(({ name }) => name === text),
  );
}

function refusal(message: string): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.RequestFailed, message);
}
