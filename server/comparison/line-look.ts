/** How one of several lines looks; the dash tells it apart where the colour does not. */
export interface LineLook {
  readonly color: string;
  /** Lengths of strokes and gaps in turn; undefined for a whole line. */
  readonly dash: string | undefined;
}

/** The first 30 lines all differ in six colours, and neighbours in both colour and dash. */
export function lineLook(place: number, colors: readonly string[]): LineLook {
  return {
    color: colors[place % colors.length] ?? "currentColor",
    dash: dashes[place % dashes.length],
  };
}

const dashes = [undefined, "9 4", "2 3", "10 3 2 3", "16 4"];
