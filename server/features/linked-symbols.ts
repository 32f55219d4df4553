import type { Model } from "../model/model";
import { type NamedSymbol, type Occurrence, type SymbolKind, symbolTable } from "./symbol-table";

/** A place where a symbol is written, and the document that it is in. */
export interface LinkedOccurrence extends Occurrence {
  readonly model: Model;
}

/**
 * Every place where a symbol of `model` is written, in all `models` (the open documents) in which
 * the name means the same declaration: the one in the file itself, else one that it imports.
 */
export function linkedOccurrences(
  model: Model,
  symbol: NamedSymbol,
  models: readonly Model[],
): LinkedOccurrence[] {
  if (symbol.scope !== model.file) return inModel(model, symbol);
  const home = declaringModel(model, symbol.kind, symbol.text, models);
  if (!home) return inModel(model, symbol);
  return models
    .filter((other) => declaringModel(other, symbol.kind, symbol.text, models) === home)
    .flatMap((other) => {
      const same = symbolNamed(other, symbol.kind, symbol.text);
      return same ? inModel(other, same) : [];
    });
}

/** The document whose declaration a name of the file's scope means in `model`. */
export function declaringModel(
  model: Model,
  kind: SymbolKind,
  text: string,
  models: readonly Model[],
): Model | undefined {
  const seen = new Set<Model>();
  const waiting = [model];
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    if (seen.has(next)) continue;
    seen.add(next);
    const symbol = symbolNamed(next, kind, text);
    if (symbol?.occurrences.some(({ isDeclaration }) => isDeclaration)) return next;
    waiting.push(...importedBy(next, models));
  }
  return undefined;
}

/** The symbol of the file's scope with that kind and name. */
export function symbolNamed(
  { file }: Model,
  kind: SymbolKind,
  text: string,
): NamedSymbol | undefined {
  return symbolTable(file).find(
    (symbol) => symbol.scope === file && symbol.kind === kind && symbol.text === text,
  );
}

function inModel(model: Model, { occurrences }: NamedSymbol): LinkedOccurrence[] {
  return occurrences.map((occurrence) => ({ ...occurrence, model }));
}

function importedBy({ file, document }: Model, models: readonly Model[]): Model[] {
  return file.declarations.flatMap((declaration) => {
    if (declaration.kind !== "import" || !declaration.path) return [];
    const uri = resolved(declaration.path.text, document.uri);
    return models.filter((other) => other.document.uri === uri);
  });
}

/** The address of an imported file; undefined where the path or the importing address is none. */
export function resolved(path: string, base: string): string | undefined {
  try {
    return new URL(path, base).href;
  } catch {
    return undefined;
  }
}
