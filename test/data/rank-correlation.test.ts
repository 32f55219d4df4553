import { equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { kendall, spearman } from "../../data/rank-correlation";

/** τ-b by its definition, over every pair. */
function kendallByPairs(one: readonly number[], other: readonly number[]): number {
  let [sum, left, right] = [0, 0, 0];
  for (const [first, a] of one.entries())
    for (const [second, b] of one.entries()) {
      const [x, y] = [Math.sign(a - b), Math.sign((other[first] ?? 0) - (other[second] ?? 0))];
      sum += x * y;
      left += x * x;
      right += y * y;
    }
  return sum / Math.sqrt(left * right);
}

const few = fc.integer({ min: 0, max: 9 });

describe("rank correlations", () => {
  it("are 1 for the same order, −1 for the opposite one", () => {
    for (const correlation of [kendall, spearman]) {
      equal(correlation([1, 2, 30], [4, 5, 6]), 1);
      equal(correlation([1, 2, 30], [6, 5, 4]), -1);
    }
  });

  it("know Kendall's tau, ties included", () => {
    // 4 concordant, 0 discordant, a tie on the left and one on the right: 4 / √(5 · 5).
    ok(Math.abs(kendall([1, 1, 2, 3], [1, 2, 3, 3]) - 0.8) < 1e-12);
  });

  it("know Kendall's tau as its definition has it", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(few, few), { minLength: 2, maxLength: 40 }), (pairs) => {
        const [one, other] = [pairs.map(([a]) => a), pairs.map(([, b]) => b)];
        const expected = kendallByPairs(one, other);
        const found = kendall(Float64Array.from(one), other);
        ok(Number.isNaN(expected) ? Number.isNaN(found) : Math.abs(found - expected) < 1e-12);
      }),
    );
  });

  it("know Spearman's rho, equal values sharing their mean rank", () => {
    // Ranks 1.5, 1.5, 3, 4 and 1, 2, 3.5, 3.5: covariance 4, variances 4.5.
    ok(Math.abs(spearman([1, 1, 2, 3], [1, 2, 3, 3]) - 4 / 4.5) < 1e-12);
    // Without ties 1 − 6 Σd² / (n (n² − 1)), here with d² = 4, 1, 1, 4 … : Σ = 10.
    ok(Math.abs(spearman([10, 20, 30, 40], [3, 1, 4, 2]) - (1 - (6 * 10) / 60)) < 1e-12);
  });
});
