import type { MetricColumn } from "../../data/benchmark";
import { blocksOf } from "../../data/blocks";
import { hasStandardErrors } from "../../data/standard-error";
import type { Objective, Refusal, SearchSpec } from "../messages";
import { listed, similarNames } from "../model/spelling";
import type { Algorithm, ParameterValues, Problem } from "./algorithm";
import { algorithms, findAlgorithm } from "./algorithms";
import { breachAt, type Constraint, parseConstraints } from "./constraints";
import { infeasibility } from "./feasibility";
import { grouped } from "./grouped";
import { networksAmong, type Position, positionsOf } from "./positions";
import { largestSeed } from "./random-source";
import { columnOf, isRefusal, type SearchedColumns } from "./searched-columns";
import { untrainedKnowledge } from "./untrained";

/** A specification that has been checked against a benchmark: ready to run. */
export interface CheckedSearch extends Problem {
  readonly algorithm: Algorithm;
  readonly parameter: ParameterValues;
  readonly positions: readonly Position[];
  readonly objectiveColumns: readonly ObjectiveColumn[];
  /** The columns of its objectives and constraints. */
  readonly about: readonly MetricColumn[];
  /** How much a network breaks the constraints: 0 where it meets them. Undefined where there are none. */
  readonly breach: ((index: number) => number) | undefined;
  /** Evaluations. */
  readonly budget: number;
  /** The search ends too when the networks that it evaluated took so long to train. */
  readonly trainingBudget: TrainingBudget | undefined;
  readonly seed: number;
  /** What to know of the result, a sentence each. */
  readonly notes: readonly string[];
}

export interface TrainingBudget {
  readonly trainTimeMs: MetricColumn;
  readonly budgetMs: number;
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
  const wrongChoices = checkChoices(benchmark, spec);
  if (wrongChoices) return wrongChoices;
  const positions = positionsOf(space, spec.choices);
  const constraints = parseConstraints(benchmark, spec.subjectTo);
  if (isRefusal(constraints)) return constraints;
  const among = spec.choices ? "to choose among" : `of \`${space.name}\``;
  const infeasible = infeasibility(constraints, positions, among);
  if (infeasible) return { refusal: infeasible.sentence };
  const outOfRange = checkNumbers(spec);
  if (outOfRange) return outOfRange;
  const trainingBudget = checkTrainingBudget(benchmark, spec);
  if (trainingBudget && isRefusal(trainingBudget)) return trainingBudget;

  const budget = Math.min(spec.budget, networksAmong(positions));
  const problem: Problem = {
    choices: positions.map(({ choices }) => choices.length),
    objectives: objectiveColumns.length,
    untrained: untrainedKnowledge(positions, constraints),
  };
  return {
    ...problem,
    algorithm,
    parameter,
    positions,
    objectiveColumns,
    about: [
      ...objectiveColumns.map(({ column }) => column),
      ...constraints.map(({ column }) => column),
    ],
    breach: constraints.length === 0 ? undefined : (index) => breachAt(constraints, index),
    budget,
    trainingBudget,
    seed: spec.seed,
    notes: [
      ...budgetNotes(algorithm, problem, spec, budget),
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

function checkChoices({ space }: SearchedColumns, { choices }: SearchSpec): Refusal | undefined {
  if (!choices) return undefined;
  if (choices.length !== space.stages.length) {
    return {
      refusal: `\`${space.name}\` has ${space.stages.length} stages; the search has choices for ${choices.length}.`,
    };
  }
  const isBlock = (block: number, stage: number) => block in blocksOf(space, stage);
  const wrong = choices.findIndex(
    (allowed, stage) =>
      allowed.length === 0 ||
      new Set(allowed).size < allowed.length ||
      !allowed.every((block) => isBlock(block, stage)),
  );
  if (wrong < 0) return undefined;
  return {
    refusal: `The choices of stage ${wrong + 1} must be blocks of \`${space.name}\`, one at least and none twice.`,
  };
}

/** GPU hours are counted with the training time of each network, which not every benchmark knows. */
function checkTrainingBudget(
  benchmark: SearchedColumns,
  { gpuHours }: SearchSpec,
): TrainingBudget | Refusal | undefined {
  if (gpuHours === undefined) return undefined;
  if (!(gpuHours > 0 && Number.isFinite(gpuHours)))
    return { refusal: `The budget must be more than 0 gpu-hours; it is ${gpuHours}.` };
  const trainTimeMs = benchmark.columns.find(({ metric }) => metric.name === "train_time");
  return trainTimeMs
    ? { trainTimeMs, budgetMs: gpuHours * 3.6e6 }
    : { refusal: noTrainTime(benchmark) };
}

export function noTrainTime({ name }: Pick<SearchedColumns, "name">): string {
  return `The ${name} benchmark has no \`train_time\`, so that gpu-hours cannot be counted. Give the budget in evaluations.`;
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
  { budget: asked, space, choices, gpuHours }: SearchSpec,
  budget: number,
): string[] {
  const least = algorithm.leastEvaluations?.(problem) ?? 0;
  const isCut = asked > budget && gpuHours === undefined;
  const among = choices ? "what there is to choose among" : `\`${space}\``;
  return [
    ...(isCut
      ? [
          `The budget of ${grouped(asked)} is larger than ${among}: it was cut to its ${grouped(budget)} ${budget === 1 ? "network" : "networks"}.`,
        ]
      : []),
    ...(budget < least
      ? [
          `\`${algorithm.name}\` needs ${grouped(least)} evaluations; with a budget of ${grouped(budget)} it sees a part of the space only, and its best need not be the best.`,
        ]
      : []),
  ];
}

/** What to know of requirements on what is not known for sure, a sentence each. */
export function uncertainConstraintNotes(constraints: readonly Constraint[]): string[] {
  const uncertain = constraints.filter(({ column }) => hasStandardErrors(column));
  return [...new Set(uncertain.map(({ text }) => text))].map(
    (text) =>
      `\`${text}\` was applied to the estimate itself: a network near the limit may be on its other side.`,
  );
}
