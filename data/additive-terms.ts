import { type Architecture, architectureAt, networkCount } from "./architecture";
import { type MetricColumn, numberAt } from "./benchmark";
import { type Block, blocksOf } from "./blocks";
import { isEnumerable } from "./exact-columns";
import { ridgeRegression } from "./ridge-regression";
import type { Space } from "./space";
import { topologiesOf } from "./space-vocabulary";

/** What an additive model gives a network, in the unit of its metric. */
export interface AdditiveTerms {
  /** What every network has. */
  readonly constant: number;
  readonly stages: readonly StageTerms[];
  /** The constant and all terms of the stages together. */
  readonly total: number;
}

export interface StageTerms {
  readonly operations: readonly {
    readonly name: string;
    readonly nodes: number;
    /** What one node adds. */
    readonly each: number;
  }[];
  /** What the topology adds to a chain of the same operations; left out where the block is a chain. */
  readonly topology?: { readonly name: string; readonly value: number };
  readonly total: number;
}

/**
 * The terms that add up to the value which a model gives a network. Estimated and composed columns hold
 * what their model predicts, from which its terms follow; undefined where they do not add up to the
 * values of the column to within what those are rounded to, as where nothing in it is of a model.
 */
export function additiveTerms(
  space: Space,
  column: MetricColumn,
  architecture: Architecture,
): AdditiveTerms | undefined {
  const model = modelOf(space, column);
  if (!model) return undefined;
  const { constant, coefficients } = model;
  const value = valuesByKey(space, coefficients);
  const stages = architecture.map((index, stage) => stageTerms(space, stage, index, value));
  return {
    constant,
    stages,
    total: stages.reduce((sum, { total }) => sum + total, constant),
  };
}

function stageTerms(
  space: Space,
  stage: number,
  index: number,
  value: (stage: number, term: Term) => number,
): StageTerms {
  const block = blocksOf(space, stage)[index];
  const operations = termsOf(space, stage).flatMap((term) => {
    const nodes = block ? countOf(term, block) : 0;
    return term.kind === "operation" && nodes > 0
      ? [{ name: term.name, nodes, each: value(stage, term) }]
      : [];
  });
  const joined = termsOf(space, stage).find(
    (term) => term.kind === "topology" && block && countOf(term, block) > 0,
  );
  const topology = joined && { name: joined.name, value: value(stage, joined) };
  const ofOperations = operations.reduce((sum, { nodes, each }) => sum + nodes * each, 0);
  return {
    operations,
    ...(topology && { topology }),
    total: ofOperations + (topology?.value ?? 0),
  };
}

interface Model {
  readonly constant: number;
  readonly coefficients: readonly number[];
}

const cache = new WeakMap<MetricColumn, { readonly model: Model | undefined }>();

function modelOf(space: Space, column: MetricColumn): Model | undefined {
  const known = cache.get(column);
  if (known) return known.model;
  const model = findModel(space, column);
  cache.set(column, { model });
  return model;
}

/** Networks that a model is found from, and as many that it is checked on. */
const sampled = 2000;
/** Values are rounded to thousandths: an estimate in percent, a latency in milliseconds. */
const tolerance = 1e-3;

function findModel(space: Space, column: MetricColumn): Model | undefined {
  if (column.provenance !== "estimated" && column.provenance !== "composed") return undefined;
  if (!isEnumerable(space)) return undefined;
  const networks = networksOfModel(space, column);
  const fitted = networks.filter((_, place) => place % 2 === 0);
  if (fitted.length <= featuresOf(space, 0).length) return undefined;
  const model = ridgeRegression(
    fitted.map((network) => ({
      features: featuresOf(space, network),
      value: numberAt(column, network),
      weight: 1,
    })),
    // So little that it moves no term, and enough where terms depend on each other.
    1e-9 * fitted.length,
  );
  const isModel = networks.every(
    (network) =>
      Math.abs(model.predict(featuresOf(space, network)) - numberAt(column, network)) <= tolerance,
  );
  return isModel ? { constant: model.intercept, coefficients: model.coefficients } : undefined;
}

/** Spread over the space; what was measured is not of the model. */
function networksOfModel(space: Space, column: MetricColumn): number[] {
  const count = networkCount(space);
  // An odd step, so that neighbours in the sample differ in their first stage's block too.
  const step = Math.max(1, Math.floor(count / (2 * sampled)) | 1);
  const all = Array.from({ length: Math.ceil(count / step) }, (_, place) => place * step);
  return all.filter(
    (network) => !column.measured?.has(network) && !Number.isNaN(numberAt(column, network)),
  );
}

type Term = { readonly name: string } & (
  | { readonly kind: "operation"; readonly operation: number }
  | { readonly kind: "topology" }
);

/** Chains need no term of their own: it is they that the terms of the other topologies are added to. */
function termsOf(space: Space, stage: number): Term[] {
  const operations = space.operations.map(
    ({ name }, operation): Term => ({ kind: "operation", operation, name }),
  );
  const others = topologiesOf(space, stage).filter(
    ({ nodes, output }) =>
      output.length > 1 ||
      nodes.some(({ inputs }, node) => inputs.length > 1 || inputs[0] !== (node ? node - 1 : "in")),
  );
  return [...operations, ...others.map(({ name }): Term => ({ kind: "topology", name }))];
}

function countOf(term: Term, { operations, topology }: Block): number {
  if (term.kind === "topology") return topology.name === term.name ? 1 : 0;
  return operations.filter((operation) => operation === term.operation).length;
}

/** For each stage: how many nodes have each operation, and which topology joins them. */
function featuresOf(space: Space, network: number): number[] {
  return architectureAt(space, network).flatMap((index, stage) => {
    const block = blocksOf(space, stage)[index];
    return termsOf(space, stage).map((term) => (block ? countOf(term, block) : 0));
  });
}

function valuesByKey(space: Space, coefficients: readonly number[]) {
  const values = new Map<string, number>();
  let place = 0;
  for (const stage of space.stages.keys())
    for (const { kind, name } of termsOf(space, stage))
      values.set(`${stage} ${kind} ${name}`, coefficients[place++] ?? Number.NaN);
  return (stage: number, { kind, name }: Term) => values.get(`${stage} ${kind} ${name}`) ?? 0;
}
