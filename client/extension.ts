import type { ExtensionContext } from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";
import { followBenchmarkFolder } from "./benchmark-folder";
import { serveBenchmarkPages } from "./benchmark-pages";
import { showBenchmarkStatus } from "./benchmark-status";
import type { Blox } from "./blox";
import { registerCommands } from "./commands/commands";
import { explainDatasetTabs } from "./dataset-tabs";
import { serveExplanationPages } from "./explanation-pages";
import { comparisonPanel } from "./panels/comparison-panel";
import { curvesPanel } from "./panels/curves-panel";
import { graphPanel } from "./panels/graph-panel";
import { rowsPanel } from "./panels/rows-panel";
import { searchPanel } from "./panels/search-panel";
import { suggestionsPanel } from "./panels/suggestions-panel";
import { serveProblemPages } from "./problem-pages";
import { showQueryLenses } from "./query-lenses";
import { serveSpacePages } from "./space-pages";
import { serveWorkspaceFiles } from "./workspace-files";

/** The editor's side, alike on the desktop and in the browser once the server has been started. */
export async function activate(context: ExtensionContext, client: BaseLanguageClient) {
  const blox: Blox = { context, client };
  context.subscriptions.push(client);
  registerCommands(blox);
  serveProblemPages(context);
  serveSpacePages(blox);
  serveBenchmarkPages(blox);
  serveExplanationPages(blox);
  showQueryLenses(context);
  context.subscriptions.push(...serveWorkspaceFiles(client));
  searchPanel.restoreIn(blox);
  comparisonPanel.restoreIn(blox);
  suggestionsPanel.restoreIn(blox);
  graphPanel.restoreIn(blox);
  curvesPanel.restoreIn(blox);
  rowsPanel.restoreIn(blox);
  await client.start();
  explainDatasetTabs(blox);
  followBenchmarkFolder(blox);
  showBenchmarkStatus(blox);
}
