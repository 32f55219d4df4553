import type { MetricColumn, NumbersByNetwork } from "./benchmark";

/**
 * The standard error of a network's value, in the metric's unit: what the column says, or else that of the
 * mean of its trainings, s/√n over two or more. NaN where nothing says how uncertain the value is.
 */
export function standardErrorAt(column: MetricColumn, index: number): number {
  const known = column.standardErrors?.[index] ?? Number.NaN;
  return Number.isNaN(known) ? errorOfMean(column, index) : known;
}

/** Whether a column can have standard errors, so that it is worth while to ask for each. */
export function hasStandardErrors({ standardErrors, provenance, runs }: MetricColumn): boolean {
  return standardErrors !== undefined || (provenance !== "exact" && (runs?.length ?? 0) > 1);
}

/** What follows from the layers is the mean of nothing, whatever imports say against it. */
function errorOfMean({ provenance, runs }: MetricColumn, index: number): number {
  if (provenance === "exact" || !runs || runs.length < 2) return Number.NaN;
  let [count, mean, squares] = [0, 0, 0];
  for (const { values } of runs) {
    const value = entryAt(values, index);
    if (Number.isNaN(value)) continue;
    // Welford 1962, so that equal values have no error at all.
    const before = mean;
    count++;
    mean += (value - before) / count;
    squares += (value - before) * (value - mean);
  }
  return count < 2 ? Number.NaN : Math.sqrt(squares / (count - 1) / count);
}

/** What a run says of one network; NaN where it says nothing. */
export function entryAt(numbers: NumbersByNetwork, index: number): number {
  return (numbers instanceof Float64Array ? numbers[index] : numbers.get(index)) ?? Number.NaN;
}
