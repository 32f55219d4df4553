import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { ChartTip } from "./chart-tip";
import { element } from "./element";
import { onScreen, plotAxes, plotGrid, plotRange, plotSize, projectionOf } from "./plot-frame";
import type { PointGrid } from "./point-grid";
import { PointLayer } from "./point-layer";
import { currentTheme, type Theme } from "./theme";

/** One axis: a value a point, NaN where there is none, and what is written beside it. */
export interface ScatterAxis {
  readonly title: string;
  readonly values: ArrayLike<number>;
}

export interface ScatterChartOptions {
  /** What is said of the point under the mouse. */
  readonly describe: (point: number) => readonly (Node | string)[];
  /** A click on a point. */
  readonly onPick: (point: number) => void;
}

/** How near the mouse must be, in pixels. */
const reach = 8;

/** Points by two of their values. */
export class ScatterChart {
  readonly root = element("div", { class: "chart scatter", "data-testid": "chart", role: "img" });
  readonly #plotArea = element("div", { class: "plot" });
  readonly #tip = new ChartTip(this.root);
  readonly #layer = new PointLayer();
  readonly #options: ScatterChartOptions;
  #axes: { readonly x: ScatterAxis; readonly y: ScatterAxis } | undefined;
  #points: Uint32Array = new Uint32Array();
  #plot: uPlot | undefined;
  #theme: Theme = currentTheme();
  #grid: PointGrid | undefined;
  #selected: number | undefined;

  constructor(options: ScatterChartOptions) {
    this.#options = options;
    this.root.prepend(this.#plotArea);
    new ResizeObserver(() => this.#resize()).observe(this.root);
    this.root.addEventListener("mousemove", (event) => this.#hover(event));
    this.root.addEventListener("mouseleave", () => this.#tip.hide());
    this.root.addEventListener("click", (event) => this.#pick(event));
  }

  show(x: ScatterAxis, y: ScatterAxis): void {
    this.#axes = { x, y };
    this.#points = Uint32Array.from(x.values, (_, point) => point);
    this.#selected = undefined;
    this.rebuild();
  }

  /** Builds the chart anew: for other axes or another theme. */
  rebuild(): void {
    this.#theme = currentTheme();
    this.#plot?.destroy();
    this.#plot = undefined;
    this.#tip.hide();
    if (!this.#axes || this.root.clientWidth === 0) return;
    const { x, y } = this.#axes;
    this.root.setAttribute("aria-label", `Chart of ${y.title} against ${x.title}`);
    this.#plot = new uPlot(
      {
        ...plotSize(this.root.clientWidth),
        legend: { show: false },
        cursor: { show: false },
        padding: [8, 12, 0, 0],
        scales: {
          x: { time: false, range: plotRange(x.values) },
          y: { range: plotRange(y.values) },
        },
        axes: plotAxes(x.title, y.title, this.#theme),
        series: [{}, {}],
        hooks: { draw: [(plot) => this.#draw(plot)], setSize: [() => this.#forgetPixels()] },
      },
      // The points are drawn by the hook.
      [
        [0, 1],
        [null, null],
      ],
      this.#plotArea,
    );
    this.#forgetPixels();
  }

  #resize(): void {
    const { width, height } = plotSize(this.root.clientWidth);
    if (width === 0) return;
    if (!this.#plot) this.rebuild();
    else if (this.#plot.width !== width) this.#plot.setSize({ width, height });
  }

  #forgetPixels(): void {
    this.#layer.clear();
    this.#grid = undefined;
  }

  #draw(plot: uPlot): void {
    if (!this.#axes) return;
    const { x, y } = this.#axes;
    const pixel = uPlot.pxRatio;
    const projection = projectionOf(plot);
    const isDense = this.#points.length > 2000;
    this.#layer.draw(this.#points, x.values, y.values, projection, {
      color: this.#theme.evaluated,
      opacity: isDense && !this.#theme.highContrast ? 0.5 : 0.85,
      size: (isDense ? 2 : 4) * pixel,
    });
    const { left, top } = plot.bbox;
    plot.ctx.drawImage(this.#layer.canvas, left, top);
    this.#drawSelected(plot, pixel);
  }

  /** A disc with an edge, so that it stands off the other points. */
  #drawSelected(plot: uPlot, pixel: number): void {
    if (this.#selected === undefined) return;
    const { x, y } = this.#placeOf(this.#selected, plot);
    const { ctx } = plot;
    ctx.save();
    ctx.beginPath();
    ctx.arc(x * pixel, y * pixel, 6 * pixel, 0, 2 * Math.PI);
    ctx.fillStyle = this.#theme.front;
    ctx.fill();
    ctx.lineWidth = 2 * pixel;
    ctx.strokeStyle = this.#theme.foreground;
    ctx.stroke();
    ctx.restore();
  }

  #hover(event: MouseEvent): void {
    const point = this.#pointAt(event);
    this.root.classList.toggle("on-point", point !== undefined);
    if (point === undefined || !this.#plot) this.#tip.hide();
    else this.#tip.show(this.#placeOf(point, this.#plot), this.#options.describe(point));
  }

  #pick(event: MouseEvent): void {
    const point = this.#pointAt(event);
    if (point === undefined) return;
    this.#selected = point;
    this.#plot?.redraw(false);
    this.#options.onPick(point);
  }

  #pointAt(event: MouseEvent): number | undefined {
    if (!this.#plot || !this.#axes) return undefined;
    const { x, y } = this.#axes;
    const { left, top } = this.root.getBoundingClientRect();
    this.#grid ??= plotGrid(this.#plot, x.values, y.values);
    return this.#grid.nearest(event.clientX - left, event.clientY - top, reach, () => true);
  }

  #placeOf(point: number, plot: uPlot): { readonly x: number; readonly y: number } {
    const { x, y } = this.#axes ?? {};
    return onScreen(plot, x?.values[point] ?? Number.NaN, y?.values[point] ?? Number.NaN);
  }
}
