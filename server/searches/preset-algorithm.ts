import type { Algorithm } from "./algorithm";
import { nsgaII } from "./nsga-ii";
import { regularizedEvolution } from "./regularized-evolution";

/** The algorithm of a search that names none, by the number of its objectives. */
export function presetAlgorithm(objectives: number): Algorithm {
  return objectives > 1 ? nsgaII : regularizedEvolution;
}
