import { grouped } from "../searches/grouped";
import type { Comparison, SeenMetric } from "./comparison";

/** `regret to the highest accuracy of blox, 75.3100 %, in percentage points, over 20 seeds` */
export function headline(comparison: Comparison): string {
  const { unit, optimum } = comparison;
  const best = `${numberIn(unit)(optimum.value)} ${unit}`.trim();
  return `regret to ${soughtOf(comparison)}, ${best}, in ${regretUnit(unit)}, over ${seedsText(comparison)}`;
}

/** `the highest accuracy of blox` */
export function soughtOf({ objective, judged, space }: Comparison): string {
  const best = objective.direction === "maximize" ? "highest" : "lowest";
  return `the ${best} ${judged.metric} of ${space}`;
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
    ["observed", seenText(observed)],
    ["judged", seenText(judged)],
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
  if (unit === "%") return (value) => value.toFixed(4);
  return (value) => value.toLocaleString("en-US", { maximumSignificantDigits: 5 });
}
