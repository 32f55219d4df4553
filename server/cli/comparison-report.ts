import type { Comparison } from "../comparison/comparison";
import { conditions, headline, numberIn } from "../comparison/comparison-words";
import { entrantLabel } from "../comparison/entrant-label";
import type { RegretSummary } from "../comparison/regret";
import type { RegretRow } from "../comparison/regret-table";
import { grouped } from "../searches/grouped";
import { alignedTable } from "./aligned-table";

/** Nothing in it depends on the clock or on who did the work. */
export function comparisonReport(comparison: Comparison, rows: readonly RegretRow[]) {
  const { optimum, objectives, observed, judged, algorithms: _, ...configuration } = comparison;
  const [objective, another] = objectives;
  return {
    ...(another
      ? { objectives, observed, judged, front: optimum.front }
      : { objective, observed: observed[0], judged: judged[0] }),
    ...configuration,
    optimum: optimum.value,
    algorithms: rows,
  };
}

export function comparisonLines(comparison: Comparison, rows: readonly RegretRow[]): string[] {
  const { unit, atHours, notes } = comparison;
  return [
    headline(comparison),
    ...alignedTable(conditions(comparison).map(([name, text]) => [`${name}:`, text])),
    "",
    ...regretLines("evaluations", rows, ({ regret }) => regret, unit),
    ...(atHours.length > 0
      ? ["", ...regretLines("hours", rows, ({ regretByHours = {} }) => regretByHours, unit)]
      : []),
    ...predictorLines(rows),
    ...(notes.length > 0 ? ["", ...notes] : []),
  ];
}

function regretLines(
  axis: string,
  rows: readonly RegretRow[],
  regretsOf: (row: RegretRow) => Readonly<Record<number, RegretSummary>>,
  unit: string,
): string[] {
  const number = numberIn(unit);
  const someFoundNothing = rows.some((row) =>
    Object.values(regretsOf(row)).some(({ without }) => without),
  );
  const lines = rows.flatMap((row) =>
    inOrder(regretsOf(row)).map(([after, { mean, se, median, q25, q75, without = 0 }], place) => [
      place === 0 ? entrantLabel(row) : "",
      after,
      number(mean),
      se === null ? "" : number(se),
      number(median),
      `${number(q25)} to ${number(q75)}`,
      ...(someFoundNothing ? [grouped(without)] : []),
    ]),
  );
  return alignedTable([
    [
      ...["algorithm", axis, "mean", "standard error", "median", "quartiles"],
      ...(someFoundNothing ? ["runs without a network"] : []),
    ],
    ...lines,
  ]);
}

/** Ascending: keys that are whole numbers would come before all others. */
function inOrder(regrets: Readonly<Record<string, RegretSummary>>) {
  return Object.entries(regrets).sort(([one], [other]) => Number(one) - Number(other));
}

/** How well those that predict do it. */
function predictorLines(rows: readonly RegretRow[]): string[] {
  const lines = rows.flatMap((row) =>
    row.predictor
      ? [[entrantLabel(row), row.predictor.spearman.toFixed(3), row.predictor.kendall.toFixed(3)]]
      : [],
  );
  return lines.length === 0
    ? []
    : ["", ...alignedTable([["last prediction", "Spearman", "Kendall"], ...lines])];
}
