import { isDatasetFile } from "../../grammar/dataset-file";
import type { Name } from "../../grammar/syntax";
import { removal } from "./edits";
import { hasFolder, isUnsaved, pathBetween, shownAddress, shownFrom } from "./file-address";
import { type ImportBranch, type ImportedFiles, isOpen, type MissingFile } from "./imported-files";
import { reportNameClashes } from "./name-clashes";
import type { ParsedFile } from "./parsed-file";
import type { Fix, Problem, RelatedPlace } from "./problem";
import { didYouMean } from "./spelling";

/** What is wrong with the imports of a file. Of what is not known yet, nothing is said. */
export function reportImports(
  importer: ParsedFile,
  imported: ImportedFiles,
  problems: Problem[],
): void {
  for (const branch of imported.branches) {
    const problem = problemOf(importer, branch);
    if (problem) problems.push(problem);
  }
  reportNameClashes(importer, imported.branches, problems);
}

function problemOf(importer: ParsedFile, branch: ImportBranch): Problem | undefined {
  const { address, found, isItself, declaration, path } = branch;
  if (address === undefined) return leadingNowhere(importer, path);
  if (isItself) {
    return {
      code: "blox/self-import",
      severity: "warning",
      range: path.range,
      message: "This file imports itself, which changes nothing. Import another one.",
      fixes: [
        {
          title: "Remove this import",
          edits: [removal(importer.text, declaration.range)],
          isPreferred: true,
        },
      ],
    };
  }
  if (typeof found === "object" && "existing" in found)
    return missingFile(importer, path, address, found);
  return brokenFile(importer, branch);
}

const expected = "An import names a file by its path from this file's folder, as `./blocks.blox`.";

function leadingNowhere({ uri }: ParsedFile, path: Name): Problem | undefined {
  const { range, text } = path;
  if (isOpen(path)) return undefined;
  const message = isUnsaved(uri)
    ? `Where \`${text}\` is cannot be told before this file is saved in a folder.`
    : `\`${text}\` leads to another machine. ${expected}`;
  if (!isUnsaved(uri) && !hasFolder(uri)) return undefined;
  return { code: "blox/unknown-import", severity: "error", range, message };
}

function missingFile(
  importer: ParsedFile,
  path: Name,
  address: string,
  { existing }: MissingFile,
): Problem {
  const { question, fixes } = meantInstead(importer, path, existing);
  const isFolder = existing.some((file) => file.startsWith(`${address}/`));
  const found = isFolder ? "is a folder" : "is no file";
  return {
    code: "blox/unknown-import",
    severity: "error",
    range: path.range,
    message: `\`${shownAddress(address)}\` ${found}.${question} ${expected}`,
    fixes,
  };
}

/** Files with a similar path, and those with the same name in another folder. */
function meantInstead({ uri }: ParsedFile, path: Name, existing: readonly string[]) {
  const paths = existing.flatMap((file) => pathBetween(uri, file) ?? []);
  const written = /^\.{0,2}\//.test(path.text) ? path.text : `./${path.text}`;
  const similar = didYouMean({ ...path, quoted: false, text: written }, paths);
  const [, name] = /([^/]+?)(?:\.blox)?$/.exec(path.text) ?? [];
  const elsewhere = paths.filter((other) => other.endsWith(`/${name}.blox`)).slice(0, 3);
  const fixes: Fix[] =
    similar.fixes.length > 0
      ? similar.fixes.map((fix) => ({ ...fix, edits: fix.edits.map(quotedEdit) }))
      : elsewhere.map((other) => ({
          title: `Change to ${other}`,
          edits: [quotedEdit({ range: path.range, newText: other })],
          isPreferred: elsewhere.length === 1,
        }));
  const question =
    similar.question === "" && elsewhere[0] !== undefined
      ? ` Did you mean \`${elsewhere[0]}\`?`
      : similar.question;
  return { question, fixes };
}

function quotedEdit({ range, newText }: Fix["edits"][number]) {
  return { range, newText: `"${newText}"` };
}

/** What is wrong in what an import brings: each file of it has a place, and the import one problem. */
function brokenFile(
  importer: ParsedFile,
  { path, files, missing }: ImportBranch,
): Problem | undefined {
  const datasets = files.filter(({ text }) => isDatasetFile(text));
  const related: RelatedPlace[] = [
    ...datasets.map(({ uri }) => ({
      uri,
      range: { start: 0, end: 3 },
      message: "The header of a dataset file",
    })),
    ...missing.map(({ file: { uri }, path }) => ({
      uri,
      range: path.range,
      message: `\`${path.text}\` is no file`,
    })),
    ...files.flatMap(({ uri, file: { errors } }) =>
      errors.slice(0, 1).map(({ range, message }) => ({ uri, range, message })),
    ),
  ];
  const [first] = related;
  if (!first) return undefined;
  const where = `\`${shownFrom(importer.uri, first.uri ?? importer.uri)}\``;
  const what =
    datasets.length > 0
      ? `${where} is a file of the published dataset, which declares nothing. ${expected}`
      : missing.length > 0
        ? `${where} imports what is not there: ${first.message}. What would come from it is unknown here.`
        : `${where} has a mistake, so that not all of it may be known here: ${first.message}.`;
  return {
    code: "blox/broken-import",
    severity: datasets.length + missing.length > 0 ? "error" : "warning",
    range: path.range,
    message: what,
    related: related.slice(0, mostRelated),
  };
}

/** A list of more places is not read. */
const mostRelated = 10;
