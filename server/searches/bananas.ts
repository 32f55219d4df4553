import type { Algorithm, Evaluation, Network, ParameterValues, Problem } from "./algorithm";
import { changePosition, drawNetwork } from "./member";
import { AdamW } from "./predictors/adam-w";
import { Perceptron } from "./predictors/perceptron";
import { codeOf, SeenNetworks, worths } from "./predictors/seen-networks";
import type { RandomSource } from "./random-source";
import { meetsAll } from "./untrained";

/** Bayesian optimisation: an ensemble of perceptrons predicts, and how far it disagrees is the doubt. */
export const bananas: Algorithm = {
  name: "bananas",
  description:
    "Changes the best networks, and looks at those changes of which an ensemble of predictors hopes most.",
  source:
    "White et al., “BANANAS: Bayesian Optimization with Neural Architectures for Neural Architecture Search”, AAAI 2021",
  reproduction:
    "The ensemble of perceptrons, mutation of the best networks for candidates, and independent Thompson sampling: each candidate is " +
    "worth a draw from the normal distribution of the ensemble’s predictions. Instead of the paths through a cell, of which a macro " +
    "network has too many, the predictors see the choice of each position and each operation at its place. They have two hidden " +
    "layers of 20 units where the paper’s have ten, and learn squared errors of accuracies scaled to [0, 1]; the paper’s loss " +
    "weighs the best networks more.",
  parameters: [
    {
      name: "initial",
      description: "Random networks to begin with",
      minimum: 2,
      maximum: 10_000,
      default: 10,
      whole: true,
    },
    {
      name: "round",
      description: "Networks between two trainings",
      minimum: 1,
      maximum: 10_000,
      default: 10,
      whole: true,
    },
    {
      name: "ensemble",
      description: "Predictors",
      minimum: 2,
      maximum: 100,
      default: 5,
      whole: true,
    },
    {
      name: "candidates",
      description: "Changes of the best networks among which each round chooses",
      minimum: 1,
      maximum: 100_000,
      default: 100,
      whole: true,
    },
  ],

  *run(problem, random, parameter) {
    const seen = new SeenNetworks(problem);
    const network = new Uint32Array(problem.choices.length);
    for (let tries = 0; seen.members.length < parameter("initial") && tries < mostTries; tries++) {
      drawNetwork(network, problem, random);
      if (seen.has(network) || !mayMeet(problem, network, tries)) continue;
      seen.add(network, yield network);
      tries = 0;
    }
    for (;;) {
      const ensemble = yield* trained(seen, problem, random, parameter);
      const drawn = changesOfBest(seen, problem, random, parameter("candidates"));
      if (drawn.length === 0) return;
      const hopes = drawn.map((candidate) => hopeOf(candidate, ensemble, problem, random));
      const order = [...drawn.keys()].sort((one, other) => (hopes[other] ?? 0) - (hopes[one] ?? 0));
      for (const place of order.slice(0, parameter("round"))) {
        network.set(drawn[place] ?? network);
        seen.add(network, yield network);
      }
    }
  },
};

/** So many draws that bring nothing new end a round. */
const mostTries = 1000;
/** Parents of the changes. */
const parents = 10;
const hiddenUnits = 20;
const trainingSteps = 100;

/** Whether it meets the constraints on costs; after many tries every network will do. */
function mayMeet({ untrained }: Problem, network: Network, tries: number): boolean {
  return tries > mostTries / 2 || meetsAll(untrained.limits, network);
}

function* trained(
  seen: SeenNetworks,
  problem: Problem,
  random: RandomSource,
  parameter: ParameterValues,
): Generator<undefined, readonly Perceptron[], Evaluation> {
  const known = seen.known();
  const inputs = known.map(({ choices }) => featuresOf(choices, problem));
  const targets = worths(known);
  const ensemble: Perceptron[] = [];
  while (ensemble.length < parameter("ensemble")) {
    const predictor = new Perceptron(featureCount(problem), hiddenUnits, random);
    const optimiser = new AdamW(predictor.weights, {
      rate: 0.01,
      weightDecay: 1e-4,
      steps: trainingSteps,
    });
    for (let step = 0; step < trainingSteps; step++) {
      predictor.learn(inputs, targets);
      optimiser.descend(predictor.gradients);
      yield undefined;
    }
    ensemble.push(predictor);
  }
  problem.onPredictor?.((network) => -momentsOf(featuresOf(network, problem), ensemble).mean);
  return ensemble;
}

/** The choice of each position, and each operation at its place. */
function featuresOf(network: Network, { choices, untrained }: Problem): number[] {
  const features: number[] = [];
  let first = untrained.graphs.kinds;
  for (const [position, count] of choices.entries()) {
    features.push(first + (network[position] ?? 0));
    first += count;
  }
  return [...features, ...untrained.graphs.graphOf(network).kinds];
}

function featureCount({ choices, untrained }: Problem): number {
  return choices.reduce((sum, count) => sum + count, untrained.graphs.kinds);
}

/** Networks that differ from one of the best in one position, none seen before and none twice. */
function changesOfBest(
  seen: SeenNetworks,
  problem: Problem,
  random: RandomSource,
  count: number,
): Uint32Array[] {
  const best = seen.best(parents);
  const changeable = [...problem.choices.keys()].filter((at) => (problem.choices[at] ?? 1) > 1);
  const found = new Map<number, Uint32Array>();
  if (changeable.length === 0) return [];
  for (let tries = 0; found.size < count && tries < mostTries; tries++) {
    const parent = best[random.below(best.length)];
    const child = Uint32Array.from(parent?.choices ?? []);
    // Where all that is near was seen, it goes further.
    const changes = tries < mostTries / 2 ? 1 : 2;
    for (let change = 0; change < changes; change++)
      changePosition(child, changeable[random.below(changeable.length)] ?? 0, problem, random);
    if (!seen.has(child) && mayMeet(problem, child, tries))
      found.set(codeOf(child, problem), child);
  }
  return [...found.values()];
}

/** A draw from what the ensemble believes. */
function hopeOf(
  network: Network,
  ensemble: readonly Perceptron[],
  problem: Problem,
  random: RandomSource,
): number {
  const { mean, deviation } = momentsOf(featuresOf(network, problem), ensemble);
  return mean + deviation * random.normal();
}

function momentsOf(features: readonly number[], ensemble: readonly Perceptron[]) {
  const predictions = ensemble.map((predictor) => predictor.predict(features));
  const mean = predictions.reduce((sum, value) => sum + value, 0) / predictions.length;
  const squares = predictions.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / (predictions.length - 1)) };
}
