import { readFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import { TextDocument } from "vscode-languageserver-textdocument";
import { isDatasetFile } from "../../grammar/dataset-file";
import { FileStore } from "../file-store";
import { importedAddresses } from "../model/imported-files";
import { analyse, type Model } from "../model/model";
import { parsedFile } from "../model/parsed-file";
import { diskFiles } from "./disk-files";
import { Failure } from "./failure";

/** Reads and analyses a file, with the files that it imports. Fails where there is none, or it is no text. */
export async function readDocument(path: string): Promise<Model> {
  const text = decode(path, await bytesOf(path));
  const document = TextDocument.create(pathToFileURL(path).href, "blox", 1, text);
  await disk.load(importedAddresses(parsedFile(document)));
  return analyse(document, disk);
}

/** A file that several others import is read once. */
const disk = new FileStore(diskFiles(process.cwd()));

async function bytesOf(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT") throw new Failure(`${path}: there is no such file`);
    if (code === "EISDIR") throw new Failure(`${path}: is a folder, not a file`);
    throw new Failure(`${path}: ${error instanceof Error ? error.message : error}`);
  }
}

function decode(path: string, bytes: Uint8Array): string {
  // A dataset file is binary behind its header; the model says so better than a decoder can.
  const lenient = new TextDecoder().decode(bytes.subarray(0, 4096));
  if (isDatasetFile(lenient)) return lenient;
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    if (!text.includes("\0")) return text;
  } catch {
    // Falls through: these bytes are no UTF-8.
  }
  throw new Failure(`${path}: is not text; a .blox file is UTF-8 text`);
}
