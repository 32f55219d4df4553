import { type DocumentSymbol, SymbolKind } from "vscode-languageserver";
import type {
  Declaration,
  OperationDeclaration,
  Stage,
  StageDefinition,
} from "../../grammar/syntax";
import type { NamedFile } from "./linked-symbols";
import { lspRange } from "./place";

const kinds: Record<Declaration["kind"], SymbolKind> = {
  network: SymbolKind.Class,
  block: SymbolKind.Function,
  search: SymbolKind.Event,
  space: SymbolKind.Namespace,
  import: SymbolKind.File,
};

/** The outline: a symbol a declaration, in networks one a stage, in spaces also one an operation. */
export function documentSymbols(model: NamedFile): DocumentSymbol[] {
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
    const children = childrenOf(model, declaration);
    return [children ? { ...symbol, children } : symbol];
  });
}

function childrenOf(model: NamedFile, declaration: Declaration): DocumentSymbol[] | undefined {
  if (declaration.kind === "network") {
    return declaration.stages.map((stage) => stageSymbol(model, stage));
  }
  if (declaration.kind !== "space") return undefined;
  return declaration.clauses.flatMap((clause) => {
    if (clause.kind === "op") return operationSymbol(model, clause);
    const isStage = clause.kind === "stages" || clause.kind === "stage-definition";
    return isStage ? stageSymbol(model, clause) : [];
  });
}

function operationSymbol(
  model: NamedFile,
  { name, range }: OperationDeclaration,
): DocumentSymbol[] {
  if (!name?.text) return [];
  return [
    {
      name: name.text,
      detail: "op",
      kind: SymbolKind.Method,
      range: lspRange(model, range),
      selectionRange: lspRange(model, name.range),
    },
  ];
}

function stageSymbol(model: NamedFile, stage: Stage | StageDefinition): DocumentSymbol {
  const { heading, range } = stage;
  const block = stage.kind === "stage" ? stage.block : undefined;
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
