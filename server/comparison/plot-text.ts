/** Of all text of a plot, in pixels. */
export const fontSize = 11;

/**
 * The width that a text takes at most, in pixels. A drawing that is made without a browser cannot measure
 * its text; the letters of the usual sans-serif fonts are on average 0.5 to 0.58 of their size wide.
 */
export function widthOf(text: string): number {
  return text.length * fontSize * 0.6;
}

/** The text, or as much of it as fits, ending in an ellipsis. */
export function fitted(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  const letters = Math.max(1, Math.floor(width / widthOf("m")) - 1);
  return `${text.slice(0, letters)}…`;
}

/** The text in as many lines as it takes, broken between words; a word that is too long is cut. */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    const longer = last === undefined ? word : `${last} ${word}`;
    if (last !== undefined && widthOf(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(fitted(word, width));
  }
  return lines;
}
