import { grouped } from "../searches/grouped";
import type { Comparison, SeenMetric } from "./comparison";

/**
 * `regret to the highest accuracy of blox, 75.3100 %, in percentage points, over 20 seeds`; of two objectives
 * the share of the hypervolume that is lacking.
 */
export function headline(comparison: Comparison): string {
  const { unit, optimum } = comparison;
  const number = numberIn(unit);
  if (optimum.front) {
    const { points, hypervolume } = optimum.front;
    return `share of the hypervolume that is lacking, ${soughtOf(comparison)}: the exact front has ${grouped(points)} points and a hypervolume of ${number(hypervolume)}; over ${seedsText(comparison)}`;
  }
  const { provenance = "" } = comparison.judged[0] ?? {};
  const origin = ["measured", "exact"].includes(provenance) ? "" : ` (${provenance})`;
  const best = `${`${number(optimum.value)} ${unit}`.trim()}${origin}`;
  return `regret to the ${soughtOf(comparison)}, ${best}, in ${regretUnit(unit)}, over ${seedsText(comparison)}`;
}

/** `highest accuracy and lowest params of blox where flops <= 250 M` */
function soughtOf({ objectives, judged, space, subjectTo }: Comparison): string {
  const metrics = judged.map(({ metric }, place) => {
    const isHighest = objectives[place]?.direction === "maximize";
    return `${isHighest ? "highest" : "lowest"} ${metric}`;
  });
  const where = subjectTo.trim() === "" ? "" : ` where ${subjectTo.trim()}`;
  return `${metrics.join(" and ")} of ${space}${where}`;
}

export function seedsText({ seeds }: Pick<Comparison, "seeds">): string {
  return seeds.length === 1 ? "1 seed" : `${grouped(seeds.length)} seeds`;
}

/** Differences of percentages are in points. */
export function regretUnit(unit: string): string {
  return unit === "%" ? "percentage points" : unit;
}

/** What is to be known of the numbers, each with its name: `observed`, `judged`, `repeats`. */
export function conditions({
  observed,
  judged,
  repeats,
}: Comparison): [name: string, text: string][] {
  return [
    ...observed.map((seen): [string, string] => ["observed", seenText(seen)]),
    ...judged.map((seen): [string, string] => ["judged", seenText(seen)]),
    ["repeats", `networks that come again are ${repeats}`],
  ];
}

function seenText({ source, ...seen }: SeenMetric): string {
  return `${seenBriefly(seen)}${source === "" ? "" : ` (${source})`}`;
}

/** `accuracy, mean of 3 trainings, measured` */
export function seenBriefly({ metric, of, provenance }: Omit<SeenMetric, "source">): string {
  return `${metric}, ${of}, ${provenance}`;
}

/** Four digits behind the point of a percentage, five digits of all else. */
export function numberIn(unit: string): (value: number) => string {
  if (unit === "%" || unit === "") return (value) => value.toFixed(4);
  return (value) => value.toLocaleString("en-US", { maximumSignificantDigits: 5 });
}
