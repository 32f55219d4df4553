import type { Location } from "vscode-languageserver";
import type { Name } from "../../grammar/syntax";
import type { SpaceHome } from "../model/known-spaces";
import type { Model } from "../model/model";
import { lspRange, networkAround } from "./place";
import type { NamedSymbol } from "./symbol-table";

/**
 * Where a space, or an operation in a network of it, is declared: in this file, in an imported one, or in
 * the file of a built-in space.
 */
export function spaceDefinition(
  model: Model,
  { kind, text }: NamedSymbol,
  offset: number,
): Location | undefined {
  if (kind === "space") {
    const home = model.spaces.homeOf(text);
    return home?.declaration.name && location(home, home.declaration.name);
  }
  if (kind !== "operation") return undefined;
  const space = networkAround(model, offset)?.space ?? model.spaces.vocabulary;
  // A space has the operations of the one that it extends.
  const seen = new Set<SpaceHome>();
  for (
    let home = model.spaces.homeOf(space.name);
    home && !seen.has(home);
    home = home.declaration.base && model.spaces.homeOf(home.declaration.base.text)
  ) {
    seen.add(home);
    const operation = home.declaration.clauses.find(
      (clause) => clause.kind === "op" && clause.name?.text === text,
    );
    if (operation?.kind === "op" && operation.name) return location(home, operation.name);
  }
  return undefined;
}

function location({ file }: SpaceHome, { range }: Name): Location {
  return { uri: file.uri, range: lspRange(file, range) };
}
