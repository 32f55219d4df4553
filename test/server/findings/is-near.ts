import { ok } from "node:assert/strict";

/** Whether two numbers are the same but for the arithmetic. */
export function isNear(value: number, expected: number): void {
  const difference = Math.abs(value - expected);
  ok(difference <= 1e-9 * Math.max(1, Math.abs(expected)), `${value} is not ${expected}`);
}
