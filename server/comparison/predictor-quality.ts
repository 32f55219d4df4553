import { numberAt } from "../../data/benchmark";
import { kendall, spearman } from "../../data/rank-correlation";
import type { Network } from "../searches/algorithm";
import { indexAt, networksAmong } from "../searches/positions";
import { seededRandom } from "../searches/random-source";
import type { CheckedSearch } from "../searches/search-spec";

/** Rank correlations of what an algorithm predicts with what networks are worth, as they are judged. */
export interface PredictorQuality {
  readonly spearman: number;
  readonly kendall: number;
}

/** A space of more networks than this is judged by a sample. */
const mostLookedAt = 10_000;
const sampled = 4000;

/**
 * Over the whole space, or over a sample of it that is the same for all; `worthOf` is lower for better.
 * Undefined where all predictions are the same, which order nothing.
 */
export function predictorQuality(
  search: Pick<CheckedSearch, "positions" | "choices" | "objectiveColumns">,
  worthOf: (network: Network) => number,
): PredictorQuality | undefined {
  const [objective] = search.objectiveColumns;
  const networks = networksAmong(search.positions);
  const isSampled = networks > mostLookedAt;
  const random = seededRandom(1);
  const network = new Uint32Array(search.positions.length);
  const predicted = new Float64Array(isSampled ? sampled : networks);
  const judged = predicted.map((_, place) => {
    setNetwork(network, search, isSampled ? random.below(networks) : place);
    predicted[place] = worthOf(network);
    const index = indexAt(search.positions, network);
    return objective ? numberAt(objective.judged, index) * objective.sign : Number.NaN;
  });
  const quality = { spearman: spearman(predicted, judged), kendall: kendall(predicted, judged) };
  return Number.isNaN(quality.spearman) ? undefined : quality;
}

/** All networks in their order, the first position's choice changing fastest. */
function setNetwork(
  network: Uint32Array,
  { choices }: Pick<CheckedSearch, "choices">,
  place: number,
): void {
  let rest = place;
  for (const [position, count] of choices.entries()) {
    network[position] = rest % count;
    rest = Math.floor(rest / count);
  }
}
