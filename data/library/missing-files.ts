import { releaseBenchmark } from "../importers/release/release-benchmark";
import type { Measurements } from "./measurements";

/** Which files of the published release are wanting, now or from before, and what that means: a sentence or two each. */
export function missingFiles({
  benchmark,
  trainings,
  statics,
}: Pick<Measurements, "benchmark" | "trainings" | "statics">): string[] {
  if (benchmark.name !== releaseBenchmark.name) return [];
  const hasAccuracies = trainings.some(({ columns }) => columns.test_top1);
  return [
    ...(hasAccuracies
      ? []
      : [
          "No accuracies: `blox-base-SEED` is not among the files. Until it is imported too, this benchmark has none to show.",
        ]),
    ...(statics.networks.length > 0
      ? []
      : [
          "No parameters and FLOPs: `blox-info` is not among the files. Those that follow from the layers are shown, and nothing was compared with them.",
        ]),
  ];
}
