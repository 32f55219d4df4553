import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { kendall, spearman } from "../../../data/rank-correlation";
import {
  type Algorithm,
  type Evaluation,
  isPartial,
  type Network,
  type Problem,
  presetOf,
} from "../../../server/searches/algorithm";
import { dna } from "../../../server/searches/dna";
import { donna } from "../../../server/searches/donna";
import { lana } from "../../../server/searches/lana";
import { mathnas } from "../../../server/searches/mathnas";
import { everyNetwork } from "../../../server/searches/member";
import { seededRandom } from "../../../server/searches/random-source";
import type { Limit } from "../../../server/searches/untrained";
import { shared } from "../../shared";
import { problemOf } from "./example-problem";

interface Ran {
  readonly networks: readonly (readonly number[])[];
  /** What the algorithm predicted last. */
  readonly predicted: (network: Network) => number;
}

/** Runs an algorithm to its end, or for so many proposals. */
function ran(
  algorithm: Algorithm,
  problem: Problem,
  worthOf: (network: readonly number[]) => number,
  { parameters = {} as Record<string, number>, most = 500, seed = 1 } = {},
): Ran {
  let predicted: Ran["predicted"] = () => Number.NaN;
  const preset = presetOf(algorithm);
  const run = algorithm.run(
    { ...problem, onPredictor: (worthOf) => (predicted = worthOf) },
    seededRandom(seed),
    (name) => parameters[name] ?? preset(name),
  );
  const networks: number[][] = [];
  const evaluation = { objectives: new Float64Array(1), breach: 0 } satisfies Evaluation;
  while (networks.length < most) {
    const { done, value } = run.next(evaluation);
    if (done) break;
    if (value === undefined || isPartial(value)) continue;
    const network = Array.from(value);
    networks.push(network);
    evaluation.objectives[0] = worthOf(network);
  }
  return { networks, predicted };
}

/** The first position counts most; what is in the second harms where the first is above 1. */
function worth([first = 0, second = 0, third = 0]: readonly number[]): number {
  return 10 * first + 3 * second * (first > 1 ? 2 : 1) + third;
}

const problem = problemOf([3, 4, 5]);
const differing = (one: readonly number[], other: readonly number[]) =>
  one.filter((choice, position) => choice !== other[position]).length;

const cost: Limit = {
  // No sum over positions: what costs most decides.
  costOf: (network) => Math.max(...Array.from(network)),
  comparison: ">=",
  limit: 2,
};

describe("lana", () => {
  it("evaluates a base network, and then each block alone in it", () => {
    const { networks } = ran(lana, problem, worth);
    const [base = [], ...others] = networks;
    assert.deepEqual(base, [1, 2, 2]);
    const least = lana.leastEvaluations?.(problem) ?? 0;
    assert.equal(least, 1 + 2 + 3 + 4);
    const replacements = others.slice(0, least - 1);
    assert.equal(new Set(replacements.map(String)).size, least - 1);
    for (const replacement of replacements) assert.equal(differing(base, replacement), 1);
    // All networks are different in the end, for two of three positions may be alike.
    assert.equal(new Set(networks.map(String)).size, 60);
    assert.equal(lana.leastEvaluations?.({ choices: [45, 45, 45], objectives: 1 }), 133);
  });

  it("proposes answers in the order of its predictions, whatever the seed", () => {
    const answers = (seed: number) => ran(lana, problem, worth, { seed }).networks.slice(10);
    const { predicted } = ran(lana, problem, worth);
    assert.deepEqual(answers(1)[0], [0, 0, 0]);
    const predictions = answers(1).map(predicted);
    assert.deepEqual(
      predictions,
      [...predictions].sort((a, b) => a - b),
    );
    assert.deepEqual(answers(2), answers(1));
  });

  it("lets answers share no more blocks than it is told to", () => {
    const { networks } = ran(lana, problem, worth, { parameters: { overlap: 0.4 } });
    const answers = networks.slice(10);
    assert.ok(answers.length > 1);
    for (const [place, one] of answers.entries())
      for (const other of answers.slice(place + 1)) assert.ok(differing(one, other) >= 2);
  });

  it("proposes what meets the limits alone, by what it truly costs", () => {
    const limited = { ...problem, untrained: { ...problem.untrained, limits: [cost] } };
    const answers = ran(lana, limited, worth).networks.slice(10);
    assert.equal(answers.length, 60 - 2 * 2 * 2);
    assert.deepEqual(answers[0], [0, 0, 2]);
  });

  it("goes on where some networks, or the base, are not known", () => {
    const unknown = (network: readonly number[]) =>
      network[2] === 2 ? Number.POSITIVE_INFINITY : worth(network);
    const answers = ran(lana, problem, unknown).networks.slice(10);
    assert.equal(answers.length, 60);
    assert.deepEqual(answers[0]?.slice(2), [0]);
  });

  it("predicts NAS-Bench-Macro as well as is known of it", function () {
    const file = shared("nas-bench-macro", "nas-bench-macro_cifar10.json");
    if (!file) return this.skip();
    const table: Record<string, { readonly mean_acc: number }> = JSON.parse(
      readFileSync(file, "utf8"),
    );
    const lossOf = (network: Network) => -(table[Array.from(network).join("")]?.mean_acc ?? 0);
    const macro = problemOf(Array.from({ length: 8 }, () => 3));
    const { networks, predicted } = ran(lana, macro, lossOf, { parameters: { base: 1 }, most: 18 });
    assert.deepEqual(networks[0], [2, 2, 2, 2, 2, 2, 2, 2]);
    assert.equal(lana.leastEvaluations?.(macro), 17);
    const all = Array.from(everyNetwork(macro), (network) => Array.from(network));
    const [predictions, losses] = [all.map(predicted), all.map(lossOf)];
    assert.equal(spearman(predictions, losses).toFixed(3), "0.901");
    assert.equal(kendall(predictions, losses).toFixed(3), "0.727");
  });
});

describe("mathnas", () => {
  it("charges each context like lana", () => {
    const { networks } = ran(mathnas, problem, worth, { parameters: { contexts: 3 } });
    for (const context of [0, 1, 2]) {
      const [base = [], ...others] = networks.slice(10 * context, 10 * (context + 1));
      for (const replacement of others) assert.equal(differing(base, replacement), 1);
    }
    assert.deepEqual(networks[30], [0, 0, 0]);
    const contexts = () => 3;
    assert.equal(mathnas.leastEvaluations?.(problem, contexts), 30);
  });

  it("as an oracle predicts by the averages of the whole table, which it says", () => {
    const parameters = { oracle: 1 };
    const table = { ...problem, oracle: (network: Network) => worth(Array.from(network)) };
    const { networks, predicted } = ran(mathnas, table, worth, { parameters });
    assert.equal(networks.length, 60);
    const mean = (choice: number) => {
      const alike = Array.from(everyNetwork(problem), (network) => Array.from(network)).filter(
        ([first]) => first === choice,
      );
      return alike.reduce((sum, network) => sum + worth(network), 0) / alike.length;
    };
    const difference = predicted([2, 0, 0]) - predicted([0, 0, 0]);
    assert.ok(Math.abs(difference - (mean(2) - mean(0))) < 1e-9);
    const notes = mathnas.notes?.(table, (name) => parameters.oracle * Number(name === "oracle"));
    assert.match(notes?.join() ?? "", /was an oracle/);
    assert.match(mathnas.notes?.(problem, () => 1).join() ?? "", /could be no oracle/);
    assert.deepEqual(
      mathnas.notes?.(problem, () => 0),
      [],
    );
  });
});

/** The loss of a block, and a number that says nothing. */
const signatures = problem.choices.map((count, position) =>
  Array.from({ length: count }, (_, choice) =>
    Float64Array.of((choice * 7 + position * 3) % 5, choice),
  ),
);
const lossOf = (network: readonly number[]) =>
  network.reduce((sum, choice, position) => sum + (signatures[position]?.[choice]?.[0] ?? 0), 0);
const signed: Problem = { ...problem, untrained: { ...problem.untrained, signatures } };

describe("dna", () => {
  it("proposes the networks with the least losses that meet the limits, and evaluates no others", () => {
    const limited = { ...signed, untrained: { ...signed.untrained, limits: [cost] } };
    const losses = ran(dna, limited, worth).networks.map(lossOf);
    const expected = Array.from(everyNetwork(problem), (network) => Array.from(network))
      .filter((network) => Math.max(...network) >= 2)
      .map(lossOf)
      .sort((a, b) => a - b);
    assert.deepEqual(losses, expected);
    assert.equal(dna.leastEvaluations?.(signed), 1);
    assert.deepEqual(
      dna.notes?.(signed, () => 0),
      [],
    );
  });

  it("without signatures takes the changes that lana takes, charges them alike, and says so", () => {
    const { networks } = ran(dna, problem, worth);
    assert.deepEqual(networks.slice(0, 10), ran(lana, problem, worth).networks.slice(0, 10));
    assert.equal(dna.leastEvaluations?.(problem), 10);
    assert.match(dna.notes?.(problem, () => 0).join() ?? "", /tabular proxy/);
  });
});

describe("donna", () => {
  const large = problemOf([12, 12, 12]);
  const numbers = large.choices.map((count, position) =>
    Array.from({ length: count }, (_, choice) =>
      Float64Array.of(Math.sin(choice + position), (choice * 5) % 7),
    ),
  );
  const largeSigned = { ...large, untrained: { ...large.untrained, signatures: numbers } };
  /** A linear function of the signatures. */
  const linear = (network: readonly number[]) =>
    network.reduce((sum, choice, position) => {
      const [one = 0, other = 0] = numbers[position]?.[choice] ?? [];
      return sum + (position + 1) * one - 0.3 * other;
    }, 0);
  const best = Math.min(
    ...Array.from(everyNetwork(large), (network) => linear(Array.from(network))),
  );

  it("finds the best of a linear function of signatures with the networks that it was fitted on", () => {
    const parameters = { ridge: 1e-6, predictions: 2000 };
    const { networks, predicted } = ran(donna, largeSigned, linear, { parameters, most: 31 });
    assert.equal(new Set(networks.map(String)).size, 31);
    const answer = networks[30] ?? [];
    assert.ok(Math.abs(linear(answer) - best) < 1e-9, `${linear(answer)}, best ${best}`);
    assert.ok(Math.abs(predicted(answer) - best) < 1e-4);
    assert.equal(donna.leastEvaluations?.(largeSigned), 31);
  });

  it("proposes what breaks no limit first", () => {
    const even: Limit = {
      costOf: (network) => (network[0] ?? 0) % 2,
      comparison: "=",
      limit: 0,
    };
    const limited = {
      ...largeSigned,
      untrained: { ...largeSigned.untrained, limits: [even] },
    };
    const answers = ran(donna, limited, linear, { most: 130 }).networks.slice(30);
    assert.ok(answers.every(([first = 0]) => first % 2 === 0));
  });

  it("without signatures says that it ran on a proxy, which it charges", () => {
    assert.equal(donna.leastEvaluations?.(problem), 10 + 30 + 1);
    assert.match(donna.notes?.(problem, () => 0).join() ?? "", /tabular proxy/);
    const { networks } = ran(donna, problem, worth);
    assert.deepEqual(networks.slice(0, 10), ran(lana, problem, worth).networks.slice(0, 10));
    assert.deepEqual(networks[40], [0, 0, 0]);
  });
});
