import { type DocumentSymbol, SymbolKind } from "vscode-languageserver";
import type { Declaration, Stage } from "../../grammar/syntax";
import type { Model } from "../model/model";
import { lspRange } from "./place";

const kinds: Record<Declaration["kind"], SymbolKind> = {
  network: SymbolKind.Class,
  block: SymbolKind.Function,
  search: SymbolKind.Event,
  space: SymbolKind.Namespace,
  import: SymbolKind.File,
};

/** The outline: a symbol a declaration, and in networks one a stage. */
export function documentSymbols(model: Model): DocumentSymbol[] {
  return model.file.declarations.flatMap((declaration) => {
    const name = declaration.kind === "import" ? declaration.path : declaration.name;
    if (!name?.text) return [];
    const symbol: DocumentSymbol = {
      name: name.text,
      detail: declaration.kind,
      kind: kinds[declaration.kind],
      range: lspRange(model, declaration.range),
      selectionRange: lspRange(model, name.range),
    };
    if (declaration.kind !== "network") return [symbol];
    return [{ ...symbol, children: declaration.stages.map((stage) => stageSymbol(model, stage)) }];
  });
}

function stageSymbol(model: Model, { heading, range, block }: Stage): DocumentSymbol {
  const textOf = (part: { start: number; end: number }) =>
    model.document.getText(lspRange(model, part));
  return {
    name: textOf(heading),
    ...(block && { detail: block.kind === "body" ? "{ … }" : textOf(block.range) }),
    kind: SymbolKind.Field,
    range: lspRange(model, range),
    selectionRange: lspRange(model, heading),
  };
}
