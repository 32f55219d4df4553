import { element } from "./element";

export interface PlotViewOptions {
  /** Asks for a drawing of this width, in pixels; `show` brings it. */
  readonly onDraw: (width: number) => void;
}

/**
 * A plot that is drawn elsewhere for the width that there is. While the next one is on its way, the one
 * that is there is stretched.
 */
export class PlotView {
  readonly root = element("div", { class: "plot", "data-testid": "plot" });
  readonly #onDraw: PlotViewOptions["onDraw"];
  #isWanted = false;
  #isDrawing = false;
  /** That was asked for last. */
  #width = 0;

  constructor({ onDraw }: PlotViewOptions) {
    this.#onDraw = onDraw;
    new ResizeObserver(() => this.#fit()).observe(this.root);
  }

  /** Asks for a drawing, now or once there is a place for it. */
  draw(): void {
    this.#isWanted = true;
    this.#width = Math.floor(this.root.clientWidth);
    if (this.#width === 0) return;
    this.#isDrawing = true;
    this.#onDraw(this.#width);
  }

  /** Shows a drawing, the text of an SVG file. */
  show(svg: string): void {
    const drawn = new DOMParser().parseFromString(svg, "image/svg+xml").documentElement;
    this.root.replaceChildren(document.importNode(drawn, true));
    this.#isDrawing = false;
    this.#fit();
  }

  /** While the width changes, one drawing at a time. */
  #fit(): void {
    const isOther = Math.floor(this.root.clientWidth) !== this.#width;
    if (this.#isWanted && isOther && !this.#isDrawing) this.draw();
  }
}
