import { bloxSpace, builtInSpaces } from "../../data/built-in-spaces";
import type { Space } from "../../data/space";
import type { SpaceProblem } from "../../data/space-problem";
import { readSpace } from "../../data/space-reader";
import type { Name, SpaceDeclaration } from "../../grammar/syntax";
import { builtInFile, isBuiltInFile, isBuiltInName } from "./built-in-files";
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
  /** False while an imported file is not there: another space may be declared in it. */
  readonly isWhole: boolean;
  /** The default space with the operations of all others beside its own, for blocks that may be used in any. */
  readonly vocabulary: Space;
  /** Where the space that a name means is declared. */
  homeOf(name: string): SpaceHome | undefined;
}

export interface SpaceHome {
  readonly declaration: SpaceDeclaration;
  readonly file: ParsedFile;
}

/** What is wrong with the file's own spaces is added to the problems; with an imported one, where it is declared. */
export function readSpaces(
  parsed: ParsedFile,
  imported: ImportedFiles,
  problems: Problem[],
): KnownSpaces {
  const homes = new Map<string, SpaceHome>();
  for (const file of [parsed, ...imported.files]) {
    for (const home of spacesOf(file)) {
      const name = home.declaration.name?.text;
      if (name !== undefined && !homes.has(name) && !isBuiltInName(name)) homes.set(name, home);
    }
  }
  const resolver = new Resolver(homes, parsed, problems, imported.isWhole);
  for (const { declaration } of spacesOf(parsed)) {
    if (!isBuiltInFile(parsed.uri)) resolver.reportName(declaration);
    resolver.read(declaration);
  }
  const declared = [...homes.keys()];
  return {
    named: (name) => resolver.named(name),
    names: [...builtInSpaces.map(({ name }) => name), ...declared],
    isWhole: imported.isWhole,
    vocabulary: vocabularyOf(declared.flatMap((name) => resolver.named(name) ?? [])),
    homeOf(name) {
      const builtIn = builtInFile(name);
      return builtIn ? spacesOf(builtIn)[0] : homes.get(name);
    },
  };
}

function spacesOf(file: ParsedFile): SpaceHome[] {
  return file.file.declarations.flatMap((declaration) =>
    declaration.kind === "space" ? { declaration, file } : [],
  );
}

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

/** The space that a name means; that there is none is added to the problems. */
export function namedSpace(
  written: Name,
  spaces: KnownSpaces,
  problems: Problem[],
): Space | undefined {
  if (!spaces.names.includes(written.text) && spaces.isWhole)
    problems.push(unknownSpace(written, spaces.names));
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
  private readonly known = new Map<SpaceDeclaration, Space | undefined>();
  /** What is being read, the outermost first. */
  private readonly around: SpaceDeclaration[] = [];

  constructor(
    private readonly homes: ReadonlyMap<string, SpaceHome>,
    private readonly own: ParsedFile,
    private readonly problems: Problem[],
    private readonly isWhole: boolean,
  ) {}

  named(name: string): Space | undefined {
    const builtIn = builtInSpaces.find((space) => space.name === name);
    if (builtIn) return builtIn;
    const declaration = this.homes.get(name)?.declaration;
    return declaration && this.read(declaration);
  }

  read(declaration: SpaceDeclaration): Space | undefined {
    if (this.known.has(declaration)) return this.known.get(declaration);
    const isOwn = this.own.file.declarations.includes(declaration);
    const problems = isOwn ? this.problems : [];
    this.around.push(declaration);
    const base = declaration.base && this.base(declaration.base, problems);
    this.around.pop();
    const found: SpaceProblem[] = [];
    // What an unknown base would give is not missing.
    const space = declaration.base && !base ? undefined : readSpace(declaration, base, found);
    problems.push(...found.map(problemOf));
    this.known.set(declaration, space);
    return space;
  }

  private base(name: Name, problems: Problem[]): Space | undefined {
    const declaration = this.homes.get(name.text)?.declaration;
    if (declaration && this.around.includes(declaration)) {
      problems.push({
        code: "blox/recursive-space",
        severity: "error",
        range: name.range,
        message: `\`${name.text}\` extends itself. What a space takes over must be another one.`,
      });
      return undefined;
    }
    const names = [...builtInSpaces.map((space) => space.name), ...this.homes.keys()];
    if (!names.includes(name.text) && this.isWhole) problems.push(unknownSpace(name, names));
    return this.named(name.text);
  }

  /** A second space of a name, or one with the name of a built-in one, is an error. */
  reportName(declaration: SpaceDeclaration) {
    const { name } = declaration;
    if (!name) return;
    const first = this.homes.get(name.text)?.declaration;
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
