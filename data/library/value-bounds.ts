import type { StaticColumn, TimingColumn, TrainingColumn } from "./measurements";

/** What is written down of networks, column by column. */
export type ValueColumn = TrainingColumn | StaticColumn | TimingColumn;

/** Whether a value can be kept in a column: none is negative, percents end at 100; NaN is a missing one. */
export function isInBounds(column: ValueColumn, value: number): boolean {
  return Number.isNaN(value) || (value >= 0 && value <= mostOf(column));
}

function mostOf(column: ValueColumn): number {
  return /_top[15]$/.test(column) ? 100 : Number.MAX_SAFE_INTEGER;
}
