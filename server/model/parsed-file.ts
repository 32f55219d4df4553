import type { TextDocument } from "vscode-languageserver-textdocument";
import { isDatasetFile } from "../../grammar/dataset-file";
import { parse } from "../../grammar/parser";
import type { SourceFile } from "../../grammar/syntax";

/** One version of a file: its text, and what is written in it. */
export interface ParsedFile {
  readonly uri: string;
  readonly text: string;
  readonly file: SourceFile;
  /** For positions. An open one changes in place as the user types: the text is of one version. */
  readonly document: TextDocument;
}

/** Read once a version; a file of the published dataset has no declarations and no errors. */
export function parsedFile(document: TextDocument): ParsedFile {
  const known = read.get(document);
  if (known?.version === document.version) return known.parsed;
  const text = document.getText();
  const file = isDatasetFile(text) ? emptyFile(text) : parse(text);
  const parsed = { uri: document.uri, text, file, document };
  read.set(document, { version: document.version, parsed });
  return parsed;
}

const read = new WeakMap<TextDocument, { readonly version: number; readonly parsed: ParsedFile }>();

function emptyFile(text: string): SourceFile {
  const range = { start: 0, end: text.length };
  return { kind: "file", range, declarations: [], comments: [], errors: [] };
}
