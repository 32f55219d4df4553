import { networkCount } from "../../data/architecture";
import type { MetricColumn } from "../../data/benchmark";
import { blocksOf } from "../../data/blocks";
import { mostEnumerated } from "../../data/exact-columns";
import { takesTraining } from "../../data/metrics";
import { hasStandardErrors } from "../../data/standard-error";
import type { Refusal, SearchSpec } from "../messages";
import { listed, similarNames } from "../model/spelling";
import type { Algorithm, Network, ParameterValues, Problem } from "./algorithm";
import { algorithms, findAlgorithm } from "./algorithms";
import { breachLookup, type Constraint, parseConstraints } from "./constraints";
import { enumeratedSums } from "./enumerated-sums";
import { evaluator } from "./evaluator";
import { infeasibility } from "./feasibility";
import { grouped } from "./grouped";
import { type Observed, observationOf, observedColumn } from "./observation";
import { isAccuracy, type PartialEvaluator, partialEvaluator } from "./partial-evaluator";
import { indexAt, networksAmong, type Position, positionsOf, stagePositions } from "./positions";
import { largestSeed } from "./random-source";
import { columnOf, isRefusal, type SearchedColumns } from "./searched-columns";
import { untrainedKnowledge } from "./untrained";
import { knownCurves, type ValidationCurves } from "./validation-curves";

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
  /** What networks that are trained in part show, where there are curves. */
  readonly lookUpPartial?: PartialEvaluator;
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

export interface ObjectiveColumn extends Observed {
  /** What a network is worth in the end, where that is another one than the algorithm sees. */
  readonly judged: MetricColumn;
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
  const objectiveColumns = checkObjectives(benchmark, spec);
  if (isRefusal(objectiveColumns)) return objectiveColumns;
  const noCurves = checkCurves(benchmark, algorithm, objectiveColumns);
  if (noCurves) return noCurves;
  const wrongChoices = checkChoices(benchmark, spec);
  if (wrongChoices) return wrongChoices;
  const placed = algorithm.usesSignatures && benchmark.signatures ? stagePositions : positionsOf;
  const positions = placed(space, spec.choices);
  const constraints = parseConstraints(benchmark, spec.subjectTo);
  if (isRefusal(constraints)) return constraints;
  const among = spec.choices ? "to choose among" : `of \`${space.name}\``;
  const infeasible = infeasibility(constraints, positions, among);
  if (infeasible) return { refusal: infeasible.sentence };
  const outOfRange = checkNumbers(spec);
  if (outOfRange) return outOfRange;
  const trainingBudget = checkTrainingBudget(benchmark, spec);
  if (trainingBudget && isRefusal(trainingBudget)) return trainingBudget;

  const breachOf = (some: readonly Constraint[]) =>
    some.length === 0 ? undefined : breachLookup(some, networkCount(space));
  const budget = Math.min(spec.budget, networksAmong(positions));
  const isSmall = networksAmong(positions) <= mostEnumerated;
  const { curves } = algorithm.needs === "curves" ? benchmark : {};
  const problem: Problem = {
    choices: positions.map(({ choices }) => choices.length),
    objectives: objectiveColumns.length,
    ...(curves && { epochs: curves.epochs }),
    untrained: untrainedKnowledge(benchmark, positions, constraints),
    ...(isSmall && { leastSums: enumeratedSums }),
    ...(isSmall &&
      objectiveColumns.length === 1 && { oracle: oracleOf(positions, objectiveColumns) }),
  };
  return {
    ...problem,
    algorithm,
    parameter,
    positions,
    objectiveColumns,
    about: [
      ...objectiveColumns.flatMap(({ column, judged }) => [column, judged]),
      ...constraints.map(({ column }) => column),
    ],
    breach: breachOf(constraints),
    ...(curves && {
      lookUpPartial: partialEvaluator(
        {
          objectiveColumns,
          breach: breachOf(constraints.filter(({ column }) => !takesTraining(column.metric))),
        },
        curves,
      ),
    }),
    budget,
    trainingBudget,
    seed: spec.seed,
    notes: [
      ...budgetNotes(algorithm, problem, parameter, spec, budget),
      ...(algorithm.notes?.(problem, parameter) ?? []),
      ...unknownCurvesNotes(algorithm, curves),
      ...joinedObjectivesNotes(algorithm, objectiveColumns.length),
      ...uncertainConstraintNotes(constraints),
    ],
  };
}

/** Whether its algorithm solves integer programs, and there are too many networks to do it by writing them out. */
export function needsSolver({ space }: Pick<SearchedColumns, "space">, spec: SearchSpec): boolean {
  const positions = positionsOf(space, spec.choices);
  return (
    findAlgorithm(spec.algorithm)?.solvesPrograms === true &&
    networksAmong(positions) > mostEnumerated
  );
}

/** The one objective of any network, as an evaluation would have it. */
function oracleOf(
  positions: readonly Position[],
  objectiveColumns: readonly ObjectiveColumn[],
): (network: Network) => number {
  const lookUp = evaluator({ objectiveColumns, breach: undefined });
  const candidate = { index: 0, objectives: new Float64Array(1), breach: 0 };
  return (network) => {
    lookUp(indexAt(positions, network), candidate);
    return candidate.objectives[0] ?? Number.NaN;
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
  spec: SearchSpec,
): readonly ObjectiveColumn[] | Refusal {
  const { objectives } = spec;
  if (objectives.length === 0)
    return { refusal: "There is no objective. Name a metric to maximize or to minimize." };
  const columns: ObjectiveColumn[] = [];
  for (const { metric, direction } of objectives) {
    const judged = columnOf(benchmark, metric);
    if (isRefusal(judged)) return judged;
    if (columns.some((other) => other.judged === judged)) {
      return { refusal: `\`${judged.metric.name}\` is an objective twice. Name each metric once.` };
    }
    const observed = observedColumn(benchmark, judged, observationOf(spec));
    if (isRefusal(observed)) return observed;
    columns.push({ ...observed, judged, sign: direction === "minimize" ? 1 : -1 });
  }
  return columns;
}

/** Partial trainings are only of use where curves show how an objective grows. */
function checkCurves(
  { name, curves }: SearchedColumns,
  algorithm: Algorithm,
  objectives: readonly ObjectiveColumn[],
): Refusal | undefined {
  if (algorithm.needs !== "curves") return undefined;
  if (!objectives.some(({ column }) => isAccuracy(column.metric))) {
    return {
      refusal: `\`${algorithm.name}\` goes by validation curves, so that one objective must be \`accuracy\` or \`val_accuracy\`.`,
    };
  }
  if (curves) return undefined;
  return {
    refusal: `\`${algorithm.name}\` needs validation curves, of which the ${name} benchmark has none. Import a file that has them, such as \`blox-base-0\` of the BLOX release, with \`blox import\` or **Blox: Import Benchmark**.`,
  };
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
  parameter: ParameterValues,
  { budget: asked, space, choices, gpuHours }: SearchSpec,
  budget: number,
): string[] {
  const least = algorithm.leastEvaluations?.(problem, parameter) ?? 0;
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

function unknownCurvesNotes({ name }: Algorithm, curves: ValidationCurves | undefined): string[] {
  if (!curves) return [];
  const networks = curves.hundredths.length / curves.epochs;
  const known = knownCurves(curves);
  if (known === networks) return [];
  return [
    `Validation curves are known for ${grouped(known)} of the ${grouped(networks)} networks; \`${name}\` puts those of which it sees none last.`,
  ];
}

function joinedObjectivesNotes(algorithm: Algorithm, objectives: number): string[] {
  if (objectives === 1 || algorithm.handlesSeveralObjectives) return [];
  return [
    `\`${algorithm.name}\` looks for one objective: the ${objectives} were joined into one, by other weights every 100 proposals or so. \`nsga-ii\` looks for a Pareto front by itself.`,
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
