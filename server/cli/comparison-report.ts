import type { Comparison } from "../comparison/comparison";
import { conditions, headline, numberIn } from "../comparison/comparison-words";
import { entrantLabel } from "../comparison/entrant-label";
import type { RegretRow } from "../comparison/regret-table";
import { alignedTable } from "./aligned-table";

/** Nothing in it depends on the clock or on who did the work. */
export function comparisonReport(comparison: Comparison, rows: readonly RegretRow[]) {
  const { optimum, algorithms: _, ...configuration } = comparison;
  return { ...configuration, optimum: optimum.value, algorithms: rows };
}

export function comparisonLines(comparison: Comparison, rows: readonly RegretRow[]): string[] {
  const { unit, notes } = comparison;
  const number = numberIn(unit);
  const lines = rows.flatMap((row) =>
    Object.entries(row.regret).map(([evaluations, { mean, se, median, q25, q75 }], place) => [
      place === 0 ? entrantLabel(row) : "",
      evaluations,
      number(mean),
      se === null ? "" : number(se),
      number(median),
      `${number(q25)} to ${number(q75)}`,
    ]),
  );
  return [
    headline(comparison),
    ...alignedTable(conditions(comparison).map(([name, text]) => [`${name}:`, text])),
    "",
    ...alignedTable([
      ["algorithm", "evaluations", "mean", "standard error", "median", "quartiles"],
      ...lines,
    ]),
    ...(notes.length > 0 ? ["", ...notes] : []),
  ];
}
