import type { Problem } from "../../../server/searches/algorithm";
import { enumeratedSums } from "../../../server/searches/enumerated-sums";

/** A problem with so many choices at each position, the later ones with more FLOPs. */
export function problemOf(choices: readonly number[], objectives = 1): Problem {
  return {
    choices,
    objectives,
    untrained: {
      limits: [],
      networkByFlops: (share) => choices.map((count) => Math.round(share * (count - 1))),
    },
    leastSums: enumeratedSums,
  };
}
