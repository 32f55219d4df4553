import type { Row } from "./row-order";

/** The places of the columns that hold numbers and nothing else but NULL. */
export function numberColumns(columns: readonly string[], rows: readonly Row[]): number[] {
  return columns.flatMap((_, column) => {
    const known = rows.map((row) => row[column] ?? null).filter((cell) => cell !== null);
    return known.length > 0 && known.every((cell) => typeof cell === "number") ? [column] : [];
  });
}

/** A column of numbers; NaN where it has none. */
export function numbersOf(rows: readonly Row[], column: number): Float64Array {
  return Float64Array.from(rows, (row) => {
    const cell = row[column];
    return typeof cell === "number" ? cell : Number.NaN;
  });
}
