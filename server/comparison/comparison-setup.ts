import type { Benchmark } from "../../data/benchmark";
import { builtInSpaces } from "../../data/built-in-spaces";
import type { ComparisonSetup } from "../messages";
import { algorithmInfos } from "../searches/algorithms";
import { observationsOf } from "../searches/observation";
import { metricInfos, notesOf } from "../shown-values";

/** What can be compared in a benchmark. `declared` are further spaces, by name. */
export function comparisonSetup(
  benchmark: Benchmark,
  declared: readonly string[],
): ComparisonSetup {
  const { space, name } = benchmark;
  const known = [...builtInSpaces.map(({ name }) => name), ...declared, space.name];
  return {
    space: space.name,
    spaces: [...new Set(known)],
    benchmark: name,
    algorithms: algorithmInfos(),
    metrics: metricInfos(benchmark),
    observations: observationsOf(benchmark),
    notes: notesOf(benchmark),
  };
}
