import { type MetricColumn, numberAt, type Unit } from "../../data/benchmark";
import { parse } from "../../grammar/parser";
import type { Comparison, Condition, MetricUse, Quantity } from "../../grammar/syntax";
import type { Refusal } from "../messages";
import { listed } from "../model/spelling";
import { columnOf, isRefusal, type SearchedColumns } from "./searched-columns";

/** One side of a condition, in the unit of its column. */
export interface Constraint {
  /** The condition as it was written. */
  readonly text: string;
  readonly column: MetricColumn;
  readonly comparison: Comparison;
  readonly limit: number;
}

/** Conditions as in the language, joined by commas: `params <= 3 M, flops <= 250 M`; may be empty. */
export function parseConstraints(
  benchmark: SearchedColumns,
  text: string,
): readonly Constraint[] | Refusal {
  const constraints: Constraint[] = [];
  for (const part of splitAtCommas(text)) {
    const condition = parseCondition(part);
    if (isRefusal(condition)) return condition;
    const column = columnOf(benchmark, condition.metric ? metricText(condition.metric) : "");
    if (isRefusal(column)) return column;
    const found = constraintsIn(column, condition, part);
    if ("refusal" in found) return found;
    constraints.push(...found);
  }
  return constraints;
}

/** The sides of a condition on a column's metric, `text` being the condition as written. */
export function constraintsIn(
  column: MetricColumn,
  { bounds }: Condition,
  text: string,
): readonly Constraint[] | Refusal {
  const constraints: Constraint[] = [];
  for (const { comparison, limit } of bounds) {
    const value = inUnit(column, limit);
    if (typeof value !== "number") return value;
    constraints.push({ text, column, comparison, limit: value });
  }
  return constraints;
}

/** `params`, `latency("DEVICE")` */
export function metricText({ name, device }: MetricUse): string {
  return device ? `${name.text}("${device.text}")` : name.text;
}

/** Whether a network meets a constraint; false where its value is not known. */
export function meets({ column, comparison, limit }: Constraint, index: number): boolean {
  return comparisons[comparison](numberAt(column, index), limit);
}

/** The parts between commas that are not inside quotes, without those that are blank. */
function splitAtCommas(text: string): string[] {
  const parts = text.match(/(?:"[^"\n]*"?|[^",])+/g) ?? [];
  return parts.map((part) => part.trim()).filter((part) => part !== "");
}

/** Read as the grammar reads a requirement, so that both are written alike. */
function parseCondition(text: string): Condition | Refusal {
  const { declarations, errors } = parse(`network constraints {\n  require ${text}\n}\n`);
  const [network] = declarations;
  const requirements = network?.kind === "network" ? network.requirements : [];
  const condition = requirements[0]?.condition;
  const isAlone =
    declarations.length === 1 &&
    requirements.length === 1 &&
    network?.kind === "network" &&
    network.stages.length + network.spaces.length === 0;
  if (errors.length === 0 && isAlone && condition?.metric && condition.bounds.length > 0)
    return condition;
  const reason = isAlone && errors[0] ? ` ${errors[0].message}` : "";
  return {
    refusal: `\`${text}\` is no condition.${reason} Write conditions such as \`params <= 3 M, flops <= 250 M\`.`,
  };
}

const counts = { "": 1, K: 1e3, M: 1e6, G: 1e9 };

/** What a unit word is worth in the unit that values are stored in; "" is none. */
const unitScales: Readonly<Record<Unit, Readonly<Record<string, number>>>> = {
  "%": { "": 1, "%": 1 },
  parameters: counts,
  FLOPs: counts,
  bytes: { KB: 1e3, MB: 1e6 },
  ms: { ns: 1e-6, us: 1e-3, ms: 1, s: 1e3, min: 6e4, h: 3.6e6 },
};

/** The unit words that may stand behind a value in this unit, from small to large. */
export function unitWords(unit: Unit): readonly string[] {
  return Object.keys(unitScales[unit]).filter((word) => word !== "");
}

/** What a unit word is worth in the unit that values are stored in. */
export function unitScale(unit: Unit, word: string): number {
  return unitScales[unit][word] ?? 1;
}

function inUnit({ metric }: MetricColumn, { value, unit }: Quantity): number | Refusal {
  const scales = unitScales[metric.unit];
  const scale = scales[unit?.text ?? ""];
  // 15 digits, so that 1.1 M is 1,100,000 and not the 1,100,000.0000000001 that the product is.
  if (scale !== undefined) return Number((value * scale).toPrecision(15));
  const known = listed(unitWords(metric.unit));
  return {
    refusal: unit
      ? `\`${unit.text}\` is no unit of \`${metric.name}\`. Its units are ${known}.`
      : `\`${metric.name}\` needs a unit: ${known}.`,
  };
}

/** `breachAt` of the networks of a space of so many, each looked up in no time where there are not too many. */
export function breachLookup(
  constraints: readonly Constraint[],
  networks: number,
): (index: number) => number {
  if (networks > mostLookedUp) return (index) => breachAt(constraints, index);
  const breaches = new Float64Array(networks);
  for (const { column, comparison, limit } of constraints) {
    const isMet = comparisons[comparison];
    for (let index = 0; index < networks; index++) {
      const value = numberAt(column, index);
      if (!isMet(value, limit)) breaches[index] = (breaches[index] ?? 0) + excessOf(value, limit);
    }
  }
  return (index) => breaches[index] ?? Number.POSITIVE_INFINITY;
}

const mostLookedUp = 2 ** 20;

/**
 * How much a network breaks the constraints: the sum of the amounts beyond the limits, each as a part of
 * its limit. 0 where all are met, infinite where a value is not known.
 */
export function breachAt(constraints: readonly Constraint[], index: number): number {
  let breach = 0;
  for (const { column, comparison, limit } of constraints)
    breach += breachOf(numberAt(column, index), comparison, limit);
  return breach;
}

/** How much one value breaks its limit, as a part of the limit. */
export function breachOf(value: number, comparison: Comparison, limit: number): number {
  return comparisons[comparison](value, limit) ? 0 : excessOf(value, limit);
}

function excessOf(value: number, limit: number): number {
  if (Number.isNaN(value)) return Number.POSITIVE_INFINITY;
  // At the limit itself `<` is broken by nothing that could be measured, yet broken.
  return Math.max(Math.abs(value - limit) / (Math.abs(limit) || 1), Number.EPSILON);
}

/** Whether a value meets a limit. */
export const comparisons: Readonly<Record<Comparison, (value: number, limit: number) => boolean>> =
  {
    "<": (value, limit) => value < limit,
    "<=": (value, limit) => value <= limit,
    ">": (value, limit) => value > limit,
    ">=": (value, limit) => value >= limit,
    "=": (value, limit) => value === limit,
  };
