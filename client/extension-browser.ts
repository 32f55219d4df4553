import { type ExtensionContext, Uri, workspace } from "vscode";
import { LanguageClient } from "vscode-languageclient/browser";
import { asset } from "../server/messages";
import { clientOptions } from "./client-options";
import * as extension from "./extension";

/** The browser: the server is a worker, started from a Blob, and gets its files from here. */
export async function activate(context: ExtensionContext) {
  const read = (name: string) =>
    workspace.fs.readFile(Uri.joinPath(context.extensionUri, "dist", name));
  const startServer = async () => {
    const bundle = await read("server-browser.js");
    const blob = new Blob([bundle.slice()], { type: "text/javascript" });
    return new Worker(URL.createObjectURL(blob));
  };
  const client = new LanguageClient("blox", "Blox", startServer, clientOptions(context));
  client.onRequest(asset.method, async ({ name }: { readonly name: string }) => {
    try {
      return await read(name);
    } catch {
      return null;
    }
  });
  return extension.activate(context, client);
}
