import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { ChartTip } from "./chart-tip";
import type { EpochValues } from "./curve-values";
import { element } from "./element";
import type { LineStyle } from "./line-style";
import { plotAxes, plotSize } from "./plot-frame";
import { currentTheme, type Theme } from "./theme";

/** One line of the chart. */
export interface CurveLine {
  readonly values: EpochValues;
  readonly style: LineStyle;
  /** One seed among several: thin, where a network's own line is bold. */
  readonly isSeed: boolean;
}

export interface CurveChartOptions {
  /** What is said of the epoch under the mouse, from 1. */
  readonly describe: (epoch: number) => readonly (Node | string)[];
}

/** Values by epoch, a line a training or the mean of several. Dragging zooms, a double click undoes it. */
export class CurveChart {
  readonly root = element("div", { class: "chart curves-chart", "data-testid": "chart" });
  readonly #plotArea = element("div", { class: "plot" });
  readonly #tip: ChartTip;
  readonly #options: CurveChartOptions;
  #plot: uPlot | undefined;
  #lines: readonly CurveLine[] = [];
  #title = "";

  constructor(options: CurveChartOptions) {
    this.#options = options;
    this.root.setAttribute("role", "img");
    this.root.append(this.#plotArea);
    this.#tip = new ChartTip(this.root);
    new ResizeObserver(() => this.#resize()).observe(this.root);
  }

  /** Where the epochs stay the same, so does the part of them that is zoomed to. */
  show(lines: readonly CurveLine[], title: string): void {
    this.#lines = lines;
    this.#title = title;
    this.root.setAttribute("aria-label", `Chart of ${title} by epoch, as in the table below`);
    this.rebuild();
  }

  /** Builds the chart anew, in the theme of now. */
  rebuild(): void {
    const before = this.#plot;
    const { width, height } = plotSize(this.root.clientWidth);
    this.#plot = undefined;
    this.#tip.hide();
    before?.destroy();
    if (width === 0) return;
    const plot = new uPlot(
      this.#plotOptions(width, height, currentTheme()),
      this.#data(),
      this.#plotArea,
    );
    this.#plot = plot;
    const zoom = before && zoomOf(before);
    if (zoom && before.data[0].length === plot.data[0].length) plot.setScale("x", zoom);
  }

  #plotOptions(width: number, height: number, theme: Theme): uPlot.Options {
    const [x = {}, y = {}] = plotAxes("Epoch", this.#title, theme);
    return {
      width,
      height,
      legend: { show: false },
      cursor: { y: false, drag: { x: true, y: false, dist: 4 }, points: { size: 7 } },
      padding: [8, 12, 0, 0],
      scales: { x: { time: false, range: (_, low, high) => rangeOf(low, high) } },
      axes: [{ ...x, incrs: wholeSteps }, y],
      series: [{}, ...this.#lines.map((line) => this.#series(line, theme))],
      hooks: { setCursor: [(plot) => this.#hover(plot)] },
    };
  }

  #series({ style, isSeed }: CurveLine, theme: Theme): uPlot.Series {
    return {
      stroke: theme.lines[style.color] ?? theme.foreground,
      width: isSeed ? 1 : 2.5,
      dash: [...style.dash],
      alpha: isSeed && !theme.highContrast ? 0.6 : 1,
      // A line through one epoch would not be seen.
      points: { show: this.#epochs === 1, size: 7 },
    };
  }

  #data(): uPlot.AlignedData {
    const epochs = Array.from({ length: this.#epochs }, (_, place) => place + 1);
    return [epochs, ...this.#lines.map(({ values }) => epochs.map((n) => values[n - 1] ?? null))];
  }

  get #epochs(): number {
    return Math.max(0, ...this.#lines.map(({ values }) => values.length));
  }

  #resize(): void {
    const { width, height } = plotSize(this.root.clientWidth);
    if (width === 0) return;
    if (!this.#plot) this.rebuild();
    else if (this.#plot.width !== width) this.#plot.setSize({ width, height });
  }

  #hover(plot: uPlot): void {
    const { idx, top = -1 } = plot.cursor;
    const epoch = typeof idx === "number" ? plot.data[0][idx] : undefined;
    if (epoch === undefined || top < 0) {
      this.#tip.hide();
      return;
    }
    const { left, top: corner } = plot.bbox;
    const x = plot.valToPos(epoch, "x") + left / uPlot.pxRatio;
    this.#tip.show({ x, y: top + corner / uPlot.pxRatio }, this.#options.describe(epoch));
  }
}

/** Undefined where all epochs are shown. */
function zoomOf({ scales, data }: uPlot): { min: number; max: number } | undefined {
  const { min, max } = scales.x ?? {};
  const [epochs] = data;
  const [first, last] = [epochs[0], epochs.at(-1)];
  if (min === undefined || max === undefined || first === undefined || last === undefined) {
    return undefined;
  }
  return min > first || max < last ? { min, max } : undefined;
}

/** One epoch stands in the middle of its neighbours. */
function rangeOf(low: number, high: number): uPlot.Range.MinMax {
  return low === high ? [low - 1, high + 1] : [low, high];
}

/** There are no parts of epochs. */
const wholeSteps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000];
