import type { ImportDeclaration, Name } from "../../grammar/syntax";
import { addressFrom, addressOf } from "./file-address";
import type { ParsedFile } from "./parsed-file";

/** Where imported files come from. It never waits: it says what is known by now. */
export interface FileSource {
  /** What is at an address (see file-address.ts); the same object as long as it is unchanged. */
  at(address: string): FoundFile;
}

/** Undefined is not known yet; `unreadable` is what cannot be known, as nobody here can read files. */
export type FoundFile = ParsedFile | MissingFile | "unreadable" | undefined;

export interface MissingFile {
  /** The addresses of the files that are there, one of which may have been meant. */
  readonly existing: readonly string[];
}

/** Knows no file: every import waits. */
export const noFiles: FileSource = { at: () => undefined };

export function isFile(found: FoundFile): found is ParsedFile {
  return typeof found === "object" && "file" in found;
}

/** What a file imports, directly or through others. */
export interface ImportedFiles {
  /** Each once, without the file itself; where two declare one name, the earlier one counts. */
  readonly files: readonly ParsedFile[];
  /** Whether all of them are there. Otherwise a name that is unknown may be declared in one that is not. */
  readonly isWhole: boolean;
  /** One for each import of the file, in its order. */
  readonly branches: readonly ImportBranch[];
  /** What was at each address that was asked for: where it is something else now, read again. */
  readonly asked: ReadonlyMap<string, FoundFile>;
}

/** One import of a file, and what comes with it that no earlier one has brought. */
export interface ImportBranch extends Import {
  readonly found: FoundFile;
  readonly isItself: boolean;
  readonly files: readonly ParsedFile[];
  /** Imports in `files` of what is not there. */
  readonly missing: readonly { readonly file: ParsedFile; readonly path: Name }[];
}

export interface Import {
  readonly declaration: ImportDeclaration;
  readonly path: Name;
  /** Undefined where the path leads nowhere, or is still being typed. */
  readonly address: string | undefined;
}

/** The imports that a file has, but those whose path is not written yet. */
export function importsOf(parsed: ParsedFile): readonly Import[] {
  const known = imports.get(parsed);
  if (known) return known;
  const found = parsed.file.declarations.flatMap((declaration): Import[] => {
    if (declaration.kind !== "import" || !declaration.path?.text) return [];
    const { path } = declaration;
    const address = isOpen(path) ? undefined : addressFrom(parsed.uri, path.text);
    return [{ declaration, path, address }];
  });
  imports.set(parsed, found);
  return found;
}

/** Whether the closing quote is missing. */
export function isOpen({ quoted, text, range }: Name): boolean {
  return quoted && range.end - range.start < text.length + 2;
}

/** Where the files lie that a file imports itself. */
export function importedAddresses(parsed: ParsedFile): string[] {
  return importsOf(parsed).flatMap(({ address }) => address ?? []);
}

const imports = new WeakMap<ParsedFile, readonly Import[]>();

/** Follows the imports of a file as far as they are known. Files that import each other end it nowhere. */
export function importedFiles(importer: ParsedFile, source: FileSource): ImportedFiles {
  const direct = importsOf(importer);
  if (direct.length === 0) return nothing;
  const own = addressOf(importer.uri);
  const asked = new Map<string, FoundFile>();
  const branches = direct.map((one) => branchOf(one, own, asked, source));
  return {
    files: branches.flatMap(({ files }) => files),
    isWhole:
      direct.every(({ address }) => address !== undefined) && [...asked.values()].every(isFile),
    branches,
    asked,
  };
}

const nothing: ImportedFiles = { files: [], isWhole: true, branches: [], asked: new Map() };

function branchOf(
  one: Import,
  own: string,
  asked: Map<string, FoundFile>,
  source: FileSource,
): ImportBranch {
  const files: ParsedFile[] = [];
  const missing: { file: ParsedFile; path: Name }[] = [];
  const waiting: { next: Import; from?: ParsedFile }[] = [{ next: one }];
  for (let here = waiting.pop(); here; here = waiting.pop()) {
    const { address, path } = here.next;
    if (address === undefined) {
      if (here.from) missing.push({ file: here.from, path });
      continue;
    }
    if (address === own) continue;
    const isNew = !asked.has(address);
    const found = isNew ? source.at(address) : asked.get(address);
    asked.set(address, found);
    if (isFile(found)) {
      if (!isNew) continue;
      files.push(found);
      const below = importsOf(found).map((next) => ({ next, from: found }));
      waiting.push(...below.reverse());
    } else if (here.from && typeof found === "object") missing.push({ file: here.from, path });
  }
  const { address } = one;
  const found = address === undefined ? undefined : asked.get(address);
  return { ...one, found, isItself: address === own, files, missing };
}
