import type { MetricInfo, Replacement, Suggestions } from "../server/messages";
import { changeCell } from "./change-cell";
import { button } from "./controls";
import { element, setAttributes } from "./element";
import { metricHeading } from "./value-parts";

export interface Sort {
  /** `stage`, `block`, or a metric's name. */
  readonly column: string;
  readonly descending: boolean;
}

/** The most accurate first. */
export function defaultSort(metrics: readonly MetricInfo[]): Sort {
  const metric = metrics.find(({ name }) => name === "accuracy") ?? metrics[0];
  return { column: metric?.name ?? "stage", descending: metric?.better === "higher" };
}

export interface ReplacementTableOptions {
  readonly onApply: (index: number) => void;
  readonly onSort: (sort: Sort) => void;
}

/** Every single-block replacement of a network, a row each. */
export class ReplacementTable {
  readonly root = element("table", { class: "grid replacements", "data-testid": "replacements" });
  readonly #options: ReplacementTableOptions;
  readonly #body = element("tbody");
  #headers: readonly { readonly column: string; readonly cell: HTMLElement }[] = [];
  #rows: readonly { readonly replacement: Replacement; readonly row: HTMLElement }[] = [];
  #sort: Sort = { column: "stage", descending: false };
  #stage: number | undefined;

  constructor(options: ReplacementTableOptions) {
    this.#options = options;
    this.root.hidden = true;
  }

  /** Shows the replacements; the focus stays on the place in the table where it was. */
  show(suggestions: Suggestions, sort: Sort): void {
    const focused = this.#focusedPlace();
    const { metrics, network, replacements } = suggestions;
    const known = ["stage", "block", ...metrics.map(({ name }) => name)].includes(sort.column);
    this.#sort = known ? sort : defaultSort(metrics);
    this.#rows = replacements.map((replacement) => ({
      replacement,
      row: this.#row(replacement, network.blocks[replacement.stage - 1] ?? "", metrics),
    }));
    this.root.replaceChildren(this.#head(metrics), this.#body);
    this.root.hidden = false;
    this.#arrange();
    if (focused !== undefined) this.#focusPlace(focused);
  }

  filter(stage: number | undefined): void {
    this.#stage = stage;
    this.#arrange();
  }

  #arrange(): void {
    const shown = this.#rows
      .filter(({ replacement }) => this.#stage === undefined || replacement.stage === this.#stage)
      .sort((a, b) => compare(a.replacement, b.replacement, this.#sort));
    this.#body.replaceChildren(...shown.map(({ row }) => row));
    for (const { column, cell } of this.#headers) {
      const sorted = column === this.#sort.column;
      const order = this.#sort.descending ? "descending" : "ascending";
      setAttributes(cell, { "aria-sort": sorted ? order : "none" });
    }
  }

  #head(metrics: readonly MetricInfo[]): HTMLElement {
    const columns = [
      { column: "stage", heading: ["Stage"], number: false, descending: false },
      { column: "block", heading: ["Block"], number: false, descending: false },
      ...metrics.map((metric) => ({
        column: metric.name,
        heading: metricHeading(metric),
        number: true,
        descending: metric.better === "higher",
      })),
    ];
    this.#headers = columns.map(({ column, heading, number, descending }) => {
      const sorter = element(
        "button",
        { type: "button", class: "sorter", "data-testid": `sort-${column}` },
        ...heading,
      );
      sorter.addEventListener("click", () => this.#sortBy(column, descending));
      const cell = element("th", { scope: "col", class: number && "number" }, sorter);
      return { column, cell };
    });
    const actions = element("th", {}, element("span", { class: "for-readers" }, "Actions"));
    return element(
      "thead",
      {},
      element("tr", {}, ...this.#headers.map(({ cell }) => cell), actions),
    );
  }

  /** The best of a column first; a second click turns it round. */
  #sortBy(column: string, bestFirst: boolean): void {
    const again = this.#sort.column === column;
    this.#sort = { column, descending: again ? !this.#sort.descending : bestFirst };
    this.#arrange();
    this.#options.onSort(this.#sort);
  }

  #row(replacement: Replacement, before: string, metrics: readonly MetricInfo[]): HTMLElement {
    const { stage, block, index, changes } = replacement;
    const apply = button({
      text: "Apply",
      testId: "apply",
      label: `Replace stage ${stage} by ${block}`,
      onPress: () => this.#options.onApply(index),
    });
    return element(
      "tr",
      { "data-testid": "replacement-row", "data-index": index, "data-stage": stage },
      element("td", { class: "stage" }, String(stage)),
      element(
        "td",
        {},
        element("span", { class: "before" }, element("code", {}, before), " → "),
        element("code", {}, block),
      ),
      ...metrics.map((column) =>
        changeCell(
          changes.find(({ metric }) => metric === column.name),
          column,
        ),
      ),
      element("td", { class: "actions" }, apply.root),
    );
  }

  #focusedPlace(): number | undefined {
    const place = [...this.#body.children].findIndex((row) => row.contains(document.activeElement));
    return place < 0 ? undefined : place;
  }

  #focusPlace(place: number): void {
    const row = this.#body.children[Math.min(place, this.#body.children.length - 1)];
    row?.querySelector<HTMLElement>('[data-testid="apply"]')?.focus({ preventScroll: true });
  }
}

/** By the column, ties by FLOPs, then by the network's index. */
function compare(a: Replacement, b: Replacement, sort: Sort): number {
  return (
    compareBy(sort.column, sort.descending ? -1 : 1, a, b) ||
    compareBy("flops", 1, a, b) ||
    a.index - b.index
  );
}

/** Unknown changes come last in either direction. */
function compareBy(column: string, direction: 1 | -1, a: Replacement, b: Replacement): number {
  if (column === "stage") return direction * (a.stage - b.stage);
  if (column === "block") return direction * a.block.localeCompare(b.block);
  const [x, y] = [differenceIn(a, column), differenceIn(b, column)];
  if (x === undefined || y === undefined) return Number(x === undefined) - Number(y === undefined);
  return direction * (x - y);
}

function differenceIn(replacement: Replacement, metric: string): number | undefined {
  return replacement.changes.find((change) => change.metric === metric)?.difference;
}
