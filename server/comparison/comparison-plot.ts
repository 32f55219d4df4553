import { grouped } from "../searches/grouped";
import type { Comparison } from "./comparison";
import { headline, regretUnit, seedsText, seenBriefly } from "./comparison-words";
import { filePaint, type PlotPaint } from "./plot-paint";
import { progressCurves } from "./progress-curves";
import { regretPlot } from "./regret-plot";

export interface ComparisonPlotOptions {
  /** In pixels. */
  readonly width: number;
  readonly isLogarithmic: boolean;
  readonly paint: PlotPaint;
}

/** What a comparison found, against the number of evaluations: the text of an SVG file. */
export function comparisonPlot(comparison: Comparison, options: ComparisonPlotOptions): string {
  return regretPlot(progressCurves(comparison), {
    ...options,
    xTitle: "evaluations",
    xMost: comparison.budget,
    yTitle: comparison.optimum.front
      ? "share of the hypervolume that is lacking"
      : `regret, ${regretUnit(comparison.unit)}`,
    title: `Plot of the ${headline(comparison)}`,
    source: sourceOf(comparison),
  });
}

/** The same as a file of its own. */
export function plotFile(comparison: Comparison, isLogarithmic: boolean): string {
  return `${comparisonPlot(comparison, { width: 720, isLogarithmic, paint: filePaint })}\n`;
}

function sourceOf(comparison: Comparison): string[] {
  const { space, benchmark, observed, judged, budget, repeats } = comparison;
  const counted = repeats === "counted" ? ", repeats counted" : "";
  return [
    `Median and quartiles over ${seedsText(comparison)}, budget ${grouped(budget)} evaluations${counted}. Space ${space}, benchmark ${benchmark.name}.`,
    `Observed: ${observed.map(seenBriefly).join("; ")}. Judged: ${judged.map(seenBriefly).join("; ")}.`,
  ];
}
