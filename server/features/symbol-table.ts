import type {
  BlockBody,
  BlockDeclaration,
  BlockExpression,
  Declaration,
  Name,
  SearchDeclaration,
  SourceFile,
  Sum,
} from "../../grammar/syntax";
import { contains } from "./place";

/** The names of a file, each with every place where it is written. Made once a tree. */
export function symbolTable(file: SourceFile): SymbolTable {
  const known = tables.get(file);
  if (known) return known;
  const reader = new SymbolReader(file);
  tables.set(file, reader.symbols);
  return reader.symbols;
}

/** The symbol whose name an offset is in, and where it is written there. */
export function symbolAt(
  file: SourceFile,
  offset: number,
): { readonly symbol: NamedSymbol; readonly name: Name } | undefined {
  for (const symbol of symbolTable(file)) {
    const found = symbol.occurrences.find(({ name }) => contains(name.range, offset));
    if (found) return { symbol, name: found.name };
  }
  return undefined;
}

export type SymbolTable = readonly NamedSymbol[];

export type SymbolKind =
  | "network"
  | "block"
  | "search"
  | "space"
  /** An operation that a block takes. */
  | "parameter"
  /** What an equation of a body defines; `in` and `out` are none. */
  | "node"
  | "operation";

export interface NamedSymbol {
  readonly kind: SymbolKind;
  readonly text: string;
  /** Where the name holds: the file, a block, or a body. */
  readonly scope: Scope;
  /** In the order of the text; without a declaration, it is built in, imported or unknown. */
  readonly occurrences: readonly Occurrence[];
}

export interface Occurrence {
  readonly name: Name;
  readonly isDeclaration: boolean;
}

type Scope = SourceFile | BlockDeclaration | BlockBody;

const tables = new WeakMap<SourceFile, SymbolTable>();

interface OpenSymbol extends NamedSymbol {
  readonly occurrences: Occurrence[];
}

class SymbolReader {
  private readonly found = new Map<Scope, Map<string, OpenSymbol>>();
  private readonly declaredBlocks: ReadonlySet<string>;

  constructor(private readonly file: SourceFile) {
    const blocks = file.declarations.filter((declaration) => declaration.kind === "block");
    this.declaredBlocks = new Set(blocks.flatMap(({ name }) => name?.text ?? []));
    for (const declaration of file.declarations) this.declaration(declaration);
  }

  get symbols(): SymbolTable {
    const symbols = [...this.found.values()].flatMap((scope) => [...scope.values()]);
    for (const { occurrences } of symbols) {
      occurrences.sort((a, b) => a.name.range.start - b.name.range.start);
    }
    return symbols;
  }

  private add(scope: Scope, kind: SymbolKind, name: Name | undefined, isDeclaration = false): void {
    if (!name || isAnyOperation(name)) return;
    const inScope = this.found.get(scope) ?? new Map<string, OpenSymbol>();
    this.found.set(scope, inScope);
    const key = `${kind} ${name.text}`;
    const symbol = inScope.get(key) ?? { kind, text: name.text, scope, occurrences: [] };
    inScope.set(key, symbol);
    symbol.occurrences.push({ name, isDeclaration });
  }

  private declaration(declaration: Declaration): void {
    if (declaration.kind === "import") return;
    this.add(this.file, declaration.kind, declaration.name, true);
    switch (declaration.kind) {
      case "network":
        for (const { name } of declaration.spaces) this.add(this.file, "space", name);
        for (const { block } of declaration.stages) this.block(block);
        break;
      case "block":
        for (const name of declaration.parameters) this.add(declaration, "parameter", name, true);
        if (declaration.body) this.body(declaration.body, declaration);
        break;
      case "search":
        this.search(declaration);
        break;
      case "space":
        this.add(this.file, "space", declaration.base);
    }
  }

  private search({ clauses }: SearchDeclaration): void {
    for (const clause of clauses) {
      if (clause.kind === "from") this.add(this.file, "network", clause.network);
      if (clause.kind === "space-clause") this.add(this.file, "space", clause.name);
    }
  }

  private block(block: BlockExpression | BlockBody | undefined): void {
    switch (block?.kind) {
      case undefined:
        return;
      case "operation":
        this.operation(block.name);
        return;
      case "call":
        this.add(this.file, "block", block.name);
        for (const name of block.arguments) this.operation(name);
        return;
      case "chain":
      case "parallel":
        for (const part of block.parts) this.block(part);
        return;
      case "hole":
        for (const choice of block.choices ?? []) this.block(choice);
        return;
      case "body":
        this.body(block);
    }
  }

  private body(body: BlockBody, owner?: BlockDeclaration): void {
    for (const { name, value } of body.equations) {
      if (name.quoted || name.text !== "out") this.add(body, "node", name, true);
      this.sum(value, body, owner);
    }
  }

  private sum(sum: Sum | undefined, body: BlockBody, owner: BlockDeclaration | undefined): void {
    for (const term of sum?.terms ?? []) {
      const { name } = term;
      if (term.kind === "reference") {
        if (name.quoted || name.text !== "in") this.add(body, "node", name);
        continue;
      }
      if (term.arguments) this.add(this.file, "block", name);
      else this.operation(name, owner);
      for (const argument of term.arguments ?? []) this.operation(argument, owner);
      this.sum(term.input, body, owner);
    }
  }

  /** A name where an operation is wanted: a parameter of the block around hides what is outside. */
  private operation(name: Name, owner?: BlockDeclaration): void {
    if (owner?.parameters.some(({ text }) => text === name.text)) {
      this.add(owner, "parameter", name);
    } else this.add(this.file, this.declaredBlocks.has(name.text) ? "block" : "operation", name);
  }
}

/** `_` stands for any operation and names none. */
function isAnyOperation({ text, quoted }: Name): boolean {
  return text === "_" && !quoted;
}
