import type { Problem } from "../../../server/searches/algorithm";

/** A problem with so many choices at each position, of which nothing is known without training. */
export function problemOf(choices: readonly number[], objectives = 1): Problem {
  return { choices, objectives, untrained: { limits: [] } };
}
