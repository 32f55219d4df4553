import { namesBySlips } from "../../data/names-by-slips";
import type { Name } from "../../grammar/syntax";
import type { Fix } from "./problem";

/** The known names that a misspelt one may have meant, the likeliest first; at most three. */
export function similarNames(misspelt: string, known: readonly string[]): string[] {
  return namesBySlips(misspelt, known).map(({ name }) => name);
}

/** ` Did you mean …?` for the end of a message, or nothing, and the fixes that put the names in. */
export function didYouMean(
  misspelt: Name,
  known: readonly string[],
): { readonly question: string; readonly fixes: Fix[] } {
  // A quoted name without its end holds whatever else is on the line.
  const { start, end } = misspelt.range;
  const isOpen = misspelt.quoted && end - start < misspelt.text.length + 2;
  const names = isOpen ? [] : namesBySlips(misspelt.text, known);
  const [first, second] = names;
  return {
    question: first ? ` Did you mean \`${first.name}\`?` : "",
    fixes: names.map(({ name, slips }, rank) => ({
      title: `Change to ${name}`,
      edits: [{ range: misspelt.range, newText: name }],
      isPreferred: rank === 0 && slips !== second?.slips,
    })),
  };
}

/** `a`, `b` and `c` */
export function listed(names: readonly string[]): string {
  const quoted = names.map((name) => `\`${name}\``);
  const last = quoted.pop() ?? "";
  return quoted.length === 0 ? last : `${quoted.join(", ")} and ${last}`;
}
