import type { Declaration, Name } from "../../grammar/syntax";
import { shownFrom } from "./file-address";
import type { ImportBranch } from "./imported-files";
import type { ParsedFile } from "./parsed-file";
import type { Problem } from "./problem";

/** A declaration that importing a file brings, but searches, which nothing can name. */
interface Declared {
  readonly name: Name;
  readonly kind: Declaration["kind"];
  readonly by: ParsedFile;
  /** Undefined in the file itself. */
  readonly branch?: ImportBranch;
}

/** Says where one name is declared here and in an imported file, or in two files of different imports. */
export function reportNameClashes(
  importer: ParsedFile,
  branches: readonly ImportBranch[],
  problems: Problem[],
): void {
  if (branches.length === 0) return;
  const first = new Map<string, Declared>();
  for (const declared of declaredBy(importer)) take(first, declared);
  const clashing = new Set<Declared>();
  for (const branch of branches) {
    const withEarlier: [Declared, Declared][] = [];
    for (const declared of branch.files.flatMap((file) => declaredBy(file, branch))) {
      const earlier = take(first, declared);
      if (!earlier || earlier.branch === branch || clashing.has(earlier)) continue;
      if (earlier.branch) withEarlier.push([earlier, declared]);
      else {
        clashing.add(earlier);
        problems.push(clashHere(importer, earlier, declared));
      }
    }
    if (withEarlier.length > 0) problems.push(clashOfImports(importer, branch, withEarlier));
  }
}

/** The declaration that has the name already; undefined where it was free. */
function take(names: Map<string, Declared>, declared: Declared): Declared | undefined {
  const key = `${declared.kind} ${declared.name.text}`;
  const earlier = names.get(key);
  if (!earlier) names.set(key, declared);
  return earlier;
}

function declaredBy(by: ParsedFile, branch?: ImportBranch): Declared[] {
  return by.file.declarations.flatMap((declaration) => {
    const { kind } = declaration;
    if (kind === "import" || kind === "search" || !declaration.name) return [];
    return [{ name: declaration.name, kind, by, ...(branch && { branch }) }];
  });
}

function clashHere(importer: ParsedFile, { name, kind }: Declared, other: Declared): Problem {
  return {
    code: "blox/name-clash",
    severity: "error",
    range: name.range,
    message: `There is a ${kind} \`${name.text}\` in \`${shownFrom(importer.uri, other.by.uri)}\` too, which is imported here. Give one of the two another name.`,
    related: [placeOf(other)],
  };
}

function clashOfImports(
  importer: ParsedFile,
  { path }: ImportBranch,
  clashes: readonly (readonly [Declared, Declared])[],
): Problem {
  const [[earlier, later] = []] = clashes;
  const more = clashes.length > 1 ? `, and ${clashes.length - 1} more names` : "";
  const from = (declared: Declared | undefined) =>
    `\`${shownFrom(importer.uri, declared?.by.uri ?? importer.uri)}\``;
  return {
    code: "blox/name-clash",
    severity: "error",
    range: path.range,
    message: `The ${later?.kind} \`${later?.name.text}\`${more} is declared in ${from(later)} and in ${from(earlier)}. Give one of the two another name, or import one of the two.`,
    related: clashes.slice(0, mostShown).flatMap((both) => both.map(placeOf)),
  };
}

/** A list of more places is not read. */
const mostShown = 5;

function placeOf({ name, kind, by }: Declared) {
  return {
    uri: by.uri,
    range: name.range,
    message: `The ${kind} \`${name.text}\` is declared here`,
  };
}
