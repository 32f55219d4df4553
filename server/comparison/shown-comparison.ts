import type { Refusal, ShownComparison } from "../messages";
import type { Comparison } from "./comparison";
import { comparisonText, readComparison } from "./comparison-file";
import { comparisonPlot, plotFile } from "./comparison-plot";
import { conditions, headline, numberIn } from "./comparison-words";
import { themePaint } from "./plot-paint";
import { regretTable } from "./regret-table";

/** A comparison as a view shows it, with all of it as a file. */
export function shownComparison(comparison: Comparison): ShownComparison {
  const { unit, at, benchmark, notes, build } = comparison;
  const number = numberIn(unit);
  const rows = regretTable(comparison, at);
  return {
    file: comparisonText(comparison),
    title: headline(comparison),
    conditions: [
      ...conditions(comparison),
      ["benchmark", `${benchmark.name}, ${benchmark.checksum.slice(0, "sha256:".length + 8)}…`],
      ["made by", `Blox ${build}`],
    ],
    algorithms: rows.map(({ name, parameters, regret }) => ({
      name,
      parameters: Object.entries(parameters)
        .map(([name, value]) => `${name} ${value}`)
        .join(", "),
      regrets: at.flatMap((after) => {
        const summary = regret[after];
        if (!summary) return [];
        const { mean, se, median, q25, q75 } = summary;
        return [
          {
            after,
            values: summary,
            mean: se === null ? number(mean) : `${number(mean)} ± ${number(se)}`,
            median: number(median),
            quartiles: `${number(q25)} to ${number(q75)}`,
          },
        ];
      }),
    })),
    notes,
  };
}

/** The comparison in the text of a file. */
export function openedComparison(text: string): ShownComparison | Refusal {
  const comparison = readComparison(text);
  return "refusal" in comparison ? comparison : shownComparison(comparison);
}

/** The plot of the comparison in the text of a file; without a width, as a file of its own. */
export function plotOfFile({
  file,
  isLogarithmic,
  width,
}: PlotRequest): { readonly svg: string } | Refusal {
  const comparison = readComparison(file);
  if ("refusal" in comparison) return comparison;
  const svg =
    width === undefined
      ? plotFile(comparison, isLogarithmic)
      : comparisonPlot(comparison, { width, isLogarithmic, paint: themePaint });
  return { svg };
}

interface PlotRequest {
  readonly file: string;
  readonly isLogarithmic: boolean;
  /** In pixels, in a view. */
  readonly width?: number;
}
