export interface Observation {
  readonly features: readonly number[];
  readonly value: number;
  /** Only ratios of weights matter. */
  readonly weight: number;
}

export interface LinearModel {
  readonly intercept: number;
  /** One a feature. */
  readonly coefficients: readonly number[];
  predict(features: readonly number[]): number;
}

/**
 * Weighted least squares with the penalty `ridge` · |coefficients|², the intercept free. The weights are
 * scaled to a mean of one, so that the penalty weighs as much whatever their unit.
 */
export function ridgeRegression(observations: readonly Observation[], ridge: number): LinearModel {
  const totalWeight = observations.reduce((sum, { weight }) => sum + weight, 0);
  const mean = (of: (observation: Observation) => number) =>
    observations.reduce((sum, each) => sum + each.weight * of(each), 0) / totalWeight;

  const terms = [...(observations[0]?.features ?? []).keys()];
  const meanValue = mean(({ value }) => value);
  const means = terms.map((term) => mean(({ features }) => at(features, term)));
  const centred = ({ features }: Observation, term: number) => at(features, term) - at(means, term);

  const count = observations.length;
  const gram = terms.map((row) =>
    terms.map(
      (column) =>
        count * mean((each) => centred(each, row) * centred(each, column)) +
        (row === column ? ridge : 0),
    ),
  );
  const moments = terms.map(
    (row) => count * mean((each) => centred(each, row) * (each.value - meanValue)),
  );

  const coefficients = solve(gram, moments);
  const dot = (features: readonly number[]) =>
    coefficients.reduce((sum, coefficient, term) => sum + coefficient * at(features, term), 0);
  const intercept = meanValue - dot(means);
  return { intercept, coefficients, predict: (features) => intercept + dot(features) };
}

/** Solves a system with a symmetric positive definite matrix by Gauss elimination. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, place) => [...row, at(right, place)]);
  for (const [pivot, pivotRow] of rows.entries()) {
    for (const row of rows.slice(pivot + 1)) {
      const factor = at(row, pivot) / at(pivotRow, pivot);
      for (const column of row.keys())
        row[column] = at(row, column) - factor * at(pivotRow, column);
    }
  }
  const solution: number[] = right.map(() => 0);
  for (const [place, row] of [...rows.entries()].reverse()) {
    const known = solution.reduce((sum, x, column) => sum + x * at(row, column), 0);
    solution[place] = (at(row, right.length) - known) / at(row, place);
  }
  return solution;
}

function at(list: readonly number[], place: number): number {
  return list[place] ?? Number.NaN;
}
