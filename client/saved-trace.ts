import { Uri, window, workspace } from "vscode";
import type { Blox } from "./blox";
import { folderOf, sayWritten } from "./exported-files";

/** Asks where the trace of a search is to go, beside a document at first, and writes it. */
export async function saveTrace(blox: Blox, text: string, document: string | undefined) {
  const beside = document === undefined ? undefined : folderOf(Uri.parse(document));
  const uri = await window.showSaveDialog({
    title: "Save Trace",
    filters: { Trace: ["blox-trace"] },
    ...(beside && { defaultUri: Uri.joinPath(beside, "search.blox-trace") }),
  });
  if (!uri) return;
  try {
    await workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  } catch (error) {
    const reason = error instanceof Error ? error.message : `${error}`;
    await window.showErrorMessage(`The trace could not be written: ${reason}`);
    return;
  }
  await sayWritten(blox, { uri, isText: true }, uri.path.slice(uri.path.lastIndexOf("/") + 1));
}
