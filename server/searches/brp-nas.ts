import type { Algorithm, Evaluation, ParameterValues, Problem } from "./algorithm";
import { changePosition } from "./member";
import { AdamW } from "./predictors/adam-w";
import { graphBatch } from "./predictors/graph-batch";
import { GraphNetwork } from "./predictors/graph-network";
import { codeOf, decode, SeenNetworks, worths } from "./predictors/seen-networks";
import type { RandomSource } from "./random-source";
import { meetsAll } from "./untrained";

/**
 * Learns which of two networks is better, ranks the space by that, and looks at the best and at some of the
 * better part, again and again; what it learned is kept from round to round.
 */
export const brpNas: Algorithm = {
  name: "brp-nas",
  description:
    "Learns from the networks that it has seen which of two is better, and looks at those that should be best.",
  source: "Dudziak et al., “BRP-NAS: Prediction-based NAS using GCNs”, NeurIPS 2020",
  reproduction:
    "The binary relation predictor, its training on all ordered pairs, and the rounds: 20 random networks, then 10 of the best and 10 " +
    "random ones of the top half, quarter, eighth and sixteenth, the same predictor being trained on; with budget left, rounds like " +
    "the last. Four graph-convolutional layers with layer norm, ReLU and dropout 0.2, a global node as read-out, AdamW with a cosine. " +
    "Other than in the paper the operations of different stages are different features, as a macro space has no cell that repeats; " +
    "accuracies are scaled to [0, 1] over the networks seen; all pairs are one batch, of which 100 steps at rate 0.01 do what many " +
    "epochs of small batches at 3.5e-4 did; and layers are 32 wide instead of 600, since twice the width ranked NAS-Bench-Macro no " +
    "better (Kendall’s tau about 0.81 from 100 networks) and took three times as long. The paper’s transfer from a latency predictor " +
    "is not part of it.",
  parameters: [
    {
      name: "initial",
      description: "Random networks to begin with",
      minimum: 2,
      maximum: 10_000,
      default: 20,
      whole: true,
    },
    {
      name: "round",
      description:
        "Networks between two trainings: half of them the best, half random ones of the top",
      minimum: 2,
      maximum: 10_000,
      default: 20,
      whole: true,
    },
    {
      name: "width",
      description: "Features of a node",
      minimum: 2,
      maximum: 600,
      default: 32,
      whole: true,
    },
    {
      name: "steps",
      description: "Of each training",
      minimum: 1,
      maximum: 10_000,
      default: 100,
      whole: true,
    },
    {
      name: "learning-rate",
      description: "At the beginning of each training",
      minimum: 1e-6,
      maximum: 1,
      default: 0.01,
      whole: false,
    },
  ],

  *run(problem, random, parameter) {
    const seen = new SeenNetworks(problem);
    const network = new Uint32Array(problem.choices.length);
    const { kinds } = problem.untrained.graphs;
    const predictor = new GraphNetwork(kinds, parameter("width"), random);
    const pool = poolOf(problem, random);
    for (const place of drawnPlaces(pool.length, parameter("initial"), random)) {
      decode(pool[place] ?? 0, problem, network);
      seen.add(network, yield network);
    }
    for (let round = 1; ; round++) {
      yield* train(predictor, seen, problem, random, parameter);
      const ranking = yield* ranked(predictor, candidates(pool, seen, problem, random), problem);
      const chosen = choose(ranking, round, parameter("round"), random);
      if (chosen.length === 0) return;
      for (const code of chosen) {
        decode(code, problem, network);
        seen.add(network, yield network);
      }
    }
  },
};

/** A larger space is ranked by as many networks of it, drawn at random. */
const mostRanked = 2 ** 17;
/** Graphs in a batch, for a slice of a few milliseconds. */
const rankedAtOnce = 64;
const mostHalvings = 4;

/** The networks to choose among, as numbers: those that meet the constraints on costs, if any do. */
function poolOf(problem: Problem, random: RandomSource): Float64Array {
  const count = problem.choices.reduce((product, choices) => product * choices, 1);
  const all =
    count <= mostRanked
      ? Float64Array.from({ length: count }, (_, code) => code)
      : Float64Array.from({ length: mostRanked }, () => random.below(count));
  if (problem.untrained.limits.length === 0) return all;
  const network = new Uint32Array(problem.choices.length);
  const meeting = all.filter((code) => {
    decode(code, problem, network);
    return meetsAll(problem.untrained.limits, network);
  });
  return meeting.length > 0 ? meeting : all;
}

/** Different places of a list, in random order. */
function drawnPlaces(length: number, count: number, random: RandomSource): Set<number> {
  const places = new Set<number>();
  while (places.size < Math.min(length, count)) places.add(random.below(length));
  return places;
}

/** Those of the pool that were not seen; where it is a part of the space, neighbours of the best as well. */
function candidates(
  pool: Float64Array,
  seen: SeenNetworks,
  problem: Problem,
  random: RandomSource,
): Float64Array {
  const network = new Uint32Array(problem.choices.length);
  const codes = new Set<number>(pool);
  if (pool.length === mostRanked) {
    for (const { choices } of seen.best(10))
      for (let changed = 0; changed < 100; changed++) {
        network.set(choices);
        changePosition(network, random.below(network.length), problem, random);
        codes.add(codeOf(network, problem));
      }
  }
  for (const { choices } of seen.members) codes.delete(codeOf(choices, problem));
  return Float64Array.from(codes);
}

function* train(
  predictor: GraphNetwork,
  seen: SeenNetworks,
  problem: Problem,
  random: RandomSource,
  parameter: ParameterValues,
): Generator<undefined, void, Evaluation> {
  const { graphOf, kinds } = problem.untrained.graphs;
  const known = seen.known();
  const batch = graphBatch(
    known.map(({ choices }) => graphOf(choices)),
    kinds,
  );
  const values = worths(known);
  const steps = parameter("steps");
  const optimiser = new AdamW(predictor.weights, {
    rate: parameter("learning-rate"),
    weightDecay: 5e-4,
    steps,
  });
  for (let step = 0; step < steps; step++) {
    predictor.learn(batch, values, 0.2, random);
    optimiser.descend(predictor.gradients);
    yield undefined;
  }
  problem.onPredictor?.((network) => {
    const [score = 0] = predictor.scores(graphBatch([graphOf(network)], kinds));
    return -score;
  });
}

/** The networks, the one that should be best first. */
function* ranked(
  predictor: GraphNetwork,
  codes: Float64Array,
  problem: Problem,
): Generator<undefined, Float64Array, Evaluation> {
  const { graphOf, kinds } = problem.untrained.graphs;
  const network = new Uint32Array(problem.choices.length);
  const scores = new Float64Array(codes.length);
  for (let from = 0; from < codes.length; from += rankedAtOnce) {
    const graphs = Array.from(codes.subarray(from, from + rankedAtOnce), (code) => {
      decode(code, problem, network);
      return graphOf(network);
    });
    scores.set(predictor.scores(graphBatch(graphs, kinds)), from);
    yield undefined;
  }
  const order = Uint32Array.from(codes, (_, place) => place).sort(
    (one, other) => (scores[other] ?? 0) - (scores[one] ?? 0) || one - other,
  );
  return Float64Array.from(order, (place) => codes[place] ?? 0);
}

/** Half of them the best, half random ones of the best half, quarter, eighth and so on, round by round. */
function choose(
  ranking: Float64Array,
  round: number,
  count: number,
  random: RandomSource,
): readonly number[] {
  const best = Math.min(ranking.length, Math.ceil(count / 2));
  const top = Math.max(best, Math.ceil(ranking.length / 2 ** Math.min(round, mostHalvings)));
  const others = drawnPlaces(top - best, count - best, random);
  return [...ranking.subarray(0, best), ...[...others].map((place) => ranking[best + place] ?? 0)];
}
