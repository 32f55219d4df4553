import type { ExtensionContext } from "vscode";
import { LanguageClient, TransportKind } from "vscode-languageclient/node";
import { clientOptions } from "./client-options";
import * as extension from "./extension";

/** Desktop and remote: the server is a process of its own. */
export function activate(context: ExtensionContext) {
  const module = context.asAbsolutePath("dist/server-node.js");
  const server = { module, transport: TransportKind.ipc };
  const run = { run: server, debug: server };
  const client = new LanguageClient("blox", "Blox", run, clientOptions(context));
  return extension.activate(context, client);
}
