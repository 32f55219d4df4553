import type { ExtensionContext } from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";
import type { Blox } from "./blox";
import { registerCommands } from "./commands/commands";
import { SearchPanel } from "./panels/search-panel";
import { SuggestionsPanel } from "./panels/suggestions-panel";
import { serveProblemPages } from "./problem-pages";

/** The editor's side, alike on the desktop and in the browser once the server has been started. */
export async function activate(context: ExtensionContext, client: BaseLanguageClient) {
  const blox: Blox = { context, client };
  context.subscriptions.push(client);
  registerCommands(blox);
  serveProblemPages(context);
  SearchPanel.restoreIn(blox);
  SuggestionsPanel.restoreIn(blox);
  await client.start();
}
