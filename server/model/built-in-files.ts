import { TextDocument } from "vscode-languageserver-textdocument";
import { builtInSpaces, builtInSpaceText } from "../../data/built-in-spaces";
import { type ParsedFile, parsedFile } from "./parsed-file";

/** The scheme of the addresses of built-in spaces, which lie in no file system: `blox-space:/blox.blox`. */
const scheme = "blox-space:";

/** The file in which a built-in space is written. */
export function builtInFile(name: string): ParsedFile | undefined {
  const known = files.get(name);
  if (known) return known;
  const text = builtInSpaceText(name);
  if (text === undefined) return undefined;
  const file = parsedFile(TextDocument.create(`${scheme}/${name}.blox`, "blox", 1, text));
  files.set(name, file);
  return file;
}

const files = new Map<string, ParsedFile>();

export function isBuiltInFile(uri: string): boolean {
  return uri.startsWith(scheme);
}

export function isBuiltInName(name: string): boolean {
  return builtInSpaces.some((space) => space.name === name);
}
