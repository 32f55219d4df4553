import type { Comparison, SeenMetric } from "../comparison/comparison";
import type { RegretRow } from "../comparison/regret-table";
import { grouped } from "../searches/grouped";
import { alignedTable } from "./aligned-table";

/** Nothing in it depends on the clock or on who did the work. */
export function comparisonReport(comparison: Comparison, rows: readonly RegretRow[]) {
  const { optimum, algorithms: _, ...configuration } = comparison;
  return { ...configuration, optimum: optimum.value, algorithms: rows };
}

export function comparisonLines(comparison: Comparison, rows: readonly RegretRow[]): string[] {
  const { space, objective, unit, observed, judged, repeats, seeds, optimum, notes } = comparison;
  const number = numberIn(unit);
  const lines = rows.flatMap((row) =>
    Object.entries(row.regret).map(([evaluations, { mean, se, median, q25, q75 }], place) => [
      place === 0 ? labelOf(row) : "",
      evaluations,
      number(mean),
      se === null ? "" : number(se),
      number(median),
      `${number(q25)} to ${number(q75)}`,
    ]),
  );
  const best = objective.direction === "maximize" ? "highest" : "lowest";
  const inUnit = unit === "%" ? "percentage points" : unit;
  const runs = seeds.length === 1 ? "1 seed" : `${grouped(seeds.length)} seeds`;
  return [
    `regret to the ${best} ${judged.metric} of ${space}, ${number(optimum.value)} ${unit}, in ${inUnit}, over ${runs}`,
    ...alignedTable([
      ["observed:", seenText(observed)],
      ["judged:", seenText(judged)],
      ["repeats:", `networks that come again are ${repeats}`],
    ]),
    "",
    ...alignedTable([
      ["algorithm", "evaluations", "mean", "standard error", "median", "quartiles"],
      ...lines,
    ]),
    ...(notes.length > 0 ? ["", ...notes] : []),
  ];
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
  if (unit === "%") return (value) => value.toFixed(4);
  return (value) => value.toLocaleString("en-US", { maximumSignificantDigits: 5 });
}
