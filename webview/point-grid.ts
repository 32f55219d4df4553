/** Cells a little wider than the reach of the mouse, so that a look-up visits nine of them. */
const cellSize = 10;

/** Finds the point nearest to the mouse among many, in screen pixels. */
export class PointGrid {
  readonly #columns: number;
  readonly #rows: number;
  readonly #starts: Uint32Array;
  readonly #members: Uint32Array;
  readonly #x: Float32Array;
  readonly #y: Float32Array;

  /** @param x, y pixel positions by point; NaN where a point has no place. */
  constructor(x: Float32Array, y: Float32Array, width: number, height: number) {
    this.#x = x;
    this.#y = y;
    this.#columns = Math.max(1, Math.ceil(width / cellSize));
    this.#rows = Math.max(1, Math.ceil(height / cellSize));
    this.#starts = new Uint32Array(this.#columns * this.#rows + 1);
    this.#members = new Uint32Array(x.length);
    this.#fill();
  }

  /** The nearest point that is accepted, within a reach of at most a cell. */
  nearest(
    x: number,
    y: number,
    reach: number,
    accept: (point: number) => boolean,
  ): number | undefined {
    let best: number | undefined;
    let bestSquare = reach * reach;
    for (let row = -1; row <= 1; row++) {
      for (let column = -1; column <= 1; column++) {
        const cell = this.#cell(x + column * cellSize, y + row * cellSize);
        if (cell === undefined) continue;
        for (let i = this.#starts[cell] ?? 0; i < (this.#starts[cell + 1] ?? 0); i++) {
          const point = this.#members[i] ?? 0;
          const square = ((this.#x[point] ?? 0) - x) ** 2 + ((this.#y[point] ?? 0) - y) ** 2;
          if (square < bestSquare && accept(point)) {
            best = point;
            bestSquare = square;
          }
        }
      }
    }
    return best;
  }

  /** A counting sort of the points by cell. */
  #fill(): void {
    const cells = new Int32Array(this.#x.length);
    for (let point = 0; point < cells.length; point++) {
      cells[point] = this.#cell(this.#x[point] ?? Number.NaN, this.#y[point] ?? Number.NaN) ?? -1;
    }
    for (const cell of cells) {
      if (cell >= 0) this.#starts[cell + 1] = (this.#starts[cell + 1] ?? 0) + 1;
    }
    for (let i = 1; i < this.#starts.length; i++) {
      this.#starts[i] = (this.#starts[i] ?? 0) + (this.#starts[i - 1] ?? 0);
    }
    const next = this.#starts.slice();
    cells.forEach((cell, point) => {
      if (cell < 0) return;
      const place = next[cell] ?? 0;
      this.#members[place] = point;
      next[cell] = place + 1;
    });
  }

  #cell(x: number, y: number): number | undefined {
    const column = Math.floor(x / cellSize);
    const row = Math.floor(y / cellSize);
    const inside = column >= 0 && column < this.#columns && row >= 0 && row < this.#rows;
    return inside ? row * this.#columns + column : undefined;
  }
}
