import { element, setAttributes } from "./element";
import type { Cell, Row, RowSort } from "./row-order";
import { virtualRange } from "./virtual-range";

export interface RowsTableOptions {
  /** A press on a column's heading. */
  readonly onSort: (column: number) => void;
}

export interface ShownRows {
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
  /** The places of the columns that are numbers. */
  readonly numbers: readonly number[];
  /** The places of the rows, as they are shown. */
  readonly order: readonly number[];
  readonly sort: RowSort | undefined;
}

/** Widths of columns, in the width of a digit. */
const width = { least: 6, most: 48 };

/** A table of any length: of its rows, those that are seen are in the page. `root` scrolls. */
export class RowsTable {
  readonly root = element("div", {
    class: "rows-place",
    "data-testid": "rows-place",
    role: "region",
    "aria-label": "Rows",
    tabindex: 0,
  });
  readonly #options: RowsTableOptions;
  readonly #table = element("table", { class: "grid rows", "data-testid": "rows" });
  readonly #head = element("thead");
  readonly #above = spacer();
  readonly #body = element("tbody");
  readonly #below = spacer();
  #shown: ShownRows = { columns: [], rows: [], numbers: [], order: [], sort: undefined };
  #headings: HTMLElement[] = [];
  #rowHeight = 0;
  /** The rows in the page; undefined where they must be made anew. */
  #range: { readonly first: number; readonly end: number } | undefined;
  #selected: number | undefined;

  constructor(options: RowsTableOptions) {
    this.#options = options;
    this.#table.append(this.#head, this.#above.root, this.#body, this.#below.root);
    this.root.append(this.#table);
    // Scrolling and resizing come at most once a frame.
    this.root.addEventListener("scroll", () => this.#render());
    new ResizeObserver(() => this.#render()).observe(this.root);
  }

  /** Shows other rows, from the first one on. */
  show(shown: ShownRows): void {
    this.#shown = shown;
    this.#selected = undefined;
    this.#headings = shown.columns.map((title, column) => this.#heading(title, column));
    this.#head.replaceChildren(element("tr", { "aria-rowindex": 1 }, ...this.#headings));
    this.#setWidths();
    setAttributes(this.#table, { "aria-rowcount": shown.rows.length + 1 });
    this.#showSort();
    this.measure();
    this.root.scrollTo(0, 0);
  }

  /** Shows the same rows in another order. */
  arrange(order: readonly number[], sort: RowSort | undefined): void {
    this.#shown = { ...this.#shown, order, sort };
    this.#showSort();
    this.#range = undefined;
    this.#render();
  }

  /** Marks a row by its place in the result, and scrolls to it. */
  select(row: number): void {
    this.#selected = row;
    const place = this.#shown.order.indexOf(row);
    const top = place * this.#rowHeight;
    const { scrollTop, clientHeight } = this.root;
    const seen = clientHeight - this.#head.offsetHeight;
    const isSeen = top >= scrollTop && top + this.#rowHeight <= scrollTop + seen;
    if (!isSeen) this.root.scrollTo({ top: top - (seen - this.#rowHeight) / 2 });
    this.#range = undefined;
    this.#render();
  }

  /** Rows are as high as the editor's font wants, all alike. */
  measure(): void {
    const size = Number.parseFloat(getComputedStyle(document.body).fontSize) || 13;
    this.#rowHeight = Math.ceil(size * 1.75);
    this.#table.style.setProperty("--row-height", `${this.#rowHeight}px`);
    this.#range = undefined;
    this.#render();
  }

  #render(): void {
    const { rows, order } = this.#shown;
    const range = virtualRange({
      offset: this.root.scrollTop,
      height: this.root.clientHeight,
      rowHeight: this.#rowHeight,
      count: rows.length,
    });
    if (this.#range?.first === range.first && this.#range.end === range.end) return;
    this.#range = range;
    const { first, end } = range;
    this.#above.setHeight(first * this.#rowHeight);
    this.#below.setHeight((rows.length - end) * this.#rowHeight);
    this.#body.replaceChildren(
      ...order.slice(first, end).map((row, i) => this.#row(row, first + i)),
    );
  }

  #row(row: number, place: number): HTMLElement {
    const cells = this.#shown.rows[row] ?? [];
    return element(
      "tr",
      {
        "data-testid": "row",
        // The heading is the first.
        "aria-rowindex": place + 2,
        "aria-current": row === this.#selected && "true",
      },
      ...cells.map((cell, column) => cellOf(cell, this.#shown.numbers.includes(column))),
    );
  }

  #heading(title: string, column: number): HTMLElement {
    const sorter = element(
      "button",
      { type: "button", class: "sorter", "data-testid": `sort-${column}`, title },
      title,
    );
    sorter.addEventListener("click", () => this.#options.onSort(column));
    const isNumber = this.#shown.numbers.includes(column);
    return element("th", { scope: "col", class: isNumber && "number" }, sorter);
  }

  #showSort(): void {
    const { sort } = this.#shown;
    const order = sort?.descending ? "descending" : "ascending";
    for (const [column, heading] of this.#headings.entries()) {
      setAttributes(heading, { "aria-sort": column === sort?.column ? order : "none" });
    }
  }

  /** Of all rows, so that columns stay where they are while the table scrolls. */
  #setWidths(): void {
    const { columns, rows } = this.#shown;
    const digits = columns.map((title, column) => {
      const longest = rows.reduce(
        (most, row) => Math.max(most, textOf(row[column] ?? null).length),
        // Room for the arrow of a sorted column, in bold type.
        title.length * 1.1 + 2,
      );
      return Math.min(width.most, Math.max(width.least, longest));
    });
    const heads = this.#headings.entries();
    for (const [column, heading] of heads) heading.style.width = widthText(digits[column] ?? 0, 1);
    const all = digits.reduce((sum, count) => sum + count, 0);
    this.#table.style.width = widthText(all, columns.length);
  }
}

/** How a cell reads. */
export function textOf(cell: Cell): string {
  return cell === null ? "NULL" : String(cell);
}

/** A cell has a padding of 8 pixels at either side. */
function widthText(digits: number, columns: number): string {
  return `calc(${digits.toFixed(1)}ch + ${columns * 16}px)`;
}

function cellOf(cell: Cell, isNumber: boolean): HTMLElement {
  const text = textOf(cell);
  // Where the column is narrow its text is cut off.
  const isLong = text.length > width.most / 2;
  return element(
    "td",
    {
      class: [isNumber && "number", cell === null && "null"].filter(Boolean).join(" ") || undefined,
      title: isLong && text,
    },
    text,
  );
}

/** Stands for the rows that are not in the page. */
function spacer(): { readonly root: HTMLElement; readonly setHeight: (pixels: number) => void } {
  const row = element("tr");
  const root = element("tbody", { "aria-hidden": "true" }, row);
  return {
    root,
    setHeight: (pixels) => {
      row.style.height = `${pixels}px`;
      root.hidden = pixels === 0;
    },
  };
}
