/** The middle value, or the mean of the two; NaN of none. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The value below which this share of the values lies, interpolated linearly; NaN of none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = new Float64Array(values).sort();
  const place = share * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  if (low === undefined || high === undefined) return Number.NaN;
  return low + (high - low) * (place - Math.floor(place));
}

/**
 * The mean of the values without this share of them at either end; NaN of none. Almost as exact as the mean,
 * and as little disturbed by a few values far off as the median.
 */
export function trimmedMean(values: readonly number[], share: number): number {
  const sorted = new Float64Array(values).sort();
  const cut = Math.floor(share * sorted.length);
  const kept = sorted.subarray(cut, sorted.length - cut);
  return kept.reduce((sum, value) => sum + value, 0) / kept.length;
}

/** The mean of |a − b| / b over pairs, in percent. */
export function meanAbsolutePercentageError(
  pairs: readonly (readonly [predicted: number, actual: number])[],
): number {
  const sum = pairs.reduce(
    (total, [predicted, actual]) => total + Math.abs(predicted - actual) / actual,
    0,
  );
  return (100 * sum) / pairs.length;
}

/** The root of the mean of ((a − b) / b)² over pairs, in percent. */
export function rootMeanSquarePercentageError(
  pairs: readonly (readonly [predicted: number, actual: number])[],
): number {
  const sum = pairs.reduce(
    (total, [predicted, actual]) => total + ((predicted - actual) / actual) ** 2,
    0,
  );
  return 100 * Math.sqrt(sum / pairs.length);
}
