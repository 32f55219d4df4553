import { scaleLinear, scaleLog } from "d3-scale";

/** An axis: where values stand, in pixels, and its marks. */
export interface PlotAxis {
  at(value: number): number;
  readonly ticks: readonly Tick[];
  /** Between what the logarithm shows and 0, which it cannot. */
  readonly breakAt?: number;
}

export interface Tick {
  readonly at: number;
  readonly text: string;
}

/** From 0 to the most, between these pixels. */
export function linearAxis(
  most: number,
  [from, to]: readonly [number, number],
  tickDistance: number,
): PlotAxis {
  const scale = scaleLinear().domain([0, most]).range([from, to]);
  return axisOf((value) => scale(value), scale.ticks(tickCount(from, to, tickDistance)));
}

function tickCount(from: number, to: number, tickDistance: number): number {
  return Math.max(2, Math.floor(Math.abs(to - from) / tickDistance));
}

/** The same, up to a round number that is not less. */
export function roundLinearAxis(
  most: number,
  range: readonly [number, number],
  tickDistance: number,
): PlotAxis {
  const [, round = most] = scaleLinear()
    .domain([0, most || 1])
    .nice()
    .domain();
  return linearAxis(round, range, tickDistance);
}

/** Over a range of values, between round numbers. */
export function rangeAxis(
  values: readonly number[],
  [from, to]: readonly [number, number],
  tickDistance: number,
): PlotAxis {
  const count = tickCount(from, to, tickDistance);
  const scale = scaleLinear()
    .domain([Math.min(...values), Math.max(...values)])
    .nice(count)
    .range([from, to]);
  return axisOf((value) => scale(value), scale.ticks(count));
}

/**
 * Over the logarithm of the values. 0, which has none, stands at the end of the axis, beyond a break; so
 * do values that are too small to be told from it.
 */
export function logarithmicAxis(
  values: readonly number[],
  [from, to]: readonly [number, number],
): PlotAxis {
  const most = Math.max(...values) || 1;
  const smallest = Math.min(most, ...values.filter((value) => value >= most / mostTimes));
  const least = 10 ** Math.floor(Math.log10(smallest === most ? most / 2 : smallest));
  const hasZero = values.some((value) => value < least);
  const end = hasZero ? from + Math.sign(to - from) * zeroPixels : from;
  const scale = scaleLog().domain([least, most]).range([end, to]);
  const at = (value: number) => (value < least ? from : scale(value));
  const all = scale.ticks();
  const powers = all.filter((tick) => leadingDigit(tick) === 1);
  const marks =
    powers.length > 2 ? powers : all.filter((tick) => [1, 2, 5].includes(leadingDigit(tick)));
  return {
    ...axisOf(at, hasZero ? [0, ...marks] : marks),
    ...(hasZero && { breakAt: (from + end) / 2 }),
  };
}

/** A value that is so many times smaller than the largest is an error of the arithmetic. */
const mostTimes = 1e9;

/** What 0 takes of a logarithmic axis. */
const zeroPixels = 26;

function axisOf(at: PlotAxis["at"], values: readonly number[]): PlotAxis {
  return { at, ticks: values.map((value) => ({ at: at(value), text: tickText(value) })) };
}

function leadingDigit(value: number): number {
  return Number(value.toExponential()[0]);
}

/** `0.005`, `1,000`, `2.5M` */
function tickText(value: number): string {
  return value.toLocaleString("en-US", {
    maximumSignificantDigits: 6,
    ...(value >= 1e6 && { notation: "compact" }),
  });
}
