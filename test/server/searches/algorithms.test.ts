import assert from "node:assert/strict";
import {
  type Algorithm,
  type Evaluation,
  networkOf,
  type Problem,
} from "../../../server/searches/algorithm";
import { algorithms } from "../../../server/searches/algorithms";
import { exhaustive } from "../../../server/searches/exhaustive";
import { localSearch } from "../../../server/searches/local-search";
import { nsgaII } from "../../../server/searches/nsga-ii";
import { random } from "../../../server/searches/random";
import { seededRandom } from "../../../server/searches/random-source";
import { regularizedEvolution } from "../../../server/searches/regularized-evolution";
import { reinforce } from "../../../server/searches/reinforce";
import { problemOf } from "./example-problem";

const small: Problem = problemOf([2, 3, 4]);

/** The networks that an algorithm proposes, each worth the sum of its choices. */
function proposals(
  algorithm: Algorithm,
  problem: Problem,
  { seed = 1, most = 1000, parameters = {} as Record<string, number> } = {},
): number[][] {
  const preset = new Map(algorithm.parameters.map((known) => [known.name, known.default]));
  const run = algorithm.run(
    problem,
    seededRandom(seed),
    (name) => parameters[name] ?? preset.get(name) ?? Number.NaN,
  );
  const networks: number[][] = [];
  const evaluation = { objectives: new Float64Array(1), breach: 0 } satisfies Evaluation;
  while (networks.length < most) {
    const { value, done } = run.next(evaluation);
    if (done) break;
    if (value === undefined) continue;
    const network = Array.from(networkOf(value));
    networks.push(network);
    evaluation.objectives[0] = worth(network);
  }
  return networks;
}

function worth(network: readonly number[]): number {
  return network.reduce((sum, choice) => sum + choice, 0);
}

describe("the search algorithms", () => {
  for (const algorithm of algorithms) {
    it(`${algorithm.name}: proposes networks of the space alone, the same ones for the same seed`, () => {
      const once = proposals(algorithm, small, { seed: 7 });
      assert.ok(once.length > 0);
      for (const network of once) {
        assert.equal(network.length, 3);
        network.forEach((choice, position) => {
          assert.ok(Number.isInteger(choice) && choice >= 0);
          assert.ok(choice < (small.choices[position] ?? 0));
        });
      }
      assert.deepEqual(proposals(algorithm, small, { seed: 7 }), once);
      if (algorithm !== exhaustive)
        assert.notDeepEqual(proposals(algorithm, small, { seed: 8 }), once);
    });

    it(`${algorithm.name}: copes with a space of one network`, () => {
      const networks = proposals(algorithm, problemOf([1, 1]), { most: 200 });
      assert.ok(networks.every((network) => network.join() === "0,0"));
    });

    it(`${algorithm.name}: has defaults within their ranges`, () => {
      for (const { name, minimum, maximum, default: preset } of algorithm.parameters)
        assert.ok(preset >= minimum && preset <= maximum, name);
    });
  }

  it("random: draws from a space that is too large to write out, none twice", () => {
    const large: Problem = problemOf(Array.from({ length: 14 }, () => 12));
    const networks = proposals(random, large, { most: 5000 });
    assert.equal(new Set(networks.map((network) => network.join())).size, 5000);
    for (const position of large.choices.keys()) {
      const counts = Array.from({ length: 12 }, () => 0);
      for (const network of networks) {
        const choice = network[position] ?? -1;
        counts[choice] = (counts[choice] ?? 0) + 1;
      }
      // A choice is expected 417 times, give or take 20.
      for (const count of counts) assert.ok(Math.abs(count - 5000 / 12) < 100, `${counts}`);
    }
  });

  it("random: draws every network once, then ends", () => {
    const networks = proposals(random, small).map((network) => network.join());
    assert.equal(networks.length, 24);
    assert.equal(new Set(networks).size, 24);
  });

  it("random: draws each network first as often as any other", () => {
    const seeds = 12_000;
    const counts = new Map<string, number>();
    for (let seed = 0; seed < seeds; seed++) {
      const first = proposals(random, small, { seed, most: 1 }).join();
      counts.set(first, (counts.get(first) ?? 0) + 1);
    }
    assert.equal(counts.size, 24);
    const expected = seeds / 24;
    const chiSquared = [...counts.values()].reduce(
      (sum, count) => sum + (count - expected) ** 2 / expected,
      0,
    );
    // The 99.9th percentile of chi-squared with 23 degrees of freedom.
    assert.ok(chiSquared < 49.73, `chi-squared ${chiSquared}`);
  });

  it("exhaustive: proposes every network, the first position changing fastest", () => {
    const expected: number[][] = [];
    for (let third = 0; third < 4; third++)
      for (let second = 0; second < 3; second++)
        for (let first = 0; first < 2; first++) expected.push([first, second, third]);
    assert.deepEqual(proposals(exhaustive, small), expected);
  });

  it("local-search: looks at all that differ in one position, then at those of the best", () => {
    const problem: Problem = problemOf([5, 5, 5]);
    const networks = proposals(localSearch, problem, { most: 1000 });
    let here = networks[0] ?? [];
    for (let at = 1; at < 1000; ) {
      const neighbours = networks.slice(at, at + 12);
      if (neighbours.length < 12) break;
      assert.equal(new Set(neighbours.map(String)).size, 12);
      for (const neighbour of neighbours)
        assert.equal(neighbour.filter((choice, place) => choice !== here[place]).length, 1);
      const best = Math.min(...neighbours.map(worth));
      at += 12;
      // At the top of the hill, which here is worth 0, it draws a network to begin with anew.
      if (best < worth(here)) here = neighbours.find((one) => worth(one) === best) ?? [];
      else here = networks[at++] ?? [];
    }
  });

  it("local-search: moves at once where it is told to", () => {
    const problem: Problem = problemOf([45, 45, 45]);
    const parameters = { "first-improvement": 1 };
    let here: number[] | undefined;
    for (const network of proposals(localSearch, problem, { parameters, most: 100 })) {
      if (!here || worth(network) < worth(here)) here = network;
      else assert.equal(network.filter((choice, place) => choice !== here?.[place]).length, 1);
    }
  });

  it("reinforce: comes to draw what is better than usual", () => {
    const problem: Problem = problemOf([3, 3, 3, 3]);
    const networks = proposals(reinforce, problem, { most: 3000 });
    const mean = (part: number[][]) => part.map(worth).reduce((a, b) => a + b) / part.length;
    assert.ok(mean(networks.slice(0, 100)) > 3, "uniform at first: 4 on average");
    assert.ok(mean(networks.slice(2900)) < 0.5, `${mean(networks.slice(2900))} at the end`);
  });

  it("random: draws with replacement where it is told to, each network as often", () => {
    const drawn = proposals(random, small, { most: 24_000, parameters: { replacement: 1 } });
    const counts = new Map<string, number>();
    for (const network of drawn.map(String)) counts.set(network, (counts.get(network) ?? 0) + 1);
    assert.deepEqual([drawn.length, counts.size], [24_000, 24]);
    // 1,000 times on average; within five standard deviations.
    for (const [network, count] of counts)
      assert.ok(Math.abs(count - 1000) < 5 * Math.sqrt(1000), `${network}: ${count}`);
  });

  it("nsga-ii: finds a whole Pareto front", () => {
    // What is good for one objective is bad for the other; the last two positions harm both.
    const problem: Problem = problemOf([20, 20, 20], 2);
    const run = nsgaII.run(
      problem,
      seededRandom(3),
      (name) => ({ population: 40, crossover: 0.9 })[name] ?? 0,
    );
    const evaluation = { objectives: new Float64Array(2), breach: 0 };
    const onFront = new Set<number>();
    for (let evaluations = 0; evaluations < 1200; evaluations++) {
      const [first = 0, second = 0, third = 0] = Array.from(
        networkOf(run.next(evaluation).value ?? []),
      );
      evaluation.objectives.set([first + second + third, 19 - first + second + third]);
      if (second + third === 0) onFront.add(first);
    }
    // Of 8,000 networks 20 are on it: chance finds three.
    assert.ok(onFront.size >= 18, `${onFront.size}`);
  });

  it("regularized-evolution: a child is the best of the living with one position changed", () => {
    const population = 10;
    // So large a sample has the best of the population in it, but for one time in 10^46.
    const parameters = { population, sample: 1000 };
    const problem: Problem = problemOf([45, 45, 45]);
    const networks = proposals(regularizedEvolution, problem, { parameters, most: 500 });
    for (let born = population; born < networks.length; born++) {
      const living = networks.slice(born - population, born);
      const least = Math.min(...living.map(worth));
      const parents = living.filter((network) => worth(network) === least);
      const child = networks[born] ?? [];
      assert.ok(
        parents.some((parent) => parent.filter((gene, at) => gene !== child[at]).length === 1),
        `child ${born}`,
      );
    }
  });

  it("regularized-evolution: a sample of one changes any of the living, not the best alone", () => {
    const parameters = { population: 10, sample: 1 };
    const problem: Problem = problemOf([45, 45, 45]);
    const networks = proposals(regularizedEvolution, problem, { parameters, most: 500 });
    const mean = (part: number[][]) => part.map(worth).reduce((a, b) => a + b) / part.length;
    // Without selection nothing gets better: the mean stays near 3 × 22, of a standard error of 13.
    assert.ok(mean(networks.slice(400)) > 30);
  });
});
