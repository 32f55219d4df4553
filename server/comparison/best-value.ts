import { numberAt } from "../../data/benchmark";
import type { ObjectiveColumn } from "../searches/search-spec";
import type { Yardstick } from "./yardstick";

/** One objective: regret is how far the judged value of the best network so far is from the best there is. */
export function bestValue(
  { judged, sign }: Pick<ObjectiveColumn, "judged" | "sign">,
  breach?: (index: number) => number,
): Yardstick {
  const value = (network: number) => numberAt(judged, network);
  let [best, worst]: (number | undefined)[] = [];
  for (const network of judged.values.keys()) {
    if (breach && breach(network) > 0) continue;
    if (best === undefined || value(network) * sign < value(best) * sign) best = network;
    if (worst === undefined || value(network) * sign > value(worst) * sign) worst = network;
  }
  if (best === undefined || worst === undefined) throw new RangeError("no network can be found");
  return {
    optimum: { network: best, value: value(best) },
    worst: value(worst),
    unit: judged.metric.unit,
    valuesOf: (incumbents) => incumbents.map(([, network]) => value(network)),
  };
}
