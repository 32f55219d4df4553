import { commands, env, UIKind, Uri, window, workspace } from "vscode";
import type { SentFile } from "../server/messages";
import { hasFiles } from "./benchmark-folder";
import type { Blox } from "./blox";

/**
 * Asks where files are to go, a single one under a name and several into a folder, and writes them.
 * `source` is the address of the document that they were made from; `format` is for people.
 */
export async function saveFiles(
  blox: Blox,
  files: readonly SentFile[],
  source: string,
  format: string,
) {
  const [first, ...others] = files;
  if (!first) return;
  const beside = folderOf(Uri.parse(source));
  const places =
    others.length === 0 ? await placeOf(first, beside, format) : await placesOf(files, beside);
  if (!places) return;
  try {
    for (const { uri, bytes } of places) await workspace.fs.writeFile(uri, bytes);
  } catch (error) {
    const reason = error instanceof Error ? error.message : `${error}`;
    await window.showErrorMessage(`The network could not be written: ${reason}`);
    return;
  }
  const names = places.map(({ uri }) => uri.path.slice(uri.path.lastIndexOf("/") + 1));
  const [firstPlace] = places;
  if (firstPlace) await sayWritten(blox, firstPlace, names.join(", "));
}

interface PlacedFile {
  readonly uri: Uri;
  readonly bytes: Uint8Array;
  readonly isText: boolean;
}

/** Of a document that lies nowhere yet, that of the workspace. */
export function folderOf(document: Uri): Uri | undefined {
  if (document.scheme === "untitled") return workspace.workspaceFolders?.[0]?.uri;
  return Uri.joinPath(document, "..");
}

async function placeOf(
  file: SentFile,
  beside: Uri | undefined,
  format: string,
): Promise<readonly PlacedFile[] | undefined> {
  const ending = file.path.slice(file.path.lastIndexOf(".") + 1);
  const uri = await window.showSaveDialog({
    title: `Export to ${format}`,
    saveLabel: "Export",
    filters: { [format]: [ending] },
    ...(beside && { defaultUri: Uri.joinPath(beside, file.path) }),
  });
  return uri && [placed(file, uri)];
}

async function placesOf(
  files: readonly SentFile[],
  beside: Uri | undefined,
): Promise<readonly PlacedFile[] | undefined> {
  const names = files.map(({ path }) => path);
  const folder = await folderFor(names, names.join(", "), beside);
  return folder && files.map((file) => placed(file, Uri.joinPath(folder, file.path)));
}

/**
 * Asks for a folder, beside this one at first, and whether files in it may be replaced, which the dialog for
 * a folder does not ask. `what` it is for is for people.
 */
export async function folderFor(
  names: readonly string[],
  what: string,
  beside: Uri | undefined,
): Promise<Uri | undefined> {
  const chosen = await window.showOpenDialog({
    title: `Folder for ${what}`,
    openLabel: "Export Here",
    canSelectFiles: false,
    canSelectFolders: true,
    ...(beside && { defaultUri: beside }),
  });
  const folder = chosen?.[0];
  if (!folder) return undefined;
  const isThere = await Promise.all(names.map((name) => exists(Uri.joinPath(folder, name))));
  const replaced = names.filter((_, place) => isThere[place]);
  return replaced.length === 0 || (await mayReplace(replaced)) ? folder : undefined;
}

async function exists(uri: Uri): Promise<boolean> {
  return workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}

async function mayReplace(names: readonly string[]): Promise<boolean> {
  const replace = "Replace";
  const answer = await window.showWarningMessage(
    `Replace ${names.length > mostNamed ? `${names.length} files` : names.join(" and ")} in this folder?`,
    { modal: true, detail: "What has been changed in them since is lost." },
    replace,
  );
  return answer === replace;
}

/** In a question, which has room for no more. */
const mostNamed = 4;

export function placed(file: SentFile, uri: Uri): PlacedFile {
  return "text" in file
    ? { uri, bytes: new TextEncoder().encode(file.text), isText: true }
    : { uri, bytes: bytesOf(file.base64), isText: false };
}

function bytesOf(base64: string): Uint8Array {
  const binary = atob(base64);
  const bytes = new Uint8Array(binary.length);
  for (let place = 0; place < bytes.length; place++) bytes[place] = binary.charCodeAt(place);
  return bytes;
}

/** Says what has been written. Offers to open one of the files, if it is text, and to show where it lies. */
export async function sayWritten(
  blox: Blox,
  { uri, isText }: Pick<PlacedFile, "uri" | "isText">,
  what: string,
) {
  const open = "Open";
  const reveal = "Reveal";
  const revealCommand = revealCommandFor(blox, uri);
  const answer = await window.showInformationMessage(
    `Written: ${what}.`,
    ...(isText ? [open] : []),
    ...(revealCommand === undefined ? [] : [reveal]),
  );
  if (answer === open) await window.showTextDocument(uri);
  if (answer === reveal && revealCommand !== undefined)
    await commands.executeCommand(revealCommand, uri);
}

/** The editor's own list of files shows those of the workspace, the system's those of its own machine. */
function revealCommandFor({ context }: Blox, uri: Uri): string | undefined {
  if (workspace.getWorkspaceFolder(uri)) return "revealInExplorer";
  const isDesktop = env.uiKind === UIKind.Desktop && env.remoteName === undefined;
  return hasFiles(context) && isDesktop ? "revealFileInOS" : undefined;
}
