import type { AlgorithmInfo, ParameterInfo } from "../messages";
import type { LeastSums } from "./least-sums";
import type { RandomSource } from "./random-source";
import type { Untrained } from "./untrained";

/**
 * A search algorithm: a generator that yields networks and is handed the evaluation of each. It sees
 * positions and their choices, evaluations and random numbers; it knows no space, no benchmark, no
 * editor and no clock. A new one is a file and a line in `algorithms.ts`.
 *
 * It may yield a network again (that costs nothing), go on forever (the budget ends it), or end by
 * itself. The array it yields is read before the generator goes on, and may be used again.
 */
export interface Algorithm extends AlgorithmInfo {
  readonly parameters: readonly Parameter[];
  /** For its page: what of the source is done here, and what is not; some sentences. */
  readonly reproduction: string;
  /** Whether it looks for a Pareto front by itself; for others several objectives are joined into one. */
  readonly handlesSeveralObjectives?: true;
  /** What it needs of a benchmark beside metrics: training curves. */
  readonly needs?: "curves";
  /** Whether it works with what is known of whole blocks, where it is known. */
  readonly usesSignatures?: true;
  /** Whether it needs `leastSums`. */
  readonly solvesPrograms?: true;
  /**
   * With a smaller budget than this the answer is not what the algorithm promises; without parameters, with
   * those that are preset.
   */
  leastEvaluations?(dimensions: Dimensions, parameter?: ParameterValues): number;
  /** What to know of its result in this problem, a sentence each. */
  notes?(problem: Problem, parameter: ParameterValues): readonly string[];
  run(problem: Problem, random: RandomSource, parameter: ParameterValues): Proposals;
}

export interface Parameter extends ParameterInfo {
  /** Whether only whole numbers make sense. */
  readonly whole: boolean;
}

/** The value of a parameter of the algorithm, by its name. */
export type ParameterValues = (name: string) => number;

/** The values of parameters that are as preset. */
export function presetOf({ name: algorithm, parameters }: AlgorithmInfo): ParameterValues {
  const presets = new Map(parameters.map(({ name, default: preset }) => [name, preset]));
  return (name) => {
    const value = presets.get(name);
    if (value === undefined) throw new Error(`${algorithm} declares no parameter ${name}`);
    return value;
  };
}

export interface Problem extends Dimensions {
  readonly untrained: Untrained;
  /** Solves integer programs, for algorithms that say that they need it. */
  readonly leastSums?: LeastSums;
  /**
   * What any network is worth, outside of the budget: for oracles alone, which say so. Undefined where a
   * network's worth is not one number from a table.
   */
  readonly oracle?: (network: Network) => number;
  /**
   * Called by algorithms that predict what networks are worth, each time that they have learned anew; the
   * lower the better, in any unit.
   */
  readonly onPredictor?: (worthOf: (network: Network) => number) => void;
}

/** How large a problem is. */
export interface Dimensions {
  /** One a position: how many choices it has. A choice is a number from 0. */
  readonly choices: readonly number[];
  /** How many objectives there are, one at least. */
  readonly objectives: number;
  readonly untrained?: Untrained;
  /** Of a whole training, for algorithms that need curves. */
  readonly epochs?: number;
}

/**
 * The networks to evaluate, one after the other; undefined says that the algorithm is still thinking, which
 * it does at least every 10 ms or so, so that it can be cancelled. What it is handed then means nothing.
 */
export type Proposals = Iterator<Network | PartialTraining | undefined, void, Evaluation>;

/** A choice for every position. */
export type Network = ArrayLike<number>;

/**
 * Asks for a network's training up to an epoch, from where it stopped before, and for what its validation
 * curve says there. It costs the part of an evaluation that it adds.
 */
export interface PartialTraining {
  readonly network: Network;
  /** From the beginning: 1 to below those of a whole training. */
  readonly epochs: number;
}

/** What a proposal is about. */
export function networkOf(proposal: Network | PartialTraining): Network {
  return isPartial(proposal) ? proposal.network : proposal;
}

export function isPartial(proposal: Network | PartialTraining): proposal is PartialTraining {
  return "epochs" in proposal;
}

/** What a network is worth. The generator that receives it copies what it keeps: it is used again. */
export interface Evaluation {
  /** One an objective, the lower the better: a metric to be maximised comes negated. */
  readonly objectives: Float64Array;
  /** 0 where every constraint is met, else by how much they are broken; infinite where unknown. */
  readonly breach: number;
}

/**
 * Whether one evaluation is better than another: it breaks the constraints less, or both break them
 * alike and it dominates (no objective worse, one better), as in Deb et al., "A Fast and Elitist
 * Multiobjective Genetic Algorithm: NSGA-II", 2002. With one objective it simply is the lower one.
 */
export function isBetter(one: Evaluation, other: Evaluation): boolean {
  if (one.breach !== other.breach) return one.breach < other.breach;
  return dominates(one.objectives, other.objectives);
}

/** Whether no value is higher and one is lower. */
export function dominates(one: Float64Array, other: Float64Array): boolean {
  // Nearly every search asks for one objective, and asks often.
  if (one.length === 1) return (one[0] ?? 0) < (other[0] ?? 0);
  let lower = false;
  for (let place = 0; place < one.length; place++) {
    const difference = (one[place] ?? 0) - (other[place] ?? 0);
    if (difference > 0) return false;
    if (difference < 0) lower = true;
  }
  return lower;
}
