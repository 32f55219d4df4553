import type { Problem } from "../../../server/searches/algorithm";

/**
 * A problem with so many choices at each position. Nothing is known without training but that a network is
 * a chain of its choices, one a position.
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
  return { choices, objectives, untrained: { limits: [], graphs } };
}
