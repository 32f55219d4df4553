import type { Keyword } from "../../../grammar/keywords";

/** The last clause of some words, from the word that it begins with; empty where none has begun. */
export function lastClause(
  words: readonly string[],
  starts: ReadonlySet<string>,
  /** The clauses whose first word waits for a name, which any word may be. */
  named: readonly string[] = [],
): readonly string[] {
  let start = -1;
  for (const [place, word] of words.entries()) {
    const isItsName = start >= 0 && place === start + 1 && named.includes(words[start] ?? "");
    if (starts.has(word) && !isItsName) start = place;
  }
  return start < 0 ? [] : words.slice(start);
}

/** The words that keywords begin with: `count` of `count flops as`. */
export function firstWords(list: readonly Keyword[]): ReadonlySet<string> {
  return new Set(list.flatMap(({ word }) => word.split(" ").slice(0, 1)));
}
