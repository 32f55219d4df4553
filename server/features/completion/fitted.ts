import type { CompletionItem } from "vscode-languageserver";

/**
 * The items without what stands behind the cursor already: where a name is written anew before its
 * parentheses, its comparison, its `=`, its `:` or its braces, the name is all that is inserted. Before
 * parentheses there is only what has some.
 */
export function fitted(items: readonly CompletionItem[], behind: string): CompletionItem[] {
  const follower = followers.find(({ behind: start }) => start.test(behind.trimStart()));
  if (!follower) return [...items];
  return items.flatMap((item) => {
    const text = item.insertText ?? item.label;
    // What follows a name is there already, this or another one.
    if (/^[:{<>=]/.test(text)) return [];
    // A name in quotes may hold anything.
    const [quoted = ""] = /^"[^"]*"/.exec(text) ?? [];
    const end = text.slice(quoted.length).search(follower.inserted);
    const name = text.slice(0, quoted.length + end);
    if (end >= 0 && name !== "") return { ...item, insertText: name };
    return behind.startsWith("(") ? [] : item;
  });
}

/** What may follow a name: as it stands behind the cursor, and within what would be inserted. */
const followers: readonly { readonly behind: RegExp; readonly inserted: RegExp }[] = [
  { behind: /^\(/, inserted: /\(/ },
  { behind: /^[<>=]/, inserted: / ?[<>=]/ },
  // A colon that is no part of a place to fill in.
  { behind: /^:/, inserted: /(?<!\$\{\d+):/ },
  // A brace that begins no place to fill in.
  { behind: /^\{/, inserted: / ?(?<!\$)\{/ },
];
