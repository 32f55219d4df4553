import { deepEqual, equal } from "node:assert/strict";
import { kendall } from "../../../data/rank-correlation";
import { bestFirst } from "../../../server/findings/best-network";
import { costFront } from "../../../server/findings/cost-front";
import { decimal, percentage, signed } from "../../../server/findings/decimal";
import { earlyEpochs } from "../../../server/findings/early-epochs";
import { isNear } from "./is-near";
import { madeUpCampaign } from "./made-up-campaign";

const campaign = madeUpCampaign();
const { accuracy, params, flops, trainings } = campaign;

describe("fronts of accuracy and cost", () => {
  it("are the networks that no other beats", () => {
    const front = costFront(accuracy, params, flops);
    const pair = (network: number) => [
      params.values[network] ?? Number.NaN,
      -(accuracy.values[network] ?? Number.NaN),
    ];
    const networks = Array.from(accuracy.values.keys());
    const unbeaten = networks.filter((network) => {
      const [cost = 0, loss = 0] = pair(network);
      return !networks.some((other) => {
        const [otherCost = 0, otherLoss = 0] = pair(other);
        const isNoWorse = otherCost <= cost && otherLoss <= loss;
        return isNoWorse && (otherCost < cost || otherLoss < loss);
      });
    });
    // Of equals one stands for all.
    const points = new Set(unbeaten.map((network) => pair(network).join()));
    deepEqual(new Set(front.map((network) => pair(network).join())), points);
    equal(front.length, points.size);
    const costs = front.map((network) => params.values[network] ?? 0);
    deepEqual(
      costs,
      costs.toSorted((a, b) => a - b),
    );
  });

  it("end with the best network, of equals the one with fewer FLOPs", () => {
    const [best = -1, second = -1] = bestFirst(accuracy.values, flops);
    equal(accuracy.values[best], Math.max(...accuracy.values));
    equal((accuracy.values[second] ?? 0) <= (accuracy.values[best] ?? 0), true);
    const level = bestFirst(new Float64Array(flops.values.length), flops);
    equal(flops.values[level[0] ?? -1], Math.min(...flops.values));
  });
});

describe("epochs on the way", () => {
  it("are compared with the end and with what judges", () => {
    const [first, last] = earlyEpochs(trainings, accuracy.values);
    equal(last?.withEnd, 1);
    const halves = trainings.map(({ accuracy }) =>
      accuracy.map((value, network) => 50 * value + (network % 7)).map(Math.trunc),
    );
    const ends = trainings.map(({ accuracy }) => accuracy.map((value) => Math.trunc(100 * value)));
    const mean = (read: (seed: number) => number) => (read(0) + read(1) + read(2)) / 3;
    const none = new Float64Array();
    isNear(
      first?.withEnd ?? 0,
      mean((seed) => kendall(halves[seed] ?? none, ends[seed] ?? none)),
    );
    isNear(
      last?.withJudged ?? 0,
      mean((seed) => kendall(ends[seed] ?? none, accuracy.values)),
    );
  });

  it("keep all of the best tenth where they tell what judges", () => {
    const [training] = trainings;
    if (!training) throw new Error("no training");
    const [, last] = earlyEpochs([training], training.accuracy);
    equal(last?.kept, 1);
  });
});

describe("numbers of the page", () => {
  it("have a sign as wide as a digit, and none where nothing is left of them", () => {
    equal(decimal(-0.126, 2), "−0.13");
    equal(decimal(-0.001, 2), "0.00");
    equal(signed(0.126, 2), "+0.13");
    equal(signed(0.001, 2), "0.00");
    equal(percentage(0.1234), "12.3 %");
  });
});
