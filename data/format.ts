import type { Metric, Provenance, Unit, Value } from "./benchmark";

/**
 * A value for people: `2.92 M`, `278.5 M`, `3.1 ms`, `74.6 % ± 0.5 (estimated)`. What is not exact
 * always says what it is.
 */
export function formatValue(value: Value): string {
  const { metric, provenance, standardError } = value;
  const scale =
    metric.unit === "%" && provenance === "measured"
      ? measuredPercent(standardError)
      : scaleOf(metric.unit, Math.abs(value.value), standardError, false);
  return withError(scale.number(value.value), scale, standardError, provenance);
}

/** The number and the unit alone, in as many digits as its error, if it has one, leaves it. */
export function formatNumber(metric: Metric, value: number, standardError?: number): string {
  const scale = scaleOf(metric.unit, Math.abs(value), standardError, false);
  return scale.number(value) + scale.suffix;
}

/**
 * A difference of two values with its sign: `+0.1 M`, `−1.2 ms`, `+0.4 % ± 0.7 (estimated)`. A standard
 * error means that the difference is a guess, unless `provenance` says that it is composed.
 */
export function formatDifference(
  metric: Metric,
  difference: number,
  standardError?: number,
  provenance: Provenance = standardError === undefined ? "exact" : "estimated",
): string {
  const scale = scaleOf(metric.unit, Math.abs(difference), standardError, true);
  const number = scale.number(Math.abs(difference));
  const isZero = Number(number) === 0;
  const sign = isZero ? "" : difference < 0 ? "−" : "+";
  const shortened = metric.unit === "%" ? number : String(Number(number));
  return withError(sign + shortened, scale, standardError, provenance);
}

/**
 * The standard error of the difference of two values whose errors are independent; undefined where
 * neither has one.
 */
export function standardErrorOfDifference(a: Value, b: Value): number | undefined {
  if (a.standardError === undefined && b.standardError === undefined) return undefined;
  return Math.hypot(a.standardError ?? 0, b.standardError ?? 0);
}

interface Scale {
  /** A blank and the unit or its prefix; empty for plain counts. */
  readonly suffix: string;
  number(value: number): string;
}

function scaleOf(
  unit: Unit,
  magnitude: number,
  standardError: number | undefined,
  isDifference: boolean,
): Scale {
  switch (unit) {
    case "%":
      return fixed(standardError === undefined ? 2 : decimalsForError(standardError), " %");
    case "ms":
      if (magnitude >= 1e3) return longTime(magnitude);
      return fixed(
        standardError === undefined
          ? millisecondDecimals(magnitude)
          : decimalsForError(standardError),
        " ms",
      );
    case "parameters":
    case "FLOPs":
      return prefixed(magnitude, isDifference, countPrefixes);
    case "bytes":
      return prefixed(magnitude, isDifference, bytePrefixes);
  }
}

function fixed(decimals: number, suffix: string, factor = 1): Scale {
  return { suffix, number: (value) => (value / factor).toFixed(decimals) };
}

/** The published tables compare hundredths of a percent, even where one training is no better known. */
function measuredPercent(standardError: number | undefined): Scale {
  return fixed(
    standardError === undefined ? 2 : Math.max(2, decimalsForError(standardError)),
    " %",
  );
}

/** Of trainings: `41.3 s`, `87 min`, `3.4 h`. */
function longTime(magnitudeMs: number): Scale {
  if (magnitudeMs < 12e4) return fixed(1, " s", 1e3);
  return magnitudeMs < 7.2e6 ? fixed(0, " min", 6e4) : fixed(1, " h", 3.6e6);
}

/** One digit of the error, and at least a tenth, at most a thousandth. */
function decimalsForError(standardError: number): number {
  if (!(standardError > 0)) return 1;
  return Math.min(3, Math.max(1, Math.ceil(-Math.log10(standardError))));
}

/** Two digits of what is shorter than a millisecond. */
function millisecondDecimals(magnitude: number): number {
  if (magnitude >= 100) return 0;
  if (magnitude >= 0.95 || magnitude === 0) return 1;
  return Math.min(6, 1 - Math.floor(Math.log10(magnitude)));
}

/** `least` is how much of a prefix there must be for a difference to use it: a value needs all of it. */
interface Prefix {
  readonly factor: number;
  readonly suffix: string;
  readonly least: number;
}

const countPrefixes: readonly Prefix[] = [
  { factor: 1e9, suffix: " G", least: 1 },
  { factor: 1e6, suffix: " M", least: 0.1 },
  { factor: 1e3, suffix: " K", least: 1 },
  { factor: 1, suffix: "", least: 0 },
];

const bytePrefixes: readonly Prefix[] = [
  { factor: 1e6, suffix: " MB", least: 0.1 },
  { factor: 1e3, suffix: " KB", least: 1 },
  { factor: 1, suffix: " bytes", least: 0 },
];

function prefixed(magnitude: number, isDifference: boolean, prefixes: readonly Prefix[]): Scale {
  for (const { factor, suffix, least } of prefixes) {
    // Rounded first, so that 999,960 is 1.00 M and not 1000.0 K.
    const mantissa = Number((magnitude / factor).toPrecision(4));
    if (factor === 1) return fixed(0, suffix);
    if (mantissa >= (isDifference ? least : 1))
      return fixed(mantissa >= 100 ? 1 : 2, suffix, factor);
  }
  return fixed(0, "");
}

function withError(
  number: string,
  scale: Scale,
  standardError: number | undefined,
  provenance: Provenance,
): string {
  const error = standardError === undefined ? "" : ` ± ${scale.number(standardError)}`;
  const origin = provenance === "exact" ? "" : ` (${provenance})`;
  return `${number}${scale.suffix}${error}${origin}`;
}

/** `65,536`, `9.0·10¹⁵` */
export function countText(count: number): string {
  if (count < 1e9) return count.toLocaleString("en-US");
  const exponent = Math.floor(Math.log10(count));
  const digits = [...`${exponent}`].map((digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹".charAt(Number(digit))).join("");
  return `${(count / 10 ** exponent).toFixed(1)}·10${digits}`;
}
