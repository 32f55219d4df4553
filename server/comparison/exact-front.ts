import { type MetricColumn, numberAt } from "../../data/benchmark";
import type { Refusal } from "../messages";
import type { ObjectiveColumn } from "../searches/search-spec";
import { Hypervolume } from "./hypervolume";
import type { Incumbent } from "./trace";
import type { Yardstick } from "./yardstick";

type Two<Of> = readonly [Of, Of];
type Objective = Pick<ObjectiveColumn, "column" | "judged" | "sign">;

/**
 * Two objectives: regret is the share that a run's front lacks of the hypervolume of the front of all
 * networks that meet the constraints (Zitzler and Thiele, “Multiobjective Evolutionary Algorithms: A
 * Comparative Case Study and the Strength Pareto Approach”, IEEE Transactions on Evolutionary Computation
 * 1999). Values are scaled to their ranges over the space; the reference point is the worst of each.
 */
export function exactFront(
  objectives: Two<Objective>,
  breach?: (index: number) => number,
): Yardstick | Refusal {
  const ranges = objectives.map(rangeOf);
  const constant = objectives.find((_, place) => ranges[place]?.best === ranges[place]?.worst);
  if (constant) {
    return {
      refusal: `\`${constant.judged.metric.name}\` is the same for every network, so that there is no front. Name another objective.`,
    };
  }
  const scaled = (place: 0 | 1, network: number) => {
    const { best = 0, worst = 1 } = ranges[place] ?? {};
    return (numberAt(objectives[place].judged, network) - best) / (worst - best);
  };
  const judgedAt = (network: number) => [scaled(0, network), scaled(1, network)] as const;
  const all = new Hypervolume();
  for (const network of objectives[0].judged.values.keys())
    if (!breach || breach(network) === 0) all.add(...judgedAt(network));
  if (all.area === 0) {
    return {
      refusal:
        "Every network that meets the constraints has the worst value of an objective, so that the front has no hypervolume. Loosen the constraints.",
    };
  }
  return {
    optimum: {
      value: 1,
      front: { points: all.points, hypervolume: all.area, ranges },
    },
    worst: 0,
    unit: "",
    valuesOf: (incumbents) =>
      areasOf(incumbents, observedAt(objectives), judgedAt).map(
        // 12 digits: areas that were summed up in another order differ in the last ones.
        (area) => Number((area / all.area).toPrecision(12)),
      ),
  };
}

/** Over the whole space, whatever the constraints. */
function rangeOf({ judged, sign }: Objective): { readonly best: number; readonly worst: number } {
  let [best, worst] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of judged.values) {
    best = Math.min(best, value * sign);
    worst = Math.max(worst, value * sign);
  }
  return { best: best * sign, worst: worst * sign };
}

function observedAt(objectives: Two<Objective>): (network: number) => Two<number> {
  const value = ({ column, sign }: Objective & { column: MetricColumn }, network: number) =>
    numberAt(column, network) * sign;
  return (network) => [value(objectives[0], network), value(objectives[1], network)];
}

/**
 * The hypervolume of the front after each network that joined it. The algorithm knows only what it
 * observed, which makes the front; what that is worth is as judged.
 */
function areasOf(
  incumbents: readonly Incumbent[],
  observedAt: (network: number) => Two<number>,
  judgedAt: (network: number) => Two<number>,
): number[] {
  let front: number[] = [];
  let reached = new Hypervolume();
  return incumbents.map(([, network]) => {
    const isCovered = (other: number, valuesAt: (network: number) => Two<number>) =>
      covers(valuesAt(network), valuesAt(other));
    const left = front.filter((other) => isCovered(other, observedAt));
    front = [...front.filter((other) => !left.includes(other)), network];
    // What leaves the front takes its area with it, unless the newcomer has that too.
    if (!left.every((other) => isCovered(other, judgedAt))) {
      reached = new Hypervolume();
      for (const other of front) reached.add(...judgedAt(other));
    } else reached.add(...judgedAt(network));
    return reached.area;
  });
}

/** Whether no value is higher. */
function covers(one: Two<number>, other: Two<number>): boolean {
  return one[0] <= other[0] && one[1] <= other[1];
}
