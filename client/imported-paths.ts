import { FileType, Uri, workspace } from "vscode";
import type { ImportedPath, Refusal } from "../server/messages";

/** Files and folders as the server takes them: by their paths, or where it reads none, by their bytes. */
export async function importedPaths(
  uris: readonly Uri[],
  serverReadsFiles: boolean,
): Promise<readonly ImportedPath[] | Refusal> {
  if (!serverReadsFiles) return (await Promise.all(uris.map(bytesAt))).flat();
  const elsewhere = uris.find(({ scheme }) => scheme !== "file");
  if (!elsewhere) return uris.map(({ fsPath }) => ({ path: fsPath }));
  return {
    refusal: `${nameOf(elsewhere)} lies on no disk that Blox can read. Copy it to a folder of this computer and import it from there.`,
  };
}

/** Of a file, or of every file that lies in a folder. */
async function bytesAt(uri: Uri): Promise<ImportedPath[]> {
  const { type } = await workspace.fs.stat(uri);
  if (!(type & FileType.Directory)) return [await file(uri, false)];
  const entries = await workspace.fs.readDirectory(uri);
  const files = entries.filter(([, type]) => type & FileType.File);
  return Promise.all(files.map(([name]) => file(Uri.joinPath(uri, name), true)));
}

async function file(uri: Uri, isFromFolder: boolean): Promise<ImportedPath> {
  return { name: nameOf(uri), bytes: await workspace.fs.readFile(uri), isFromFolder };
}

function nameOf({ path }: Uri): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
