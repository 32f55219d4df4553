import { networkCount } from "../../data/architecture";
import type { MetricColumn } from "../../data/benchmark";
import { blocksOf } from "../../data/blocks";
import type { Objective, Refusal, SearchSpec } from "../messages";
import { listed, similarNames } from "../model/spelling";
import type { Algorithm, ParameterValues, Problem } from "./algorithm";
import { algorithms, findAlgorithm } from "./algorithms";
import { breaches, type Constraint, parseConstraints } from "./constraints";
import { largestSeed } from "./random-source";
import { columnOf, isRefusal, type SearchedColumns } from "./searched-columns";

/** A specification that has been checked against a benchmark: ready to run. */
export interface CheckedSearch extends Problem {
  readonly algorithm: Algorithm;
  readonly parameter: ParameterValues;
  readonly objectiveColumns: readonly ObjectiveColumn[];
  /** By network index: 0 where the constraints are met. Undefined where there are none. */
  readonly breach: Float64Array | undefined;
  readonly budget: number;
  readonly seed: number;
  /** What to know of the result, a sentence each. */
  readonly notes: readonly string[];
}

export interface ObjectiveColumn {
  readonly column: MetricColumn;
  /** 1 to minimise, −1 to maximise: values times this are the lower the better. */
  readonly sign: 1 | -1;
}

/** Turns a specification into a search, or says in a sentence why it cannot be run. */
export function checkSpec(benchmark: SearchedColumns, spec: SearchSpec): CheckedSearch | Refusal {
  const { space } = benchmark;
  if (spec.space !== space.name) {
    return {
      refusal: `This benchmark is of the space \`${space.name}\`, the search is in \`${spec.space}\`.`,
    };
  }
  const algorithm = findAlgorithm(spec.algorithm);
  if (!algorithm) return unknownAlgorithm(spec.algorithm);
  const parameter = checkParameters(algorithm, spec.parameters);
  if (typeof parameter !== "function") return parameter;
  const objectiveColumns = checkObjectives(benchmark, spec.objectives);
  if (isRefusal(objectiveColumns)) return objectiveColumns;
  const constraints = parseConstraints(benchmark, spec.subjectTo);
  if (isRefusal(constraints)) return constraints;
  const breach = checkConstraints(benchmark, constraints);
  if (breach && isRefusal(breach)) return breach;
  const outOfRange = checkNumbers(spec);
  if (outOfRange) return outOfRange;

  const networks = networkCount(space);
  const budget = Math.min(spec.budget, networks);
  const problem: Problem = {
    choices: space.stages.map((_, stage) => blocksOf(space, stage).length),
    objectives: objectiveColumns.length,
  };
  return {
    ...problem,
    algorithm,
    parameter,
    objectiveColumns,
    breach,
    budget,
    seed: spec.seed,
    notes: [
      ...budgetNotes(algorithm, problem, spec.budget, budget, space.name),
      ...uncertainConstraintNotes(constraints),
    ],
  };
}

function unknownAlgorithm(name: string): Refusal {
  const known = algorithms.map((algorithm) => algorithm.name);
  const [similar] = similarNames(name, known);
  const question = similar === undefined ? "" : ` Did you mean \`${similar}\`?`;
  return { refusal: `There is no algorithm \`${name}\`.${question} Known are ${listed(known)}.` };
}

function checkParameters(
  algorithm: Algorithm,
  given: SearchSpec["parameters"],
): ParameterValues | Refusal {
  const known = algorithm.parameters.map(({ name }) => name);
  for (const name of Object.keys(given)) {
    if (known.includes(name)) continue;
    const has = known.length === 0 ? "It has none." : `It has ${listed(known)}.`;
    return { refusal: `\`${algorithm.name}\` has no parameter \`${name}\`. ${has}` };
  }
  const values = new Map<string, number>();
  for (const { name, minimum, maximum, whole, default: preset } of algorithm.parameters) {
    const value = given[name] ?? preset;
    if (!(value >= minimum && value <= maximum) || (whole && !Number.isInteger(value))) {
      const kind = whole ? "a whole number" : "a number";
      return {
        refusal: `\`${name}\` of \`${algorithm.name}\` must be ${kind} from ${grouped(minimum)} to ${grouped(maximum)}; it is ${value}.`,
      };
    }
    values.set(name, value);
  }
  return (name) => {
    const value = values.get(name);
    if (value === undefined) throw new Error(`${algorithm.name} declares no parameter ${name}`);
    return value;
  };
}

function checkObjectives(
  benchmark: SearchedColumns,
  objectives: readonly Objective[],
): readonly ObjectiveColumn[] | Refusal {
  if (objectives.length === 0)
    return { refusal: "There is no objective. Name a metric to maximize or to minimize." };
  const columns: ObjectiveColumn[] = [];
  for (const { metric, direction } of objectives) {
    const column = columnOf(benchmark, metric);
    if (isRefusal(column)) return column;
    if (columns.some((other) => other.column === column)) {
      return { refusal: `\`${column.metric.name}\` is an objective twice. Name each metric once.` };
    }
    columns.push({ column, sign: direction === "minimize" ? 1 : -1 });
  }
  return columns;
}

/** Constraints that no network meets are found out before the search, over the whole space. */
function checkConstraints(
  { space }: SearchedColumns,
  constraints: readonly Constraint[],
): Float64Array | undefined | Refusal {
  if (constraints.length === 0) return undefined;
  const networks = networkCount(space);
  const breach = breaches(constraints, networks);
  if (breach.includes(0)) return breach;
  const alone = constraints.find((constraint) => !breaches([constraint], networks).includes(0));
  const conditions = [...new Set(constraints.map(({ text }) => text))];
  return {
    refusal: alone
      ? `No network of \`${space.name}\` meets \`${alone.text}\`: ${rangeOf(alone)}.`
      : `No network of \`${space.name}\` meets ${listed(conditions)} together.`,
  };
}

/** `params is 1,720,000 to 3,420,000 parameters there` */
function rangeOf({ column: { metric, values } }: Constraint): string {
  const known = values.filter((value) => !Number.isNaN(value));
  if (known.length === 0) return `\`${metric.name}\` is not known for any network`;
  const lowest = known.reduce((a, b) => Math.min(a, b));
  const highest = known.reduce((a, b) => Math.max(a, b));
  return `\`${metric.name}\` is ${grouped(lowest)} to ${grouped(highest)} ${metric.unit} there`;
}

function checkNumbers({ budget, seed }: SearchSpec): Refusal | undefined {
  if (!Number.isSafeInteger(budget) || budget < 1) {
    return {
      refusal: `The budget must be a whole number of evaluations, 1 at least; it is ${budget}.`,
    };
  }
  if (!Number.isInteger(seed) || seed < 0 || seed > largestSeed) {
    return {
      refusal: `The seed must be a whole number from 0 to ${grouped(largestSeed)}; it is ${seed}.`,
    };
  }
  return undefined;
}

function budgetNotes(
  algorithm: Algorithm,
  problem: Problem,
  asked: number,
  budget: number,
  space: string,
): string[] {
  const least = algorithm.leastEvaluations?.(problem) ?? 0;
  return [
    ...(asked > budget
      ? [
          `The budget of ${grouped(asked)} is larger than \`${space}\`: it was cut to its ${grouped(budget)} networks.`,
        ]
      : []),
    ...(budget < least
      ? [
          `\`${algorithm.name}\` needs ${grouped(least)} evaluations; with a budget of ${grouped(budget)} it sees a part of the space only, and its best need not be the best.`,
        ]
      : []),
  ];
}

function uncertainConstraintNotes(constraints: readonly Constraint[]): string[] {
  const uncertain = constraints.filter(({ column }) => column.standardErrors);
  return [...new Set(uncertain.map(({ text }) => text))].map(
    (text) =>
      `\`${text}\` was applied to the estimate itself: a network near the limit may be on its other side.`,
  );
}

/** `91,125`, and no more than three decimals. */
export function grouped(number: number): string {
  return number.toLocaleString("en-US", { maximumFractionDigits: 3 });
}
