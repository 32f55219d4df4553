import { type Architecture, architectureAt, indexStrides } from "../../data/architecture";
import { kendall } from "../../data/rank-correlation";
import type { Space } from "../../data/space";

/** How well the changes that single blocks make in one network foretell all others. */
export interface BasePrediction {
  /** The root of the mean square, in percentage points, over the networks that differ in every stage. */
  readonly error: number;
  /** Kendall's rank correlation of the prediction with the values, over all networks. */
  readonly kendall: number;
}

/**
 * From each network as the base: a network is predicted to be worth what the base is, and the change that
 * each of its blocks makes alone in the base. By base.
 */
export function oneBlockChanges(space: Space, values: Float64Array): readonly BasePrediction[] {
  const strides = indexStrides(space);
  const architectures = Array.from(values, (_, network) => architectureAt(space, network));
  return architectures.map((base, baseIndex) => {
    const worth = values[baseIndex] ?? Number.NaN;
    const changeOf = (stage: number, block: number) => {
      const moved = baseIndex + (block - (base[stage] ?? 0)) * (strides[stage] ?? 0);
      return (values[moved] ?? Number.NaN) - worth;
    };
    let [squares, count] = [0, 0];
    const predicted = values.map((value, network) => {
      const architecture = architectures[network] ?? [];
      const prediction = architecture.reduce(
        (sum, block, stage) => sum + changeOf(stage, block),
        worth,
      );
      if (differsThroughout(architecture, base)) {
        squares += (value - prediction) ** 2;
        count++;
      }
      // Sums of the same changes in another order are equal: else their last digits would decide.
      return Math.round(prediction * 1e9) / 1e9;
    });
    return { error: Math.sqrt(squares / count), kendall: kendall(predicted, values) };
  });
}

function differsThroughout(one: Architecture, other: Architecture): boolean {
  return one.every((block, stage) => block !== other[stage]);
}
