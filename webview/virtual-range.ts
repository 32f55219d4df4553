/** How many rows are there above and below those that are seen, so that a short scroll shows no gap. */
const margin = 12;

/** What part of a long list is seen: heights in pixels. */
export interface Scrolled {
  /** How far the list's first row is above the top of what is seen. */
  readonly offset: number;
  readonly height: number;
  readonly rowHeight: number;
  readonly count: number;
}

/** The rows that must be there, from the first to before the end, for a list to look whole. */
export function virtualRange({ offset, height, rowHeight, count }: Scrolled): {
  readonly first: number;
  readonly end: number;
} {
  const within = (row: number) => Math.min(count, Math.max(0, row));
  return {
    first: within(Math.floor(offset / rowHeight) - margin),
    end: within(Math.ceil((offset + height) / rowHeight) + margin),
  };
}
