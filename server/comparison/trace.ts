import { isBetter } from "../searches/algorithm";
import { type Candidate, copyOf, tieOrder } from "../searches/candidate";
import { evaluator } from "../searches/evaluator";
import { indexAt } from "../searches/positions";
import { seededRandom } from "../searches/random-source";
import { mostRepeatsInARow } from "../searches/run-search";
import { proposalsOf } from "../searches/scalarised";
import type { CheckedSearch } from "../searches/search-spec";
import type { SearchedColumns } from "../searches/searched-columns";

/** One run of an algorithm, as far as it is needed to know its best network after any evaluation. */
export interface Trace {
  readonly seed: number;
  /** How many it made: fewer than the budget where it ended by itself or found nothing new. */
  readonly evaluations: number;
  readonly incumbents: readonly Incumbent[];
}

/** From this evaluation on, counted from 1, the best network seen was this one. */
export type Incumbent = readonly [evaluation: number, network: number];

/**
 * Runs a search of one objective to the end of its budget. Networks that come again are free, unless
 * repeats are counted. Of equals the one with fewer FLOPs is the best, as in every search.
 */
export function traceOf(
  { columns }: Pick<SearchedColumns, "columns">,
  search: CheckedSearch,
  countsRepeats: boolean,
): Trace {
  const { algorithm, positions, budget, seed } = search;
  const proposals = proposalsOf(algorithm, search, seededRandom(seed), search.parameter);
  const lookUp = evaluator(search);
  const order = tieOrder(columns.find(({ metric }) => metric.name === "flops"));
  const candidate = { index: 0, objectives: new Float64Array(search.objectives), breach: 0 };
  let best: Candidate | undefined;
  const seen = new Set<number>();
  const incumbents: Incumbent[] = [];
  let evaluations = 0;
  let repeats = 0;
  while (evaluations < budget && repeats < mostRepeatsInARow) {
    const { done, value } = proposals.next(candidate);
    if (done) break;
    if (value === undefined) continue;
    const index = indexAt(positions, value);
    lookUp(index, candidate);
    const isRepeat = seen.has(index);
    seen.add(index);
    if (isRepeat && !countsRepeats) {
      repeats++;
      continue;
    }
    repeats = 0;
    evaluations++;
    if (best && !isBetter(candidate, best)) {
      if (isBetter(best, candidate) || order(index, best.index) >= 0) continue;
    }
    best = copyOf(candidate);
    incumbents.push([evaluations, index]);
  }
  return { seed, evaluations, incumbents };
}
