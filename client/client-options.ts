import type { LanguageClientOptions } from "vscode-languageclient";
import type { InitializationOptions } from "../server/messages";
import { problemPages } from "./problem-pages";

const initializationOptions: InitializationOptions = { problemPages };

/** Every `.blox` document, wherever it lies; untitled ones too. */
export const clientOptions: LanguageClientOptions = {
  documentSelector: [{ language: "blox" }],
  initializationOptions,
  diagnosticPullOptions: { onChange: true },
};
