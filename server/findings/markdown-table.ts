/** A table of Markdown, whose first columns, so many, are of words and all others of numbers. */
export function markdownTable(
  heads: readonly string[],
  rows: readonly (readonly string[])[],
  words = 1,
): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const places = heads.map((_, place) => (place < words ? "---" : "---:"));
  return [line(heads), line(places), ...rows.map(line)].join("\n");
}
