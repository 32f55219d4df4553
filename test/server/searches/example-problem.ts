import type { Problem } from "../../../server/searches/algorithm";
import { enumeratedSums } from "../../../server/searches/enumerated-sums";

/**
 * A problem with so many choices at each position, the later ones with more FLOPs. A network is a chain of
 * its choices, one a position.
 */
export function problemOf(choices: readonly number[], objectives = 1): Problem {
  const kinds = choices.reduce((sum, count) => sum + count, 0);
  const firstKinds = choices.map((_, position) =>
    choices.slice(0, position).reduce((sum, count) => sum + count, 0),
  );
  const graphs = {
    kinds,
    graphOf: (network: ArrayLike<number>) => ({
      kinds: Array.from(network, (choice, position) => (firstKinds[position] ?? 0) + choice),
      sources: choices.map((_, position) => (position === 0 ? [] : [position - 1])),
    }),
  };
  return {
    choices,
    objectives,
    untrained: {
      limits: [],
      networkByFlops: (share) => choices.map((count) => Math.round(share * (count - 1))),
      graphs,
    },
    leastSums: enumeratedSums,
  };
}
