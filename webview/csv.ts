import type { Cell, Row } from "./row-order";

/**
 * Rows under their headings as CSV (RFC 4180). Numbers have all their digits; NULL is an empty field,
 * and an empty text is two quotes.
 */
export function csvText(columns: readonly string[], rows: readonly Row[]): string {
  return [columns, ...rows].map((row) => `${row.map(fieldOf).join(",")}\r\n`).join("");
}

function fieldOf(cell: Cell): string {
  if (cell === null) return "";
  const text = String(cell);
  return text === "" || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
