import type { Position } from "vscode-languageserver";
import type { Benchmarks } from "./benchmarks";
import { contains } from "./features/place";
import type { DeclaredSearch, Refusal, SearchAddress } from "./messages";
import type { Model } from "./model/model";
import { type SearchModel, specOf } from "./model/search-model";
import { problemsOf } from "./requirements";

/** The search at a position, or else the first of the document that has a name. */
export function searchAt(model: Model, position: Position): SearchAddress | null {
  const offset = model.document.offsetAt(position);
  const search =
    model.searches.find(({ declaration }) => contains(declaration.range, offset)) ??
    model.searches.find(({ name }) => name !== "");
  return search?.name ? { uri: model.document.uri, search: search.name } : null;
}

/** What a document's search says, ready to run; refused where it, or the network that it is from, has an error. */
export function declaredSearch(
  model: Model | undefined,
  { search: name }: Pick<SearchAddress, "search">,
  benchmarks: Benchmarks,
): DeclaredSearch | Refusal {
  const search = model?.searches.find((search) => search.name === name);
  if (!model || !search) {
    return {
      refusal: `There is no search ${name} in the document any more. Place the cursor in a search and try again.`,
    };
  }
  const mistake = mistakeIn(model, search, benchmarks);
  if (mistake !== undefined) return { refusal: mistake };
  const { uri } = model.document;
  const spec = specOf(search, uri);
  if (!spec) return { refusal: `The search ${name} is not complete yet.` };
  const { network } = search;
  // What is found is applied to a network of the document.
  const isHere = network && !network.importedFrom;
  return { spec, ...(isHere && { target: { uri, network: network.name } }) };
}

/** A network's broken requirement is no mistake of the search that is to meet it. */
function mistakeIn(
  model: Model,
  { declaration, name, network }: SearchModel,
  benchmarks: Benchmarks,
): string | undefined {
  for (const { code, severity, range, message } of problemsOf(model, benchmarks)) {
    if (severity !== "error") continue;
    const line = model.document.positionAt(range.start).line + 1;
    if (isWithin(range, declaration.range))
      return `The search ${name} cannot be run: line ${line}: ${message}`;
    if (
      network &&
      !network.importedFrom &&
      isWithin(range, network.declaration.range) &&
      code !== "blox/broken-requirement"
    )
      return `The search ${name} cannot be run, because of the network ${network.name}: line ${line}: ${message}`;
  }
  return undefined;
}

function isWithin(
  inner: { readonly start: number; readonly end: number },
  outer: { readonly start: number; readonly end: number },
): boolean {
  return inner.start >= outer.start && inner.end <= outer.end;
}
