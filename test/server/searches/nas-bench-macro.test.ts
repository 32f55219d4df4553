import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { type Algorithm, networkOf, type Problem } from "../../../server/searches/algorithm";
import { localSearch } from "../../../server/searches/local-search";
import { random } from "../../../server/searches/random";
import { seededRandom } from "../../../server/searches/random-source";
import { regularizedEvolution } from "../../../server/searches/regularized-evolution";
import { reinforce } from "../../../server/searches/reinforce";
import { shared } from "../../shared";
import { problemOf } from "./example-problem";

const problem: Problem = problemOf(Array.from({ length: 8 }, () => 3));
const seeds = 2000;

/**
 * Measured accuracies of a whole space (Su et al., "Prioritized Architecture Sampling with Monto-Carlo
 * Tree Search", CVPR 2021, repository xiusu/NAS-Bench-Macro) by the number that a network's choices
 * make in base 3, the first digit first.
 */
function accuracies(file: string): Float64Array {
  const table: Record<string, { readonly mean_acc: number }> = JSON.parse(
    readFileSync(file, "utf8"),
  );
  const values = new Float64Array(3 ** 8);
  for (const [key, { mean_acc }] of Object.entries(table))
    values[Number.parseInt(key, 3)] = mean_acc;
  return values;
}

/** After so many proposals, repeats counted: how far the best is from the optimum, seed by seed. */
function regrets(
  algorithm: Algorithm,
  parameters: Readonly<Record<string, number>>,
  accuracy: Float64Array,
  proposals: number,
): number[] {
  const optimum = accuracy.reduce((a, b) => Math.max(a, b));
  return Array.from({ length: seeds }, (_, seed) => {
    const run = algorithm.run(
      problem,
      seededRandom(seed),
      (name) => parameters[name] ?? Number.NaN,
    );
    const evaluation = { objectives: new Float64Array(1), breach: 0 };
    let best = 0;
    for (let proposal = 0; proposal < proposals; proposal++) {
      const { value } = run.next(evaluation);
      const index = Array.from(networkOf(value ?? [])).reduce(
        (number, choice) => number * 3 + choice,
        0,
      );
      best = Math.max(best, accuracy[index] ?? 0);
      evaluation.objectives[0] = -(accuracy[index] ?? 0);
    }
    return optimum - best;
  });
}

function meanAndError(values: readonly number[]) {
  const mean = values.reduce((a, b) => a + b) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, error: Math.sqrt(variance / values.length) };
}

describe("on the measured accuracies of NAS-Bench-Macro", () => {
  const file = shared("nas-bench-macro", "nas-bench-macro_cifar10.json");

  for (const proposals of [100, 500]) {
    it(`random: has the regret after ${proposals} networks that follows from their ranks`, function () {
      if (!file) return this.skip();
      const accuracy = accuracies(file);
      const { mean, error } = meanAndError(regrets(random, {}, accuracy, proposals));
      const expected = expectedRegret(accuracy, proposals);
      assert.ok(Math.abs(mean - expected) < 3 * error, `${mean} ± ${error}, expected ${expected}`);
    });
  }

  // Another implementation, run over as many seeds; its values are rounded to their last digit.
  for (const [algorithm, parameters, expected] of [
    [regularizedEvolution, { population: 20, sample: 10 }, [0.034, 0.0001]],
    [localSearch, { start: 1, "first-improvement": 0 }, [0.056, 0.0044]],
    [reinforce, { "learning-rate": 0.01, momentum: 0.9 }, [0.204, 0.0129]],
  ] as const) {
    for (const [place, proposals] of [100, 500].entries()) {
      it(`${algorithm.name}: has the known regret after ${proposals} networks`, function () {
        if (!file) return this.skip();
        const { mean, error } = meanAndError(
          regrets(algorithm, parameters, accuracies(file), proposals),
        );
        const known = expected[place] ?? Number.NaN;
        const rounding = 0.5 * 10 ** -(`${known}`.split(".")[1]?.length ?? 0);
        assert.ok(Math.abs(mean - known) < 3 * error + rounding, `${mean} ± ${error}`);
      });
    }
  }
});

/**
 * Exact: the chance that the best of n networks drawn without replacement is the one of rank k is the
 * chance that it is drawn and the k better ones are not.
 */
function expectedRegret(accuracy: Float64Array, drawn: number): number {
  const sorted = [...accuracy].sort((a, b) => b - a);
  const [optimum = 0] = sorted;
  let regret = 0;
  let noneBetter = 1;
  for (const [rank, value] of sorted.entries()) {
    const left = sorted.length - rank;
    const isDrawn = Math.min(1, drawn / left);
    regret += noneBetter * isDrawn * (optimum - value);
    noneBetter *= 1 - isDrawn;
  }
  return regret;
}
