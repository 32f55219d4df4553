/** Of all text of a plot, in pixels. */
export const fontSize = 11;

/**
 * The width that a text takes at most, in pixels: a drawing that is made without a browser cannot measure
 * it. As in DejaVu Sans, one of the widest of the usual sans-serif fonts.
 */
export function widthOf(text: string): number {
  let ems = 0;
  for (const letter of text) ems += widths.find(([letters]) => letters.test(letter))?.[1] ?? 0.64;
  return ems * fontSize;
}

/** Of letters, as parts of the font's size. */
const widths: readonly (readonly [letters: RegExp, ems: number])[] = [
  [/[ijl.,:;|'! ]/, 0.34],
  [/[frt()[\]-]/, 0.42],
  [/[mwMW%]/, 0.98],
  [/[A-Z]/, 0.76],
  [/[^\x20-\x7e]/, 1],
];

/** The text, or as much of it as fits, ending in an ellipsis. */
export function fitted(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let kept = text;
  while (kept.length > 1 && widthOf(`${kept}…`) > width) kept = kept.slice(0, -1);
  return `${kept}…`;
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
