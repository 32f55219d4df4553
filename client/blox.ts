import type { ExtensionContext } from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";

/** What every part of the editor's side works with. */
export interface Blox {
  readonly context: ExtensionContext;
  readonly client: BaseLanguageClient;
}
