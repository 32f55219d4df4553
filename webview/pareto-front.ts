/**
 * The networks that no other beats in both of two metrics, kept up to date as points come in. Points
 * are turned so that more is better on both axes; of equal points the first stays.
 */
export class ParetoFront {
  /** Ascending in x, and so descending in y. */
  readonly #points: FrontPoint[] = [];
  readonly #xSign: number;
  readonly #ySign: number;

  constructor(x: "higher" | "lower", y: "higher" | "lower") {
    this.#xSign = x === "higher" ? 1 : -1;
    this.#ySign = y === "higher" ? 1 : -1;
  }

  add(index: number, xValue: number, yValue: number): void {
    const x = this.#xSign * xValue;
    const y = this.#ySign * yValue;
    if (Number.isNaN(x) || Number.isNaN(y)) return;
    const points = this.#points;
    const place = this.#firstAtLeast(x);
    const next = points[place];
    if (next && next.y >= y) return;
    let first = place;
    while (first > 0 && (points[first - 1]?.y ?? Number.POSITIVE_INFINITY) <= y) first--;
    const last = next && next.x === x ? place + 1 : place;
    points.splice(first, last - first, { index, x, y });
  }

  /** By ascending x of the turned axis. */
  get indices(): number[] {
    return this.#points.map(({ index }) => index);
  }

  #firstAtLeast(x: number): number {
    let low = 0;
    let high = this.#points.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#points[middle]?.x ?? 0) < x) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

interface FrontPoint {
  readonly index: number;
  readonly x: number;
  readonly y: number;
}
