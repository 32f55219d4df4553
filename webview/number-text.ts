/** `91,125` */
export function countText(value: number): string {
  return value.toLocaleString("en-US");
}

/** `17 ms`, `0.4 s`, `1 min 5 s` */
export function durationText(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 0.1) return `${Math.round(milliseconds)} ms`;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;
}

/** A value in a unit, in four digits: `151.3 M`, `74.31 %`, `2.105 ms`. */
export function valueText(value: number, unit: string): string {
  const prefix = prefixOf(Math.abs(value));
  const text = (value / prefix.factor).toPrecision(4);
  const suffix = unitSymbol(unit);
  return [text, `${prefix.symbol}${prefix.symbol === "" ? suffix : ""}`].join(" ").trim();
}

/** The marks of an axis, all with one prefix and as many decimals as tell them apart. */
export function tickTexts(ticks: readonly number[]): string[] {
  const { factor, symbol } = prefixOf(Math.max(0, ...ticks.map(Math.abs)));
  const step = Math.abs((ticks[1] ?? 1) - (ticks[0] ?? 0)) / factor;
  const decimals = [0, 1, 2, 3, 4, 5].find((digits) => isWhole(step * 10 ** digits)) ?? 6;
  return ticks.map((tick) => `${(tick / factor).toFixed(decimals)} ${symbol}`.trim());
}

/** Counted things need no unit beside their name; `%` and `ms` do. */
export function unitSymbol(unit: string): string {
  return unit === "parameters" || unit === "FLOPs" ? "" : unit;
}

function isWhole(value: number): boolean {
  return Math.abs(value - Math.round(value)) < 1e-6;
}

function prefixOf(size: number): { readonly factor: number; readonly symbol: string } {
  return prefixes.find(({ factor }) => size >= factor) ?? { factor: 1, symbol: "" };
}

const prefixes = [
  { factor: 1e9, symbol: "G" },
  { factor: 1e6, symbol: "M" },
  { factor: 1e3, symbol: "K" },
] as const;
