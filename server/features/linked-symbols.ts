import { addressOf } from "../model/file-address";
import { importedAddresses } from "../model/imported-files";
import { type ParsedFile, parsedFile } from "../model/parsed-file";
import { type NamedSymbol, type Occurrence, type SymbolKind, symbolTable } from "./symbol-table";

/** A file to look for names in: a model, or what is known of a file that is not open. */
export type NamedFile = Pick<ParsedFile, "document" | "file">;

/** A place where a symbol is written, and the file that it is in. */
export interface LinkedOccurrence extends Occurrence {
  readonly in: NamedFile;
}

/** Files that name one another's declarations. */
export class LinkedFiles {
  private readonly byAddress: ReadonlyMap<string, NamedFile>;

  constructor(readonly files: readonly NamedFile[]) {
    this.byAddress = new Map(files.map((file) => [addressOf(file.document.uri), file]));
  }

  /**
   * Every place where a symbol of a file is written, in all files in which the name means the same
   * declaration: the one in the file itself, else one that it imports.
   */
  occurrences(from: NamedFile, symbol: NamedSymbol): LinkedOccurrence[] {
    if (symbol.scope !== from.file) return inFile(from, symbol);
    const home = this.declaring(from, symbol.kind, symbol.text);
    if (!home) return inFile(from, symbol);
    return this.files.flatMap((file) => {
      const same = symbolNamed(file, symbol.kind, symbol.text);
      const isMeant = same && this.declaring(file, symbol.kind, symbol.text) === home;
      return isMeant ? inFile(file, same) : [];
    });
  }

  /** The files in which a name of a file's scope means, or would mean, the same declaration. */
  sharing(from: NamedFile, kind: SymbolKind, text: string): NamedFile[] {
    const home = this.declaring(from, kind, text);
    return home ? this.files.filter((file) => this.declaring(file, kind, text) === home) : [];
  }

  /** The file whose declaration a name of the file's scope means in a file. */
  declaring(from: NamedFile, kind: SymbolKind, text: string): NamedFile | undefined {
    const seen = new Set<NamedFile>();
    // In the order in which the model reads them, so that the same one counts where two declare a name.
    const waiting = [from];
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      if (seen.has(next)) continue;
      seen.add(next);
      const symbol = symbolNamed(next, kind, text);
      if (symbol?.occurrences.some(({ isDeclaration }) => isDeclaration)) return next;
      waiting.push(...this.importedBy(next).reverse());
    }
    return undefined;
  }

  private importedBy({ document }: NamedFile): NamedFile[] {
    return importedAddresses(parsedFile(document)).flatMap(
      (address) => this.byAddress.get(address) ?? [],
    );
  }
}

/** The symbol of the file's scope with that kind and name. */
function symbolNamed({ file }: NamedFile, kind: SymbolKind, text: string): NamedSymbol | undefined {
  return symbolTable(file).find(
    (symbol) => symbol.scope === file && symbol.kind === kind && symbol.text === text,
  );
}

function inFile(file: NamedFile, { occurrences }: NamedSymbol): LinkedOccurrence[] {
  return occurrences.map((occurrence) => ({ ...occurrence, in: file }));
}
