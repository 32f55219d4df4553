import type { Comparison, SeenMetric } from "../comparison/comparison";
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
  const { observed, judged, repeats, unit, atHours, notes } = comparison;
  return [
    titleOf(comparison),
    ...alignedTable([
      ...observed.map((seen) => ["observed:", seenText(seen)]),
      ...judged.map((seen) => ["judged:", seenText(seen)]),
      ["repeats:", `networks that come again are ${repeats}`],
    ]),
    "",
    ...regretLines("evaluations", rows, ({ regret }) => regret, unit),
    ...(atHours.length > 0
      ? ["", ...regretLines("hours", rows, ({ regretByHours = {} }) => regretByHours, unit)]
      : []),
    ...predictorLines(rows),
    ...(notes.length > 0 ? ["", ...notes] : []),
  ];
}

function titleOf({ space, objectives, subjectTo, unit, optimum, seeds, judged }: Comparison) {
  const number = numberIn(unit);
  const runs = seeds.length === 1 ? "1 seed" : `${grouped(seeds.length)} seeds`;
  const where = subjectTo.trim() === "" ? "" : ` where ${subjectTo.trim()}`;
  const directions = objectives.map(({ direction }) =>
    direction === "maximize" ? "highest" : "lowest",
  );
  const metrics = judged.map(({ metric }, place) => `${directions[place]} ${metric}`);
  if (optimum.front) {
    const { points, hypervolume } = optimum.front;
    return `share of the hypervolume that is lacking, ${metrics.join(" and ")} of ${space}${where}: the exact front has ${grouped(points)} points and a hypervolume of ${number(hypervolume)}; over ${runs}`;
  }
  const inUnit = unit === "%" ? "percentage points" : unit;
  return `regret to the ${metrics.join()} of ${space}${where}, ${number(optimum.value)} ${unit}, in ${inUnit}, over ${runs}`;
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
      place === 0 ? labelOf(row) : "",
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
      ? [[labelOf(row), row.predictor.spearman.toFixed(3), row.predictor.kendall.toFixed(3)]]
      : [],
  );
  return lines.length === 0
    ? []
    : ["", ...alignedTable([["last prediction", "Spearman", "Kendall"], ...lines])];
}

function seenText({ metric, of, provenance, source }: SeenMetric): string {
  return `${metric}, ${of}, ${provenance}${source === "" ? "" : ` (${source})`}`;
}

/** As it is written for `--algorithms`. */
function labelOf({ name, parameters }: RegretRow): string {
  const settings = Object.entries(parameters).map(([name, value]) => `${name} ${value}`);
  return settings.length === 0 ? name : `${name}(${settings.join(", ")})`;
}

function numberIn(unit: string): (value: number) => string {
  if (unit === "%" || unit === "") return (value) => value.toFixed(4);
  return (value) => value.toLocaleString("en-US", { maximumSignificantDigits: 5 });
}
