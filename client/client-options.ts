import { type ExtensionContext, Uri } from "vscode";
import type { LanguageClientOptions } from "vscode-languageclient";
import type { InitializationOptions } from "../server/messages";
import { benchmarksInUse } from "./benchmark-choice";
import { benchmarkFolder, hasFiles } from "./benchmark-folder";
import { problemPages } from "./problem-pages";

/** Every `.blox` document, wherever it lies; untitled ones too. */
export function clientOptions(context: ExtensionContext): LanguageClientOptions {
  return {
    documentSelector: [{ language: "blox" }],
    // Asked at every start of the server: what the user has chosen may be another by then.
    initializationOptions: (): InitializationOptions => ({
      problemPages,
      benchmarkFolder: benchmarkFolder(context),
      benchmarksInUse: benchmarksInUse(context),
      ...(hasFiles(context) && {
        traceFolder: Uri.joinPath(context.globalStorageUri, "traces").fsPath,
      }),
    }),
    diagnosticPullOptions: { onChange: true },
    // A hover has links to these commands and no others: texts in it may be of other people's files.
    markdown: { isTrusted: { enabledCommands: ["blox.explain", "blox.plotCurves"] } },
  };
}
