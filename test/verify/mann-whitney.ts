/**
 * How likely the first sample would be as much greater than the second by chance: the one-sided U test of
 * Mann and Whitney ("On a Test of Whether one of Two Random Variables is Stochastically Larger than the
 * Other", 1947) by its normal approximation, with the correction for ties.
 */
export function greaterByChance(greater: readonly number[], less: readonly number[]): number {
  const [n, m] = [greater.length, less.length];
  let wins = 0;
  for (const one of greater)
    for (const other of less) wins += one > other ? 1 : one === other ? 0.5 : 0;
  const counts = new Map<number, number>();
  for (const value of [...greater, ...less]) counts.set(value, (counts.get(value) ?? 0) + 1);
  const all = n + m;
  let ties = 0;
  for (const count of counts.values()) ties += count ** 3 - count;
  const variance = ((n * m) / 12) * (all + 1 - ties / (all * (all - 1)));
  return 1 - standardNormal((wins - (n * m) / 2) / Math.sqrt(variance));
}

/** The distribution function, to 1e-7 (Abramowitz and Stegun, "Handbook of Mathematical Functions", 26.2.17). */
function standardNormal(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const polynomial =
    t *
    (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const tail = (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * polynomial;
  return z > 0 ? 1 - tail : tail;
}
