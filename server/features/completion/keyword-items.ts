import { type CompletionItem, CompletionItemKind } from "vscode-languageserver";
import { type Keyword, type KeywordPlace, keywords } from "../../../grammar/keywords";
import { item } from "./item";

/** How a keyword is inserted, where that is more than the word. */
export type Insertions = Readonly<Record<string, string>>;

/** The keywords of a place, but those that are left out. */
export function keywordItems(
  place: KeywordPlace,
  snippets: Insertions = {},
  isLeftOut: (word: string) => boolean = () => false,
): CompletionItem[] {
  const known: readonly Keyword[] = keywords[place];
  return known
    .filter(({ word }) => !isLeftOut(word))
    .map((keyword) => keywordItem(keyword, snippets[keyword.word]));
}

export function keywordItem({ word, documentation }: Keyword, snippet?: string): CompletionItem {
  return item({
    label: word,
    kind: CompletionItemKind.Keyword,
    documentation,
    ...(snippet !== undefined && { snippet }),
  });
}
