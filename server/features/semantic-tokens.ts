import {
  type SemanticTokens,
  SemanticTokensBuilder,
  type SemanticTokensLegend,
  SemanticTokenTypes,
} from "vscode-languageserver";
import type { SourceFile } from "../../grammar/syntax";
import type { Model } from "../model/model";
import { type SymbolKind, symbolTable } from "./symbol-table";

/** The standard types, which every theme has colours for. */
const typeOf: Readonly<Record<SymbolKind, SemanticTokenTypes>> = {
  network: SemanticTokenTypes.class,
  block: SemanticTokenTypes.function,
  search: SemanticTokenTypes.event,
  space: SemanticTokenTypes.namespace,
  parameter: SemanticTokenTypes.parameter,
  node: SemanticTokenTypes.variable,
  operation: SemanticTokenTypes.method,
};

const tokenTypes = Object.values(typeOf);

export const semanticTokensLegend: SemanticTokensLegend = {
  tokenTypes,
  tokenModifiers: ["declaration"],
};

/** What each name of the document is. */
export function semanticTokens({ file, document }: Model): SemanticTokens {
  const names = [
    ...symbolTable(file).flatMap(({ kind, occurrences }) =>
      occurrences.map((occurrence) => ({ kind, ...occurrence })),
    ),
    ...operationsOf(file),
  ].sort((a, b) => a.name.range.start - b.name.range.start);
  const builder = new SemanticTokensBuilder();
  for (const { kind, name, isDeclaration } of names) {
    const { start, end } = name.range;
    const { line, character } = document.positionAt(start);
    const type = tokenTypes.indexOf(typeOf[kind]);
    builder.push(line, character, end - start, type, isDeclaration ? 1 : 0);
  }
  return builder.build();
}

/** The operations that spaces declare; what their bodies say is coloured by the grammar. */
function operationsOf({ declarations }: SourceFile) {
  return declarations
    .flatMap((declaration) => (declaration.kind === "space" ? declaration.clauses : []))
    .flatMap((clause) => (clause.kind === "op" ? (clause.name ?? []) : []))
    .map((name) => ({ kind: "operation" as const, name, isDeclaration: true }));
}
