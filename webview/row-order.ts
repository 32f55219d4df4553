/** What stands in one column of one row of a query's result. */
export type Cell = string | number | null;
export type Row = readonly Cell[];

/** A column by its place, from 0. */
export interface RowSort {
  readonly column: number;
  readonly descending: boolean;
}

/**
 * The places of the rows in the order of a column, equal ones as they came; without a sort, as they came.
 * Values are ordered as SQLite orders them, numbers before texts and texts by their characters
 * (https://sqlite.org/datatype3.html), but NULL is last in either direction.
 */
export function rowOrder(rows: readonly Row[], sort: RowSort | undefined): number[] {
  const order = rows.map((_, place) => place);
  if (!sort) return order;
  const direction = sort.descending ? -1 : 1;
  const cells = rows.map((row) => row[sort.column] ?? null);
  return order.sort((a, b) => {
    const [x = null, y = null] = [cells[a], cells[b]];
    if (x === null || y === null) return Number(x === null) - Number(y === null);
    return direction * compare(x, y);
  });
}

/** What a press on a heading gives: ascending, then descending, then as the rows came. */
export function nextSort(sort: RowSort | undefined, column: number): RowSort | undefined {
  if (sort?.column !== column) return { column, descending: false };
  return sort.descending ? undefined : { column, descending: true };
}

function compare(x: string | number, y: string | number): number {
  if (typeof x === "number" && typeof y === "number") return x - y;
  if (typeof x === "string" && typeof y === "string") return Number(x > y) - Number(x < y);
  return typeof x === "number" ? -1 : 1;
}
