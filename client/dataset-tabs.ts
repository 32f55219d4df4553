import { commands, FileType, type Tab, Uri, window, workspace } from "vscode";
import { isDatasetHead } from "../server/messages";
import { ask } from "./ask";
import type { Blox } from "./blox";

/**
 * Watches for files of the published dataset, which share the extension: the editor shows them as
 * binary, so there is no document in which the server could say what they are.
 */
export function explainDatasetTabs(blox: Blox) {
  const explain = (tabs: readonly Tab[]) => {
    for (const tab of tabs) void explainDataset(blox, tab);
  };
  blox.context.subscriptions.push(
    window.tabGroups.onDidChangeTabs(({ opened }) => explain(opened)),
  );
  explain(window.tabGroups.all.flatMap(({ tabs }) => tabs));
}

/** Files of which it has been said; kept with the workspace, since tabs outlive a window. */
const explainedKey = "datasetFilesExplained";

async function explainDataset({ context, client }: Blox, { input }: Tab) {
  const uri = uriOf(input);
  if (!uri?.path.endsWith(".blox")) return;
  const head = await headOf(uri);
  if (head === undefined || !(await ask(client, isDatasetHead, { head }))) return;
  if (await isText(uri)) return;
  const explained = context.workspaceState.get<readonly string[]>(explainedKey, []);
  const file = uri.toString();
  if (explained.includes(file)) return;
  await context.workspaceState.update(explainedKey, [...explained, file]);
  const name = uri.path.slice(uri.path.lastIndexOf("/") + 1);
  const offers = [
    ...((await hasCompanions(uri)) ? [importOffer("Import Folder…", Uri.joinPath(uri, ".."))] : []),
    importOffer("Import File…", uri),
    learnMoreOffer(Uri.joinPath(context.extensionUri, "docs", "importing.md")),
  ];
  const answer = await window.showInformationMessage(
    `${name} is a file of the published benchmark dataset, not a network. Its measurements can be imported.`,
    ...offers,
  );
  await answer?.run();
}

function importOffer(title: string, uri: Uri) {
  return { title, run: () => commands.executeCommand("blox.importBenchmark", uri) };
}

function learnMoreOffer(page: Uri) {
  return { title: "Learn More", run: () => commands.executeCommand("markdown.showPreview", page) };
}

/** The names under which the dataset is published, in its three formats. */
const publishedName = /^blox-(base|ext|info|bench|env)\b.*\.(blox|csv|pickle)$/;

/** Whether other files of the dataset lie in the same folder. */
async function hasCompanions(uri: Uri): Promise<boolean> {
  const entries = await workspace.fs.readDirectory(Uri.joinPath(uri, ".."));
  return entries.some(
    ([name, type]) =>
      type & FileType.File && publishedName.test(name) && !uri.path.endsWith(`/${name}`),
  );
}

/** Of a file that a tab shows as text, as binary or in an editor of another extension. */
function uriOf(input: unknown): Uri | undefined {
  if (typeof input !== "object" || input === null || !("uri" in input)) return undefined;
  return input.uri instanceof Uri ? input.uri : undefined;
}

/** The editor makes no text document of what it takes for binary; of text the server has its say. */
async function isText(uri: Uri): Promise<boolean> {
  try {
    await workspace.openTextDocument(uri);
    return true;
  } catch {
    return false;
  }
}

/** The length that the header is looked for in. */
const headBytes = 1024;

/** Undefined for a file that cannot be read. */
async function headOf(uri: Uri): Promise<string | undefined> {
  try {
    const bytes = await workspace.fs.readFile(uri);
    return new TextDecoder().decode(bytes.subarray(0, headBytes));
  } catch {
    return undefined;
  }
}
