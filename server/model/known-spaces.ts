import { bloxSpace, builtInSpaces } from "../../data/built-in-spaces";
import type { Space } from "../../data/space";
import type { SpaceProblem } from "../../data/space-problem";
import { readSpace } from "../../data/space-reader";
import type { Name, SpaceDeclaration } from "../../grammar/syntax";
import type { ImportedFiles } from "./imported-files";
import type { ParsedFile } from "./parsed-file";
import type { Problem } from "./problem";
import { didYouMean, listed } from "./spelling";

/** The space that a network or a search lives in when it names none. */
export const defaultSpace: Space = bloxSpace;

/** The spaces that a file may name: the built-in ones, its own, and the imported ones. */
export interface KnownSpaces {
  /** Undefined where there is none, or where its declaration has an error. */
  named(name: string): Space | undefined;
  /** Every name that stands for a space, also where its declaration has an error. */
  readonly names: readonly string[];
  /** Those that are declared in the file itself, without an error, in order. */
  readonly own: readonly DeclaredSpace[];
  /** The operations of all of them, for blocks that may be used in any. */
  readonly vocabulary: Space;
  /** Where a space is declared; undefined for a built-in one. */
  declarationOf(space: Space): SpaceDeclaration | undefined;
}

export interface DeclaredSpace {
  readonly declaration: SpaceDeclaration;
  readonly space: Space;
}

/** What is wrong with the file's own spaces is added to the problems; with an imported one, where it is declared. */
export function readSpaces(
  { file }: ParsedFile,
  imported: ImportedFiles,
  problems: Problem[],
): KnownSpaces {
  const files = [file, ...imported.files.map((other) => other.file)];
  const declarations = new Map<string, SpaceDeclaration>();
  for (const { declarations: declared } of files) {
    for (const declaration of declared) {
      if (declaration.kind !== "space" || !declaration.name) continue;
      const { text } = declaration.name;
      if (!declarations.has(text) && !isBuiltIn(text)) declarations.set(text, declaration);
    }
  }
  const resolver = new Resolver(declarations, problems, file.declarations);
  const own = file.declarations.flatMap((declaration) => {
    if (declaration.kind !== "space") return [];
    resolver.reportName(declaration);
    const space = resolver.read(declaration);
    return space ? { declaration, space } : [];
  });
  return {
    named: (name) => resolver.named(name),
    names: [...builtInSpaces.map(({ name }) => name), ...declarations.keys()],
    own,
    vocabulary: vocabularyOf(
      [...declarations.keys()].flatMap((name) => resolver.named(name) ?? []),
    ),
    declarationOf: (space) => (isBuiltIn(space.name) ? undefined : declarations.get(space.name)),
  };
}

/** The default space with the operations of the declared ones beside its own. */
function vocabularyOf(declared: readonly Space[]): Space {
  if (declared.length === 0) return defaultSpace;
  const spaces = [defaultSpace, ...declared];
  const operations = new Map(
    spaces.flatMap((space) => space.operations.map((operation) => [operation.name, operation])),
  );
  return {
    ...defaultSpace,
    name: spaces.map(({ name }) => name).join(", "),
    operations: [...operations.values()],
  };
}

function isBuiltIn(name: string): boolean {
  return builtInSpaces.some((space) => space.name === name);
}

/** The space that a name means; that there is none is added to the problems. */
export function namedSpace(
  written: Name,
  spaces: KnownSpaces,
  problems: Problem[],
): Space | undefined {
  if (!spaces.names.includes(written.text)) problems.push(unknownSpace(written, spaces.names));
  return spaces.named(written.text);
}

function unknownSpace(written: Name, known: readonly string[]): Problem {
  const { question, fixes } = didYouMean(written, known);
  return {
    code: "blox/unknown-space",
    severity: "error",
    range: written.range,
    message: `There is no space \`${written.text}\`.${question} There are ${listed(known)}.`,
    fixes,
  };
}

/** Reads each declaration once, those that it extends first. */
class Resolver {
  private readonly done = new Map<SpaceDeclaration, Space | undefined>();
  /** What is being read, the outermost first. */
  private readonly around: SpaceDeclaration[] = [];
  private readonly own: ReadonlySet<unknown>;

  constructor(
    private readonly declarations: ReadonlyMap<string, SpaceDeclaration>,
    private readonly problems: Problem[],
    own: readonly unknown[],
  ) {
    this.own = new Set(own);
  }

  named(name: string): Space | undefined {
    const builtIn = builtInSpaces.find((space) => space.name === name);
    if (builtIn) return builtIn;
    const declaration = this.declarations.get(name);
    return declaration && this.read(declaration);
  }

  read(declaration: SpaceDeclaration): Space | undefined {
    if (this.done.has(declaration)) return this.done.get(declaration);
    const problems = this.own.has(declaration) ? this.problems : [];
    this.around.push(declaration);
    const base = declaration.base && this.base(declaration.base, problems);
    this.around.pop();
    const found: SpaceProblem[] = [];
    const space = declaration.base && !base ? undefined : readSpace(declaration, base, found);
    problems.push(...found.map(problemOf));
    this.done.set(declaration, space);
    return space;
  }

  private base(name: Name, problems: Problem[]): Space | undefined {
    const declaration = this.declarations.get(name.text);
    if (declaration && this.around.includes(declaration)) {
      problems.push({
        code: "blox/recursive-space",
        severity: "error",
        range: name.range,
        message: `\`${name.text}\` extends itself. What a space takes over must be another one.`,
      });
      return undefined;
    }
    const names = [...builtInSpaces.map((space) => space.name), ...this.declarations.keys()];
    if (!names.includes(name.text)) problems.push(unknownSpace(name, names));
    return this.named(name.text);
  }

  /** A second space of a name, or one with the name of a built-in one, is an error. */
  reportName(declaration: SpaceDeclaration) {
    const { name } = declaration;
    if (!name) return;
    const first = this.declarations.get(name.text);
    if (first === declaration) return;
    this.problems.push({
      code: "blox/repeated-space",
      severity: "error",
      range: name.range,
      message: first
        ? `There is already a space \`${name.text}\` in this file. Give this one another name.`
        : `\`${name.text}\` is a built-in space. Give this one another name, or write \`space my-${name.text} extends ${name.text}\`.`,
      ...(first?.name && {
        related: [{ range: first.name.range, message: `\`${name.text}\` is declared here` }],
      }),
    });
  }
}

function problemOf({ code, range, message, unknown, related }: SpaceProblem): Problem {
  const problem = { code, severity: "error", range, ...(related && { related }) } as const;
  if (!unknown) return { ...problem, message };
  const { text, known } = unknown;
  const { question, fixes } = didYouMean({ kind: "name", range, text, quoted: false }, known);
  const all = question === "" ? ` There are ${listed(known)}.` : question;
  return { ...problem, message: `${message}${all}`, fixes };
}
