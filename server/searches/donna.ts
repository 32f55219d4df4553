import { type Observation, ridgeRegression } from "../../data/ridge-regression";
import {
  type Algorithm,
  type Evaluation,
  isPartial,
  type Network,
  type Problem,
  presetOf,
} from "./algorithm";
import { blockNumbers, proxyNotes } from "./block-numbers";
import { drawNetwork } from "./member";
import { nsgaII } from "./nsga-ii";
import type { RandomSource } from "./random-source";
import { baseParameter, replacementCount } from "./single-replacements";
import { breachOfAll } from "./untrained";

/**
 * Fits accuracy by the signatures of a network's blocks, and lets an evolutionary search look for what is
 * best by the fit. For one objective the front of that search is one network: those that it saw are
 * evaluated from the best by the fit on. Constraints on what takes training are not predicted.
 */
export const donna: Algorithm = {
  name: "donna",
  description:
    "Fits the objective by the signatures of blocks on some networks, searches the fit with nsga-ii, and evaluates what is best by it.",
  source:
    "Moons et al., “Distilling Optimal Neural Networks: Rapid Search in Diverse Spaces”, ICCV 2021",
  reproduction:
    "The linear fit from the signatures of a network's blocks to its accuracy, on 30 evaluated networks, the evolutionary search on the fit, and the evaluation of what is best by it. The paper's library of distilled blocks and its fine-tuning are not done here: signatures are imported ([block signatures](../importing.md)). Without them it runs on what each block changes in a base network, as `lana` does, and its results say \"tabular proxy\".",
  usesSignatures: true,
  parameters: [
    {
      name: "networks",
      description: "Random networks that the objective is fitted on",
      minimum: 2,
      maximum: 10_000,
      default: 30,
      whole: true,
    },
    {
      name: "ridge",
      description: "The weight of the squares of the coefficients, for numbers of variance 1",
      minimum: 1e-6,
      maximum: 1e6,
      default: 1,
      whole: false,
    },
    {
      name: "predictions",
      description: "Networks that nsga-ii looks at by the fit, none of which is evaluated",
      minimum: 1,
      maximum: 100_000,
      default: 2000,
      whole: true,
    },
    baseParameter,
  ],
  leastEvaluations: (dimensions, parameter) =>
    (dimensions.untrained?.signatures ? 0 : replacementCount(dimensions)) +
    (parameter?.("networks") ?? 30) +
    1,
  notes: (problem) => proxyNotes("donna", problem),

  *run(problem, random, parameter) {
    const numbers = yield* blockNumbers(problem, random, parameter("base"));
    const featuresOf = (network: Network) =>
      numbers.flatMap((blocks, position) => Array.from(blocks[network[position] ?? 0] ?? []));
    const observations = yield* observe(featuresOf, problem, random, parameter("networks"));
    if (observations.length === 0) return;
    const predict = fitted(observations, parameter("ridge"));
    const worthOf = (network: Network) => predict(featuresOf(network));
    problem.onPredictor?.(worthOf);
    yield* bestByFit(worthOf, problem, random, parameter("predictions"));
  },
};

/** Evaluates random networks, none twice; those whose worth is not known teach nothing. */
function* observe(
  featuresOf: (network: Network) => number[],
  problem: Problem,
  random: RandomSource,
  count: number,
): Generator<Uint32Array, readonly Observation[], Evaluation> {
  const observations: Observation[] = [];
  const drawn = new Set<string>();
  const network = new Uint32Array(problem.choices.length);
  const all = problem.choices.reduce((product, count) => product * count, 1);
  while (drawn.size < Math.min(count, all)) {
    drawNetwork(network, problem, random);
    const before = drawn.size;
    if (drawn.add(network.join()).size === before) continue;
    const { objectives } = yield network;
    const value = objectives[0] ?? Number.NaN;
    if (Number.isFinite(value))
      observations.push({ features: featuresOf(network), value, weight: 1 });
  }
  return observations;
}

/** Ridge regression on features scaled to mean 0 and variance 1. */
function fitted(
  observations: readonly Observation[],
  ridge: number,
): (features: readonly number[]) => number {
  const scales = [...(observations[0]?.features ?? []).keys()].map((feature) => {
    const values = observations.map(({ features }) => features[feature] ?? 0);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    return { mean, deviation: Math.sqrt(variance) || 1 };
  });
  const scaled = (features: readonly number[]) =>
    scales.map(({ mean, deviation }, feature) => ((features[feature] ?? 0) - mean) / deviation);
  const model = ridgeRegression(
    observations.map((each) => ({ ...each, features: scaled(each.features) })),
    ridge,
  );
  return (features) => model.predict(scaled(features));
}

/** Proposes what a search of the fit saw, what breaks the limits least first, then the best by the fit. */
function* bestByFit(
  worthOf: (network: Network) => number,
  problem: Problem,
  random: RandomSource,
  predictions: number,
): Generator<Uint32Array, void, Evaluation> {
  const { limits } = problem.untrained;
  const seen = new Map<string, { network: Uint32Array; worth: number; breach: number }>();
  const evaluation = { objectives: new Float64Array(1), breach: 0 };
  const run = nsgaII.run({ ...problem, objectives: 1 }, random, presetOf(nsgaII));
  for (let predicted = 0; predicted < predictions; predicted++) {
    const { done, value } = run.next(evaluation);
    if (done) break;
    if (value === undefined || isPartial(value)) continue;
    const network = Uint32Array.from(value);
    const [worth, breach] = [worthOf(network), breachOfAll(limits, network)];
    evaluation.objectives[0] = worth;
    evaluation.breach = breach;
    seen.set(network.join(), { network, worth, breach });
  }
  const order = [...seen.values()].sort((a, b) => a.breach - b.breach || a.worth - b.worth);
  for (const { network } of order) yield network;
}
