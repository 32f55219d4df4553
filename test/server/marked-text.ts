import { type Position, TextDocument } from "vscode-languageserver-textdocument";
import type { FileSource } from "../../server/model/imported-files";
import { analyse, type Model } from "../../server/model/model";
import { parsedFile } from "../../server/model/parsed-file";

/** A document with a cursor in it, written `‸`. */
export interface Marked {
  readonly model: Model;
  readonly cursor: Position;
}

export function marked(text: string): Marked {
  const offset = text.indexOf("‸");
  if (offset < 0) throw new Error("the text has no cursor: write ‸ where it is");
  const document = documentOf(text.replace("‸", ""));
  return { model: analyse(document), cursor: document.positionAt(offset) };
}

export function modelOf(text: string): Model {
  return analyse(documentOf(text));
}

function documentOf(text: string): TextDocument {
  return TextDocument.create("file:///test.blox", "blox", 1, text);
}

/**
 * Several files that may import each other, in one text: each stands below a line with its name,
 * `// blocks.blox`. `model` is that of the file with the cursor, or else of the last one.
 */
export interface Project extends Marked {
  readonly models: readonly Model[];
}

export function project(text: string): Project {
  const files = filesIn(text);
  const documents = Array.from(files, ([name, content]) =>
    TextDocument.create(`file:///${name}`, "blox", 1, content.replace("‸", "")),
  );
  const source = sourceOf(documents);
  const models = documents.map((document) => analyse(document, source));
  const cursors = [...files.values()].map((content) => content.indexOf("‸"));
  const marked = cursors.findIndex((offset) => offset >= 0);
  const model = models.at(marked);
  if (!model) throw new Error("the text has no file: write // NAME.blox above one");
  const cursor = model.document.positionAt(Math.max(0, cursors.at(marked) ?? 0));
  return { model, cursor, models };
}

/** What an example of the documentation means among the files that are there under their names. */
export function exampleModel(examples: readonly string[], text: string): Model {
  const named = examples.filter((example) => example !== text && filesIn(example).size > 0);
  return project([...named, `// main.blox\n${text}`].join("\n")).model;
}

/** The files of a text by their names. */
export function filesIn(text: string): Map<string, string> {
  const [, ...parts] = text.split(/^[ \t]*\/\/ (\S+\.blox)\n/m);
  return new Map(
    parts.flatMap((part, place) => (place % 2 === 0 ? [[part, parts[place + 1] ?? ""]] : [])),
  );
}

/** Documents that are all there are. */
export function sourceOf(documents: readonly TextDocument[]): FileSource {
  const missing = { existing: documents.map(({ uri }) => uri) };
  return {
    at(address) {
      const document = documents.find(({ uri }) => uri === address);
      return document ? parsedFile(document) : missing;
    },
  };
}

/** The text after edits, given in any order. */
export function edited(
  model: Model,
  edits: readonly {
    readonly range: { readonly start: number; readonly end: number };
    readonly newText: string;
  }[],
): string {
  const { document } = model;
  const lspEdits = edits.map(({ range, newText }) => ({
    range: { start: document.positionAt(range.start), end: document.positionAt(range.end) },
    newText,
  }));
  return TextDocument.applyEdits(document, lspEdits);
}
