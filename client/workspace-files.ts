import { type Disposable, Uri, workspace } from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";
import { findFiles, mostBytes, readFile } from "../server/messages";

/** Reads and lists files for the server, wherever the workspace lies: here, on a remote, or in the web. */
export function serveWorkspaceFiles(client: BaseLanguageClient): Disposable[] {
  return [
    client.onRequest(readFile.method, ({ uri }: { readonly uri: string }) => textOf(uri)),
    client.onRequest(findFiles.method, bloxFiles),
  ];
}

async function textOf(uri: string): Promise<string | null> {
  try {
    const bytes = await workspace.fs.readFile(Uri.parse(uri, true));
    // What is cut off is too long for the language anyway.
    return new TextDecoder().decode(bytes.subarray(0, mostBytes));
  } catch {
    return null;
  }
}

async function bloxFiles(): Promise<string[]> {
  const found = await workspace.findFiles("**/*.blox", "**/node_modules/**");
  const sizes = await Promise.all(found.map(sizeOf));
  return found.filter((_, place) => (sizes[place] ?? 0) <= mostBytes).map((uri) => uri.toString());
}

async function sizeOf(uri: Uri): Promise<number> {
  try {
    return (await workspace.fs.stat(uri)).size;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
