import type { TextDocument } from "vscode-languageserver-textdocument";
import { isDatasetFile } from "../../grammar/dataset-file";
import type { SourceFile } from "../../grammar/syntax";
import { readBlocks } from "./block-declarations";
import { withoutDoubtfulFixes } from "./doubtful-fixes";
import { reportImports } from "./import-problems";
import { type FileSource, type ImportedFiles, importedFiles, noFiles } from "./imported-files";
import type { KnownBlocks } from "./known-blocks";
import { KnownNetworks } from "./known-networks";
import { type KnownSpaces, readSpaces } from "./known-spaces";
import type { NetworkModel } from "./network-model";
import { readNetwork } from "./network-reader";
import { parsedFile } from "./parsed-file";
import type { Problem } from "./problem";
import type { SearchModel } from "./search-model";
import { readSearches } from "./search-reader";
import { syntaxProblems } from "./syntax-problems";

/** What one version of a document means; every language feature reads it, none changes it. */
export interface Model {
  /** For positions and text. It changes in place as the user types: this model is of `version`. */
  readonly document: TextDocument;
  readonly version: number;
  readonly file: SourceFile;
  /** The files that it imports, directly or through others. */
  readonly imported: ImportedFiles;
  /** Where they came from: for reading a text again that has changed. */
  readonly source: FileSource;
  /** The spaces that it may name. */
  readonly spaces: KnownSpaces;
  /** The declared blocks that it may use, imported ones among them. */
  readonly blocks: KnownBlocks;
  /** Those of the document itself. */
  readonly networks: readonly NetworkModel[];
  /** Those that a search may name, imported ones among them. */
  readonly knownNetworks: KnownNetworks;
  readonly searches: readonly SearchModel[];
  readonly problems: readonly Problem[];
}

/** Reads a document, with the files that it imports as far as the source has them. Never throws. */
export function analyse(document: TextDocument, source: FileSource = noFiles): Model {
  const parsed = parsedFile(document);
  const { file, text } = parsed;
  const imported = importedFiles(parsed, source);
  const problems = isDatasetFile(text) ? [datasetProblem] : syntaxProblems(file, text);
  reportImports(parsed, imported, problems);
  const spaces = readSpaces(parsed, imported, problems);
  const blocks = readBlocks(parsed, imported, spaces, problems);
  const networks = file.declarations.flatMap((declaration) =>
    declaration.kind === "network"
      ? readNetwork(declaration, file, { blocks, spaces }, text, problems)
      : [],
  );
  reportRepeatedNetworks(networks, problems);
  const knownNetworks = new KnownNetworks(networks, imported, (declaration, home) =>
    // What is wrong with it is said where it is declared.
    readNetwork(declaration, home.file, { blocks, spaces }, home.text, []),
  );
  const searches = readSearches(file, knownNetworks, spaces, text, problems);
  problems.sort((a, b) => a.range.start - b.range.start);
  return {
    document,
    version: document.version,
    file,
    imported,
    source,
    spaces,
    blocks,
    networks,
    knownNetworks,
    searches,
    problems: withoutDoubtfulFixes(problems, file.errors, text),
  };
}

/** A dataset file opened as text gets one message, and nothing else of the language. */
const datasetProblem: Problem = {
  code: "blox/dataset-file",
  severity: "information",
  range: { start: 0, end: 3 },
  message:
    "This is a file of the published benchmark dataset, not a network. `Blox: Import Benchmark…` in the editor, or `blox import` in a terminal, reads its measurements.",
};

function reportRepeatedNetworks(networks: readonly NetworkModel[], problems: Problem[]) {
  const first = new Map<string, NetworkModel>();
  for (const network of networks) {
    const earlier = first.get(network.name);
    const name = network.declaration.name;
    if (!name) continue;
    if (!earlier?.declaration.name) {
      first.set(network.name, network);
      continue;
    }
    problems.push({
      code: "blox/repeated-network",
      severity: "error",
      range: name.range,
      message: `There is already a network \`${name.text}\` in this file. Give this one another name.`,
      related: [
        { range: earlier.declaration.name.range, message: `\`${name.text}\` is declared here` },
      ],
    });
  }
}
