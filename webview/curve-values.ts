import type { TrainingCurve } from "../server/messages";

/** One value an epoch; null where there is none. */
export type EpochValues = TrainingCurve["values"];

/** Epoch by epoch the mean of curves of one length; null where one of them has no value. */
export function meanCurve(curves: readonly Pick<TrainingCurve, "values">[]): EpochValues {
  const [first] = curves;
  return (first?.values ?? []).map((_, epoch) =>
    mean(curves.map(({ values }) => values[epoch] ?? null)),
  );
}

/** The value after the last epoch, of several curves the mean of theirs. */
export function finalValue(curves: readonly Pick<TrainingCurve, "values">[]): number | null {
  return mean(curves.map(({ values }) => values.at(-1) ?? null));
}

/** The best over epochs, which is not the final value, and the epochs, from 1, that had it first. */
export interface BestOverEpochs {
  readonly value: number;
  readonly firstEpoch: number;
  readonly lastEpoch: number;
}

/**
 * Of several curves the mean of each one's best, and the range of their epochs: what the best of several
 * trainings is on average, and not the best of their mean curve, which is no better.
 */
export function bestOverEpochs(
  curves: readonly Pick<TrainingCurve, "values" | "better">[],
): BestOverEpochs | undefined {
  const bests = curves.flatMap((curve) => bestOf(curve) ?? []);
  const value = mean(bests.map((best) => best.value));
  if (value === null || bests.length < curves.length) return undefined;
  const epochs = bests.map(({ epoch }) => epoch);
  return { value, firstEpoch: Math.min(...epochs), lastEpoch: Math.max(...epochs) };
}

function bestOf({ values, better }: Pick<TrainingCurve, "values" | "better">) {
  let best: { readonly value: number; readonly epoch: number } | undefined;
  for (const [place, value] of values.entries()) {
    if (value === null) continue;
    const isBetter = !best || (better === "higher" ? value > best.value : value < best.value);
    if (isBetter) best = { value, epoch: place + 1 };
  }
  return best;
}

/** Null where one of them is, or there are none. */
function mean(values: readonly (number | null)[]): number | null {
  let sum = 0;
  for (const value of values) {
    if (value === null) return null;
    sum += value;
  }
  return values.length === 0 ? null : sum / values.length;
}
