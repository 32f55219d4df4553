import { numberAt } from "../../data/benchmark";
import { trainingTime } from "../../data/metrics";
import { isPartial, type Network, type Problem } from "../searches/algorithm";
import { tieOrder } from "../searches/candidate";
import { paretoFront } from "../searches/pareto-front";
import { seededRandom } from "../searches/random-source";
import { mostRepeatsInARow } from "../searches/run-search";
import { proposalsOf } from "../searches/scalarised";
import type { CheckedSearch } from "../searches/search-spec";
import type { SearchedColumns } from "../searches/searched-columns";
import { trainer } from "../searches/trainer";
import { type PredictorQuality, predictorQuality } from "./predictor-quality";

/** One run of an algorithm, as far as it is needed to know what it had found at any point. */
export interface Trace {
  readonly seed: number;
  /** How many it was charged: fewer than the budget where it ended by itself or found nothing new. */
  readonly evaluations: number;
  /** How long these trainings take; left out where the benchmark does not know it. */
  readonly trainedMs?: number;
  readonly incumbents: readonly Incumbent[];
  /** How well its last prediction orders networks; left out where it makes none. */
  readonly predictor?: PredictorQuality;
}

/**
 * From this evaluation on, counted from 1, and this time of training on, the best network seen was this
 * one; with two objectives, it was on the front of those seen from then on.
 */
export type Incumbent = readonly [evaluation: number, network: number, trainedMs?: number];

/**
 * Runs a search to the end of its budget. Networks that come again are free, unless repeats are counted;
 * those that break a constraint, or are trained in part, are never the best. Of equals the one with fewer
 * FLOPs is, as in every search.
 */
export function traceOf(
  { columns }: Pick<SearchedColumns, "columns">,
  search: CheckedSearch,
  countsRepeats: boolean,
): Trace {
  const { algorithm, seed } = search;
  let worthOf: ((network: Network) => number) | undefined;
  const onPredictor = (latest: (network: Network) => number) => {
    worthOf = latest;
  };
  // What several objectives are joined into is nothing to be judged by.
  const problem: Problem = search.objectives === 1 ? { ...search, onPredictor } : search;
  const proposals = proposalsOf(algorithm, problem, seededRandom(seed), search.parameter);
  const { train, wholeEpochs } = trainer(search);
  const columnOf = (name: string) => columns.find(({ metric }) => metric.name === name);
  const trainTimeMs = columnOf(trainingTime.name);
  const best = paretoFront(tieOrder(columnOf("flops")));
  const candidate = { index: 0, objectives: new Float64Array(search.objectives), breach: 0 };
  const incumbents: Incumbent[] = [];
  const budget = search.budget * wholeEpochs;
  let charged = 0;
  let trainedMs = 0;
  let repeats = 0;
  while (charged < budget && repeats < mostRepeatsInARow) {
    const { done, value } = proposals.next(candidate);
    if (done) break;
    if (value === undefined) continue;
    const added = train(value, candidate);
    if (added === 0 && !countsRepeats) {
      repeats++;
      continue;
    }
    const isWhole = !isPartial(value);
    const cost = added > 0 ? added : isWhole ? wholeEpochs : value.epochs;
    if (charged + cost > budget) break;
    repeats = 0;
    charged += cost;
    if (trainTimeMs) trainedMs += (numberAt(trainTimeMs, candidate.index) * cost) / wholeEpochs;
    if (added === 0 || !isWhole || candidate.breach > 0) continue;
    const { version } = best;
    best.offer(candidate);
    if (best.version === version) continue;
    const found = [charged / wholeEpochs, candidate.index] as const;
    incumbents.push(trainTimeMs ? [...found, trainedMs] : found);
  }
  const predictor = worthOf && predictorQuality(search, worthOf);
  return {
    seed,
    evaluations: charged / wholeEpochs,
    ...(trainTimeMs && { trainedMs }),
    incumbents,
    ...(predictor && { predictor }),
  };
}
