import { kendall } from "../../data/rank-correlation";
import { accuracyAfter } from "../searches/validation-curves";
import { meanOf } from "./seed-noise";
import type { SeedTrainings } from "./whole-campaign";

/** How much a training that is cut off says, means over the seeds. */
export interface EarlyEpoch {
  readonly epoch: number;
  /** The mean validation accuracy of all networks, in percent. */
  readonly mean: number;
  /** Kendall's rank correlation with the validation accuracy at the end of the same training. */
  readonly withEnd: number;
  /** The same with what networks are judged by. */
  readonly withJudged: number;
  /** Of the best tenth as they are judged, the share that is in the best third here. */
  readonly kept: number;
}

/** `judged` by network. */
export function earlyEpochs(
  trainings: readonly SeedTrainings[],
  judged: Float64Array,
): readonly EarlyEpoch[] {
  const epochs = trainings[0]?.curves.epochs ?? 0;
  const after = ({ curves }: SeedTrainings, epoch: number) =>
    judged.map((_, network) => accuracyAfter(curves, network, epoch));
  const best = firstOf(judged, judged.length / 10);
  return Array.from({ length: epochs }, (_, place) => {
    const epoch = place + 1;
    const bySeed = trainings.map((training) => ({
      here: after(training, epoch),
      end: after(training, epochs),
    }));
    return {
      epoch,
      mean: meanOf(bySeed.map(({ here }) => meanOf(here))),
      withEnd: meanOf(bySeed.map(({ here, end }) => kendall(here, end))),
      withJudged: meanOf(bySeed.map(({ here }) => kendall(here, judged))),
      kept: meanOf(
        bySeed.map(({ here }) => {
          const goesOn = firstOf(here, here.length / 3);
          return [...best].filter((network) => goesOn.has(network)).length / best.size;
        }),
      ),
    };
  });
}

/** The networks of the highest values; of equal values those with the lower index. */
function firstOf(values: Float64Array, count: number): ReadonlySet<number> {
  const order = Array.from(values.keys()).sort(
    (a, b) => (values[b] ?? 0) - (values[a] ?? 0) || a - b,
  );
  return new Set(order.slice(0, Math.round(count)));
}
