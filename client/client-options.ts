import type { LanguageClientOptions } from "vscode-languageclient";

/** Every `.blox` document, wherever it lies; untitled ones too. */
export const clientOptions: LanguageClientOptions = {
  documentSelector: [{ language: "blox" }],
};
