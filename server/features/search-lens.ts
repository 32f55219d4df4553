import type { CodeLens } from "vscode-languageserver";
import type { SearchAddress } from "../messages";
import type { Model } from "../model/model";
import { searchSummary } from "../model/search-summary";
import { lspRange } from "./place";

/** Above each search what runs it, and what it will do. */
export function searchLenses(model: Model): CodeLens[] {
  return model.searches.flatMap((search) => {
    const { name } = search.declaration;
    if (!name?.text) return [];
    const range = lspRange(model, name.range);
    const address: SearchAddress = { uri: model.document.uri, search: name.text };
    return [
      {
        range,
        command: { title: "Run search", command: "blox.runSearch", arguments: [address] },
      },
      { range, command: { title: searchSummary(search), command: "" } },
    ];
  });
}
