import { isPartial, type Network, networkOf, type PartialTraining } from "./algorithm";
import { evaluator, type Looked } from "./evaluator";
import { indexAt } from "./positions";
import type { CheckedSearch } from "./search-spec";

/** Does what an algorithm proposes, and keeps account of how far each network is trained. */
export interface Trainer {
  /** Epochs of a whole training, by which costs are counted; 1 where there are no others. */
  readonly wholeEpochs: number;
  /**
   * Writes what a proposal shows into a candidate, and says how many epochs that adds: 0 where the network
   * came so far before.
   */
  train(proposal: Network | PartialTraining, into: Looked): number;
}

/** Nothing is trained yet. */
export function trainer(
  search: Pick<
    CheckedSearch,
    "positions" | "objectiveColumns" | "breach" | "lookUpPartial" | "epochs"
  >,
): Trainer {
  const { positions, lookUpPartial, epochs: wholeEpochs = 1 } = search;
  const lookUp = evaluator(search);
  const largestIndex = positions.reduce((sum, { choices }) => sum + Math.max(...choices), 0);
  const trained = trainedEpochs(1 + largestIndex);
  return {
    wholeEpochs,
    train(proposal, into) {
      const index = indexAt(positions, networkOf(proposal));
      if (!isPartial(proposal)) {
        lookUp(index, into);
        return trained.raise(index, wholeEpochs);
      }
      if (!lookUpPartial) throw new Error("partial trainings were not announced");
      lookUpPartial(index, proposal.epochs, into);
      return trained.raise(index, proposal.epochs);
    },
  };
}

interface TrainedEpochs {
  /** Trains a network up to an epoch; how many that adds. */
  raise(index: number, epochs: number): number;
}

/** Of networks whose indices are below that number. */
function trainedEpochs(networks: number): TrainedEpochs {
  if (networks > mostWrittenOut) return new SparseEpochs();
  const trained = new Uint16Array(networks);
  return {
    raise(index, epochs) {
      const before = trained[index] ?? 0;
      if (epochs <= before) return 0;
      trained[index] = epochs;
      return epochs - before;
    },
  };
}

/** Up to here two bytes for each network cost less than a hash table. */
const mostWrittenOut = 2 ** 20;

class SparseEpochs implements TrainedEpochs {
  private readonly trained = new Map<number, number>();

  raise(index: number, epochs: number): number {
    const before = this.trained.get(index) ?? 0;
    if (epochs > before) this.trained.set(index, epochs);
    return Math.max(0, epochs - before);
  }
}
