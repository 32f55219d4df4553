import assert from "node:assert/strict";
import {
  type Algorithm,
  type Network,
  networkOf,
  type Problem,
} from "../../../server/searches/algorithm";
import { localSearch } from "../../../server/searches/local-search";
import { nsgaII } from "../../../server/searches/nsga-ii";
import { random } from "../../../server/searches/random";
import { seededRandom } from "../../../server/searches/random-source";
import { regularizedEvolution } from "../../../server/searches/regularized-evolution";
import { reinforce } from "../../../server/searches/reinforce";
import { proposalsOf } from "../../../server/searches/scalarised";
import { problemOf } from "./example-problem";

const small = problemOf([10, 10, 10, 10], 2);
const large = problemOf(
  Array.from({ length: 12 }, () => 10),
  2,
);

/** Means of squares from 0 to 1, and no network is best in both; the second in another unit. */
function worthOf(network: Network): readonly [number, number] {
  const shares = Array.from(network, (choice) => choice / 9);
  const mean = (values: readonly number[]) =>
    values.reduce((sum, value) => sum + value ** 2, 0) / values.length;
  return [mean(shares), 1000 * mean(shares.map((share) => 1 - share))];
}

function found(
  algorithm: Algorithm,
  problem: Problem,
  proposals: number,
): (readonly [number, number])[] {
  const preset = new Map(algorithm.parameters.map((known) => [known.name, known.default]));
  const run = proposalsOf(
    algorithm,
    problem,
    seededRandom(3),
    (name) => preset.get(name) ?? Number.NaN,
  );
  const evaluation = { objectives: new Float64Array(2), breach: 0 };
  return Array.from({ length: proposals }, () => {
    const { value } = run.next(evaluation);
    const worth = worthOf(networkOf(value ?? []));
    evaluation.objectives.set(worth);
    return worth;
  });
}

/** The area that is dominated, as a part of the square from the origin to (1, 1000). */
function hypervolume(points: readonly (readonly [number, number])[]): number {
  const sorted = [...points].sort(([a], [b]) => a - b);
  let area = 0;
  let [left, lowest] = [0, 1000];
  for (const [first, second] of sorted) {
    area += (first - left) * (1000 - lowest);
    [left, lowest] = [first, Math.min(lowest, second)];
  }
  return (area + (1 - left) * (1000 - lowest)) / 1000;
}

const all = Array.from({ length: 10_000 }, (_, index) =>
  worthOf([
    index % 10,
    Math.floor(index / 10) % 10,
    Math.floor(index / 100) % 10,
    Math.floor(index / 1000),
  ]),
);

describe("several objectives", () => {
  const atRandom = hypervolume(found(random, large, 2000));

  for (const algorithm of [regularizedEvolution, reinforce]) {
    it(`${algorithm.name}: are joined so that it finds more of the front than chance does`, () => {
      const area = hypervolume(found(algorithm, large, 2000));
      assert.ok(area > atRandom, `${area}, random ${atRandom}`);
    });
  }

  it("local-search: finds nearly all of the front, its ends too", () => {
    const networks = found(localSearch, small, 5000);
    assert.ok(hypervolume(networks) > 0.99 * hypervolume(all));
    assert.ok(Math.min(...networks.map(([first]) => first)) < 0.02);
    assert.ok(Math.min(...networks.map(([, second]) => second)) < 20);
  });

  it("nsga-ii: gets them as they are", () => {
    const joined = found({ ...nsgaII, run: (problem) => counting(problem.objectives) }, small, 3);
    assert.equal(joined.length, 3);
    assert.deepEqual(seen, [2]);
  });

  const seen: number[] = [];
  function counting(objectives: number) {
    seen.push(objectives);
    return small.choices.map(() => new Uint32Array(4)).values();
  }

  it("end with an algorithm that has nothing to propose", () => {
    const nothing: Algorithm = { ...localSearch, run: () => [].values() };
    const run = proposalsOf(nothing, small, seededRandom(1), () => 0);
    const evaluation = { objectives: new Float64Array(2), breach: 0 };
    let proposed = 0;
    while (!run.next(evaluation).done) proposed++;
    assert.equal(proposed, 20);
  });
});
