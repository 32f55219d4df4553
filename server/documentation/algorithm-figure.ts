import type { Comparison } from "../comparison/comparison";
import { plotFile } from "../comparison/comparison-plot";

/** The regret curve of an algorithm beside that of random search, both of one comparison: an SVG file. */
export function algorithmFigure(comparison: Comparison, name: string): string {
  const algorithms = comparison.algorithms.filter(
    (algorithm) => algorithm.name === name || algorithm.name === "random",
  );
  return plotFile({ ...comparison, algorithms }, true);
}
