import type { DocumentLink } from "vscode-languageserver";
import { isFile } from "../model/imported-files";
import type { Model } from "../model/model";
import { lspRange } from "./place";

/** The paths of imports, each a link to its file where there is one. */
export function importLinks(model: Model): DocumentLink[] {
  return model.imported.branches.flatMap(({ path, address, found }) =>
    address !== undefined && isFile(found)
      ? [{ range: lspRange(model, path.range), target: address }]
      : [],
  );
}
