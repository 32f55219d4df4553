import { namesBySlips } from "../names-by-slips";

const longest = 80;

/** What stands in a file, for a message, in backticks; what is long is cut. */
export function quoted(text: string): string {
  return `\`${text.length > longest ? `${text.slice(0, longest)}…` : text}\``;
}

/** ` Did you mean …?` for the end of a message, or nothing. */
export function didYouMean(written: string, known: readonly string[]): string {
  if (written.length > longest) return "";
  const [similar] = namesBySlips(written, known);
  return similar ? ` Did you mean ${quoted(similar.name)}?` : "";
}
