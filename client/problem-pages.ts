import { type ExtensionContext, Uri, workspace } from "vscode";

/** Of addresses that lie in no file system: the editor opens them anywhere, offline and in a browser. */
const scheme = "blox-problem";

/** The link of a diagnostic's code. The manifest says that such a page is shown as Markdown, read. */
export const problemPages = `${scheme}:/{code}.md`;

/** Serves the pages of docs/diagnostics, which link to each other by name. */
export function serveProblemPages(context: ExtensionContext) {
  const folder = Uri.joinPath(context.extensionUri, "docs", "diagnostics");
  const provider = {
    async provideTextDocumentContent({ path }: Uri) {
      return new TextDecoder().decode(await workspace.fs.readFile(Uri.joinPath(folder, path)));
    },
  };
  context.subscriptions.push(workspace.registerTextDocumentContentProvider(scheme, provider));
}
