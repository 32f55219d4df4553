import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import type { MetricInfo } from "../server/messages";
import { ChartTip } from "./chart-tip";
import { element } from "./element";
import { ParetoFront } from "./pareto-front";
import { onScreen, plotAxes, plotGrid, plotRange, plotSize, projectionOf } from "./plot-frame";
import type { PointGrid } from "./point-grid";
import { PointLayer, type Projection } from "./point-layer";
import { currentTheme, type Theme } from "./theme";

/** One axis: a metric, its value for every network of the space, and what is written beside it. */
export interface ChartAxis {
  readonly metric: MetricInfo;
  readonly values: Float32Array;
  readonly title: string;
}

export interface ChartOptions {
  /** What is said of the network under the mouse. */
  readonly describe: (index: number) => readonly (Node | string)[];
  /** A click on a network. */
  readonly onPick: (index: number) => void;
}

/** How near the mouse must be, in pixels. */
const reach = { marked: 9, evaluated: 7, any: 4 };

/**
 * A space in two metrics: every network as a faint cloud, those evaluated on top, the Pareto front of
 * the evaluated as a step line, the best marked.
 */
export class ParetoChart {
  readonly root: HTMLElement;
  readonly #plotArea = element("div", { class: "plot" });
  readonly #tip: ChartTip;
  readonly #options: ChartOptions;
  readonly #cloudLayer = new PointLayer();
  readonly #evaluatedLayer = new PointLayer();
  #plot: uPlot | undefined;
  #theme: Theme = currentTheme();
  #axes: { readonly x: ChartAxis; readonly y: ChartAxis } | undefined;
  #everyNetwork: Uint32Array = new Uint32Array();
  #isEvaluated: Uint8Array = new Uint8Array();
  #evaluated: number[] = [];
  #front = new ParetoFront("lower", "higher");
  #best: readonly number[] = [];
  #selected: number | undefined;
  #grid: PointGrid | undefined;
  #redrawing = false;

  constructor(options: ChartOptions) {
    this.#options = options;
    this.root = element("div", { class: "chart", "data-testid": "chart", role: "img" });
    this.root.append(this.#plotArea);
    this.#tip = new ChartTip(this.root);
    new ResizeObserver(() => this.#resize()).observe(this.root);
    this.root.addEventListener("mousemove", (event) => this.#hover(event));
    this.root.addEventListener("mouseleave", () => this.#showTip(undefined));
    this.root.addEventListener("click", (event) => {
      const index = this.#networkAt(event);
      if (index !== undefined) this.#options.onPick(index);
    });
  }

  showAxes(x: ChartAxis, y: ChartAxis): void {
    const before = this.#axes;
    const same = before?.x.values === x.values && before.y.values === y.values;
    if (same && before.x.title === x.title && before.y.title === y.title) return;
    this.#axes = { x, y };
    this.#everyNetwork = Uint32Array.from(x.values, (_, index) => index);
    this.showEvaluated(this.#evaluated);
    this.rebuild();
  }

  /** Replaces the evaluated networks. */
  showEvaluated(indices: readonly number[]): void {
    this.#evaluated = [];
    this.#isEvaluated = new Uint8Array(this.#everyNetwork.length);
    this.#evaluatedLayer.clear();
    if (this.#axes) {
      this.#front = new ParetoFront(this.#axes.x.metric.better, this.#axes.y.metric.better);
    }
    this.addEvaluated(indices);
  }

  addEvaluated(indices: readonly number[]): void {
    for (const index of indices) {
      this.#evaluated.push(index);
      this.#isEvaluated[index] = 1;
      const { x, y } = this.#valuesOf(index);
      this.#front.add(index, x, y);
    }
    this.#redrawSoon();
  }

  showBest(indices: readonly number[]): void {
    this.#best = indices;
    this.#redrawSoon();
  }

  select(index: number | undefined): void {
    this.#selected = index;
    this.#redrawSoon();
  }

  /** Builds the chart anew: for other axes or another theme. */
  rebuild(): void {
    this.#theme = currentTheme();
    this.#plot?.destroy();
    this.#plot = undefined;
    this.#showTip(undefined);
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
    this.#cloudLayer.clear();
    this.#evaluatedLayer.clear();
    this.#grid = undefined;
  }

  /** Progress may come faster than the screen shows it. */
  #redrawSoon(): void {
    if (this.#redrawing) return;
    this.#redrawing = true;
    requestAnimationFrame(() => {
      this.#redrawing = false;
      this.#plot?.redraw(false);
    });
  }

  #draw(plot: uPlot): void {
    const axes = this.#axes;
    if (!axes) return;
    const { left, top } = plot.bbox;
    const pixel = uPlot.pxRatio;
    const projection = projectionOf(plot);
    const { cloud, evaluated, highContrast } = this.#theme;
    // Of few networks each can be seen; of many the darkness says how many there are.
    const isDense = this.#everyNetwork.length > 20_000;
    this.#cloudLayer.draw(this.#everyNetwork, axes.x.values, axes.y.values, projection, {
      color: cloud,
      opacity: isDense ? (highContrast ? 0.16 : 0.1) : 0.35,
      size: (isDense ? 1.25 : 2) * pixel,
    });
    this.#evaluatedLayer.draw(this.#evaluated, axes.x.values, axes.y.values, projection, {
      color: evaluated,
      opacity: 0.85,
      size: (this.#evaluated.length > 5000 ? 1.5 : 3) * pixel,
    });
    const { ctx } = plot;
    ctx.save();
    ctx.drawImage(this.#cloudLayer.canvas, left, top);
    if (this.#evaluated.length > 0) ctx.drawImage(this.#evaluatedLayer.canvas, left, top);
    ctx.translate(left, top);
    this.#drawFront(ctx, projection, pixel);
    this.#drawBest(ctx, projection, pixel);
    ctx.restore();
  }

  /** A step line: at every cost, the best value that was found for at most that cost. */
  #drawFront(context: CanvasRenderingContext2D, projection: Projection, pixel: number): void {
    const places = this.#front.indices.map((index) => this.#place(index, projection));
    context.strokeStyle = this.#theme.front;
    context.lineWidth = 1.5 * pixel;
    context.beginPath();
    places.forEach(({ x, y }, i) => {
      const before = places[i - 1];
      if (before) {
        const rising = this.#axes?.x.metric.better === "lower";
        if (rising) context.lineTo(x, before.y);
        else context.lineTo(before.x, y);
        context.lineTo(x, y);
      } else context.moveTo(x, y);
    });
    context.stroke();
  }

  /** Diamonds, with an edge in the background's colour so that they stand off the cloud. */
  #drawBest(context: CanvasRenderingContext2D, projection: Projection, pixel: number): void {
    const { front, background, foreground } = this.#theme;
    for (const index of [...this.#best].reverse()) {
      const { x, y } = this.#place(index, projection);
      const chosen = index === this.#selected;
      const half = (chosen ? 7 : 4.5) * pixel;
      context.beginPath();
      context.moveTo(x, y - half);
      context.lineTo(x + half, y);
      context.lineTo(x, y + half);
      context.lineTo(x - half, y);
      context.closePath();
      context.fillStyle = front;
      context.fill();
      context.lineWidth = (chosen ? 2 : 1) * pixel;
      context.strokeStyle = chosen ? foreground : background;
      context.stroke();
    }
  }

  #hover(event: MouseEvent): void {
    this.#showTip(this.#networkAt(event));
  }

  #showTip(index: number | undefined): void {
    const plot = this.#plot;
    this.root.classList.toggle("on-best", index !== undefined && this.#best.includes(index));
    if (index === undefined || !plot) {
      this.#tip.hide();
      return;
    }
    const { x, y } = this.#valuesOf(index);
    this.#tip.show(onScreen(plot, x, y), this.#options.describe(index));
  }

  /** What is marked comes before what was evaluated, and that before the rest of the space. */
  #networkAt(event: MouseEvent): number | undefined {
    const plot = this.#plot;
    const axes = this.#axes;
    if (!plot || !axes) return undefined;
    const area = this.root.getBoundingClientRect();
    const x = event.clientX - area.left;
    const y = event.clientY - area.top;
    this.#grid ??= plotGrid(plot, axes.x.values, axes.y.values);
    const marked = new Set(this.#best);
    return (
      this.#grid.nearest(x, y, reach.marked, (index) => marked.has(index)) ??
      this.#grid.nearest(x, y, reach.evaluated, (index) => this.#isEvaluated[index] === 1) ??
      this.#grid.nearest(x, y, reach.any, () => true)
    );
  }

  #place(index: number, projection: Projection): { readonly x: number; readonly y: number } {
    const { x, y } = this.#valuesOf(index);
    return {
      x: x * projection.xScale + projection.xOffset,
      y: y * projection.yScale + projection.yOffset,
    };
  }

  #valuesOf(index: number): { readonly x: number; readonly y: number } {
    return {
      x: this.#axes?.x.values[index] ?? Number.NaN,
      y: this.#axes?.y.values[index] ?? Number.NaN,
    };
  }
}
