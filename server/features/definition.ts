import type { Location, Position } from "vscode-languageserver";
import { importsOf } from "../model/imported-files";
import type { Model } from "../model/model";
import { parsedFile } from "../model/parsed-file";
import { LinkedFiles, type NamedFile } from "./linked-symbols";
import { contains, lspRange } from "./place";
import { spaceDefinition } from "./space-definition";
import { symbolAt } from "./symbol-table";

/** Where the name at the cursor is declared, in this file or an imported one; of an import, its file. */
export function definition(
  model: Model,
  position: Position,
  files: readonly NamedFile[],
): Location[] {
  const offset = model.document.offsetAt(position);
  const found = symbolAt(model.file, offset);
  if (!found) return importedFile(model, offset);
  const inSpace = spaceDefinition(model, found.symbol, offset);
  if (inSpace) return [inSpace];
  return new LinkedFiles(files)
    .occurrences(model, found.symbol)
    .filter(({ isDeclaration }) => isDeclaration)
    .map(({ name, in: home }) => ({
      uri: home.document.uri,
      range: lspRange(home, name.range),
    }));
}

function importedFile({ document }: Model, offset: number): Location[] {
  const start = { line: 0, character: 0 };
  return importsOf(parsedFile(document)).flatMap(({ path, address }) =>
    address !== undefined && contains(path.range, offset)
      ? [{ uri: address, range: { start, end: start } }]
      : [],
  );
}
