import { equal, ok } from "node:assert/strict";
import { architectureAt } from "../../../data/architecture";
import { blocksOf } from "../../../data/blocks";
import { kendall } from "../../../data/rank-correlation";
import { type Observation, ridgeRegression } from "../../../data/ridge-regression";
import { topologiesOf } from "../../../data/space-vocabulary";
import { additiveEffects } from "../../../server/findings/additive-effects";
import { interactionOf } from "../../../server/findings/interaction";
import { oneBlockChanges } from "../../../server/findings/one-block-changes";
import { meanOf, meansOver } from "../../../server/findings/seed-noise";
import { stageInfluence } from "../../../server/findings/stage-influence";
import { isNear } from "./is-near";
import { madeUpSeeds, smallSpace } from "./made-up-campaign";

const bySeed = madeUpSeeds(smallSpace);
const values = meansOver(bySeed);
const [firstBlocks, secondBlocks] = [blocksOf(smallSpace, 0), blocksOf(smallSpace, 1)];

/** The values of a network of these blocks. */
function at(list: Float64Array, first: number, second: number): number {
  return list[first + firstBlocks.length * second] ?? Number.NaN;
}

/** A feature a block of each stage, without the first ones. */
function observations(without?: number): Observation[] {
  return Array.from(values, (value, network) => {
    const [first, second] = architectureAt(smallSpace, network);
    const features = [
      ...firstBlocks.slice(1).map(({ index }) => Number(index === first)),
      ...secondBlocks.slice(1).map(({ index }) => Number(index === second)),
    ];
    return { features, value, weight: 1, network };
  }).filter(({ network }) => network !== without);
}

/** How far each four networks of two blocks in two stages are from adding up: its square, on average. */
function meanSquareOfFours(list: Float64Array): number {
  let [sum, count] = [0, 0];
  for (const first of firstBlocks.keys())
    for (const other of firstBlocks.keys())
      for (const second of secondBlocks.keys())
        for (const another of secondBlocks.keys()) {
          if (first === other || second === another) continue;
          const four =
            at(list, first, second) -
            at(list, other, second) -
            at(list, first, another) +
            at(list, other, another);
          sum += four ** 2;
          count++;
        }
  return sum / count;
}

describe("effects of blocks", () => {
  const found = additiveEffects(smallSpace, values);

  it("are those of least squares", () => {
    const model = ridgeRegression(observations(), 0);
    for (const [network, { features }] of observations().entries())
      isNear((values[network] ?? 0) - (found.residuals[network] ?? 0), model.predict(features));
    for (const effects of found.effects) isNear(meanOf(effects) + 1, 1);
  });

  it("say of a network what they say when it is left out", () => {
    for (const network of [0, 100, 440]) {
      const features = observations()[network]?.features ?? [];
      isNear(
        found.leftOut[network] ?? Number.NaN,
        ridgeRegression(observations(network), 0).predict(features),
      );
    }
  });

  it("leave what any four networks lack from adding up, and their noise", () => {
    const { residual, noise, interaction } = interactionOf(smallSpace, bySeed);
    isNear(residual ** 2, meanSquareOfFours(values) / 4);
    const differences = [
      [0, 1],
      [0, 2],
      [1, 2],
    ].map(([one = 0, other = 0]) =>
      meanSquareOfFours(
        (bySeed[one] ?? new Float64Array()).map((value, n) => value - (bySeed[other]?.[n] ?? 0)),
      ),
    );
    isNear(noise ** 2, meanOf(differences) / 4 / 2 / 3);
    isNear(interaction ** 2, residual ** 2 - noise ** 2);
  });

  it("leave nothing of what adds up", () => {
    const sums = values.map((_, network) => {
      const [first = 0, second = 0] = architectureAt(smallSpace, network);
      return 90 + Math.sin(first) + Math.cos(second);
    });
    const { residual, interaction } = interactionOf(smallSpace, [sums, sums]);
    ok(residual < 1e-9 && interaction < 1e-9);
    for (const { error, kendall } of oneBlockChanges(smallSpace, sums)) {
      ok(error < 1e-9);
      ok(kendall > 0.999);
    }
  });
});

describe("changes of one block", () => {
  const bases = oneBlockChanges(smallSpace, values);

  it("foretell two from any base as well as four networks add up", () => {
    isNear(meanOf(bases.map(({ error }) => error ** 2)), meanSquareOfFours(values));
  });

  it("order the networks as the sum does", () => {
    const [base, first, second] = [45, 3, 2];
    equal(at(values, first, second), values[base]);
    const predicted = values.map((_, network) => {
      const [one = 0, another = 0] = architectureAt(smallSpace, network);
      const sum = at(values, one, second) + at(values, first, another) - at(values, first, second);
      return Number(sum.toFixed(6));
    });
    isNear(bases[base]?.kendall ?? Number.NaN, kendall(predicted, values));
  });
});

describe("the influence of a stage", () => {
  const topologies = topologiesOf(smallSpace, 0);
  /** 0 on average over all blocks. */
  const centred = (read: (block: number) => number) => {
    const list = Float64Array.from(firstBlocks, (_, block) => read(block));
    const mean = meanOf(list);
    return list.map((value) => value - mean);
  };

  it("is taken apart into operations and topologies", () => {
    const effects = centred((block) => {
      const { operations, topology } = firstBlocks[block] ?? {
        operations: [],
        topology: undefined,
      };
      const deep = operations.filter((operation) => operation === 1).length;
      return 0.6 * deep - 0.6 * (operations.length - deep) + (topology?.name === "ST5" ? 2 : 0);
    });
    const found = stageInfluence(smallSpace, 0, effects);
    const [plain = 0, deep = 0] = found.operations;
    isNear(plain, -0.6);
    isNear(deep, 0.6);
    isNear(found.varianceOfBoth, found.variance);
    for (const { name, blocks, effect } of found.topologies) {
      const own = [...effects].filter((_, block) => firstBlocks[block]?.topology.name === name);
      equal(blocks, own.length);
      isNear(effect, meanOf(own));
    }
    // The variance between the topologies' means.
    const between = found.topologies.map(({ blocks, effect }) => blocks * effect ** 2);
    isNear(found.varianceOfTopology, (meanOf(between) * topologies.length) / effects.length);
  });

  it("leaves what neither says", () => {
    const effects = centred((block) => Math.sin(7 * block));
    const { variance, varianceOfCounts, varianceOfTopology, varianceOfBoth } = stageInfluence(
      smallSpace,
      0,
      effects,
    );
    ok(varianceOfTopology < varianceOfBoth && varianceOfCounts < varianceOfBoth);
    ok(varianceOfBoth < variance);
  });
});
