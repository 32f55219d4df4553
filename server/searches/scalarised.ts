import {
  type Algorithm,
  type Evaluation,
  isPartial,
  type Network,
  type ParameterValues,
  type PartialTraining,
  type Problem,
  type Proposals,
} from "./algorithm";
import { drawNetwork } from "./member";
import type { RandomSource } from "./random-source";

/**
 * The proposals of an algorithm, which sees one objective: where the problem has several and the algorithm
 * cannot handle them, they are joined into one, by other weights every so often, so that the networks that
 * it finds spread along the Pareto front. Joined they are by the augmented Tchebycheff function, as in
 * ParEGO (Knowles, IEEE Transactions on Evolutionary Computation 2006, equation 2), each objective scaled
 * to what the first random networks show of its range.
 */
export function proposalsOf(
  algorithm: Algorithm,
  problem: Problem,
  random: RandomSource,
  parameter: ParameterValues,
): Proposals {
  return problem.objectives === 1 || algorithm.handlesSeveralObjectives
    ? algorithm.run(problem, random, parameter)
    : scalarised(algorithm, problem, random, parameter);
}

/** Random networks that show the ranges of the objectives. */
const scaledBy = 20;
/** Proposals under the same weights, beside those that the algorithm needs to say anything. */
const usualShare = 100;
/** So much counts the sum of all objectives beside the one that is worst. */
const augmentation = 0.05;

function* scalarised(
  algorithm: Algorithm,
  problem: Problem,
  random: RandomSource,
  parameter: ParameterValues,
): Generator<Network | PartialTraining | undefined, void, Evaluation> {
  const ranges = yield* rangesOf(problem, random);
  const single: Problem = { ...problem, objectives: 1 };
  const share = usualShare + (algorithm.leastEvaluations?.(single, parameter) ?? 0);
  const joined = { objectives: new Float64Array(1), breach: 0 };
  for (let turn = 0; ; turn++) {
    const weights = weightsOf(turn, problem.objectives, random);
    const proposals = algorithm.run(single, random, parameter);
    for (let proposed = 0; proposed < share; ) {
      const { done, value } = proposals.next(joined);
      if (done) {
        // An algorithm that has nothing to propose has nothing under other weights either.
        if (proposed === 0) return;
        break;
      }
      const { objectives, breach } = yield value;
      if (value === undefined) continue;
      proposed += isPartial(value) ? value.epochs / (problem.epochs ?? value.epochs) : 1;
      joined.objectives[0] = tchebycheff(objectives, weights, ranges);
      joined.breach = breach;
    }
  }
}

interface Range {
  lowest: number;
  highest: number;
}

function* rangesOf(
  problem: Problem,
  random: RandomSource,
): Generator<Uint32Array, readonly Range[], Evaluation> {
  const ranges = Array.from({ length: problem.objectives }, () => ({
    lowest: Number.POSITIVE_INFINITY,
    highest: Number.NEGATIVE_INFINITY,
  }));
  const network = new Uint32Array(problem.choices.length);
  for (let drawn = 0; drawn < scaledBy; drawn++) {
    drawNetwork(network, problem, random);
    const { objectives } = yield network;
    for (const [place, range] of ranges.entries()) {
      const value = objectives[place] ?? Number.NaN;
      if (!Number.isFinite(value)) continue;
      range.lowest = Math.min(range.lowest, value);
      range.highest = Math.max(range.highest, value);
    }
  }
  return ranges;
}

/** Equal ones first, then drawn uniformly among those that sum to 1 (gaps between sorted uniforms). */
function weightsOf(turn: number, objectives: number, random: RandomSource): Float64Array {
  if (turn === 0) return new Float64Array(objectives).fill(1 / objectives);
  const cuts = Float64Array.from({ length: objectives - 1 }, () => random.fraction()).sort();
  return Float64Array.from(
    { length: objectives },
    (_, place) => (cuts[place] ?? 1) - (cuts[place - 1] ?? 0),
  );
}

function tchebycheff(
  objectives: Float64Array,
  weights: Float64Array,
  ranges: readonly Range[],
): number {
  let largest = Number.NEGATIVE_INFINITY;
  let sum = 0;
  for (const [place, { lowest, highest }] of ranges.entries()) {
    const range = highest > lowest ? highest - lowest : 1;
    const origin = Number.isFinite(lowest) ? lowest : 0;
    const scaled = ((objectives[place] ?? 0) - origin) / range;
    const weighted = (weights[place] ?? 0) * scaled;
    largest = Math.max(largest, weighted);
    sum += weighted;
  }
  return largest + augmentation * sum;
}
