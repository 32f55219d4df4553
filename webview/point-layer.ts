/** Where the plot lies on its canvas and how values become canvas pixels: `pixel = value * scale + offset`. */
export interface Projection {
  readonly width: number;
  readonly height: number;
  readonly xScale: number;
  readonly xOffset: number;
  readonly yScale: number;
  readonly yOffset: number;
}

/**
 * Points on a bitmap of their own, each drawn once: the whole space stays there while a search adds
 * to it, and a redraw of the chart only copies.
 */
export class PointLayer {
  readonly canvas = document.createElement("canvas");
  #drawn = 0;

  /** Forgets what was drawn, for a new size, scale, colour or data. */
  clear(): void {
    this.#drawn = 0;
  }

  /**
   * Draws those points that are not there yet.
   * @param points indices into the columns, only ever appended to
   */
  draw(
    points: ArrayLike<number>,
    x: ArrayLike<number>,
    y: ArrayLike<number>,
    projection: Projection,
    look: { readonly color: string; readonly opacity: number; readonly size: number },
  ): void {
    const { width, height, xScale, xOffset, yScale, yOffset } = projection;
    if (this.#drawn === 0) {
      this.canvas.width = width;
      this.canvas.height = height;
    }
    const context = this.canvas.getContext("2d");
    if (!context) return;
    context.fillStyle = look.color;
    context.globalAlpha = look.opacity;
    const { size } = look;
    for (; this.#drawn < points.length; this.#drawn++) {
      const point = points[this.#drawn] ?? 0;
      const left = (x[point] ?? Number.NaN) * xScale + xOffset - size / 2;
      const top = (y[point] ?? Number.NaN) * yScale + yOffset - size / 2;
      context.fillRect(left, top, size, size);
    }
  }
}
