import { dropdown } from "./controls";
import { element } from "./element";
import { numbersOf } from "./number-columns";
import type { Row } from "./row-order";
import { textOf } from "./rows-table";
import { ScatterChart } from "./scatter-chart";

/** The columns of a plot, by their places. */
export interface PlotAxes {
  readonly x: number;
  readonly y: number;
}

export interface PlottedRows {
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
  /** The places of the columns that are numbers. */
  readonly numbers: readonly number[];
}

export interface RowsPlotOptions {
  readonly onChoose: (axes: PlotAxes) => void;
  /** A click on a row's point, by its place in the result. */
  readonly onPick: (row: number) => void;
}

/** What fits beside the mouse. */
const mostLines = 14;

/** The first two columns of numbers, which are not numbers that only name something. */
export function usualAxes({ columns, numbers }: PlottedRows): PlotAxes | undefined {
  const [x, y] = numbers.toSorted((a, b) => Number(isKey(columns[a])) - Number(isKey(columns[b])));
  return x === undefined || y === undefined ? undefined : { x, y };
}

function isKey(column = ""): boolean {
  return /^(id|index|network|run|device|block|stage|place|seed)$/.test(column);
}

/** Two columns of a result against each other, a point a row. */
export class RowsPlot {
  readonly root = element("section", {
    class: "plot-section",
    "aria-label": "Plot",
    "data-testid": "plot-section",
    hidden: true,
  });
  readonly #options: RowsPlotOptions;
  readonly #choices = element("div", { class: "axis-choices" });
  readonly #chart: ScatterChart;
  #plotted: PlottedRows = { columns: [], rows: [], numbers: [] };

  constructor(options: RowsPlotOptions) {
    this.#options = options;
    this.#chart = new ScatterChart({
      describe: (row) => this.#describe(row),
      onPick: options.onPick,
    });
    this.root.append(this.#choices, this.#chart.root);
  }

  show(plotted: PlottedRows, axes: PlotAxes): void {
    this.#plotted = plotted;
    this.root.hidden = false;
    this.#choices.replaceChildren(
      this.#choice("Horizontal", "plot-x", axes.x, (x) => this.#choose({ ...axes, x })),
      this.#choice("Vertical", "plot-y", axes.y, (y) => this.#choose({ ...axes, y })),
    );
    const axis = (column: number) => ({
      title: plotted.columns[column] ?? "",
      values: numbersOf(plotted.rows, column),
    });
    this.#chart.show(axis(axes.x), axis(axes.y));
  }

  hide(): void {
    this.root.hidden = true;
  }

  rebuild(): void {
    this.#chart.rebuild();
  }

  #choose(axes: PlotAxes): void {
    this.show(this.#plotted, axes);
    this.#options.onChoose(axes);
  }

  #choice(
    label: string,
    testId: string,
    value: number,
    onChange: (column: number) => void,
  ): HTMLElement {
    const { columns, numbers } = this.#plotted;
    return dropdown({
      label,
      testId,
      choices: numbers.map((column) => ({ value: `${column}`, text: columns[column] ?? "" })),
      value: `${value}`,
      onChange: (chosen) => onChange(Number(chosen)),
    }).root;
  }

  #describe(row: number): HTMLElement[] {
    const { columns, rows } = this.#plotted;
    const lines = columns.map((column, place) =>
      tipLine(column, textOf(rows[row]?.[place] ?? null)),
    );
    const rest = lines.length - mostLines;
    if (rest <= 0) return lines;
    const more = element("div", { class: "quiet" }, `and ${rest} more columns`);
    return [...lines.slice(0, mostLines), more];
  }
}

function tipLine(column: string, text: string): HTMLElement {
  return element(
    "div",
    { class: "tip-line" },
    element("span", { class: "quiet" }, column),
    element("span", { class: "tip-text" }, text),
  );
}
