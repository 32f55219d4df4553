import { distance } from "fastest-levenshtein";

/** The known names that a misspelt one may have meant, the likeliest first; at most three. */
export function namesBySlips(
  misspelt: string,
  known: readonly string[],
): { readonly name: string; readonly slips: number }[] {
  // Half of the letters wrong is a slip (two that changed places count as two); more is another word.
  const limit = Math.min(3, Math.floor(misspelt.length / 2));
  return known
    .map((name) => ({ name, slips: distance(misspelt.toLowerCase(), name.toLowerCase()) }))
    .filter(({ slips, name }) => slips <= limit || name.startsWith(misspelt))
    .sort((a, b) => a.slips - b.slips)
    .slice(0, 3);
}
