/** How one of several lines looks. */
export interface LineStyle {
  /** Its place among the colours of a theme. */
  readonly color: number;
  /** Lengths of strokes and gaps in turn, in pixels; empty for a whole line. */
  readonly dash: readonly number[];
}

/** Of the theme; the dashes tell lines apart where colours do not. */
export const lineColorCount = 6;

const dashes: readonly (readonly number[])[] = [[], [9, 4], [2, 3], [10, 3, 2, 3], [16, 4]];

/** The first 30 lines all differ, and neighbours in both colour and dash. */
export function lineStyle(place: number): LineStyle {
  return { color: place % lineColorCount, dash: dashes[place % dashes.length] ?? [] };
}
