import { deepEqual, ok } from "node:assert/strict";
import { blocksOf } from "../../../../data/blocks";
import { bloxSpace, findSpace } from "../../../../data/built-in-spaces";
import { operationGraphs } from "../../../../server/searches/operation-graph";
import { positionsOf } from "../../../../server/searches/positions";
import { AdamW } from "../../../../server/searches/predictors/adam-w";
import { graphBatch } from "../../../../server/searches/predictors/graph-batch";
import { GraphNetwork } from "../../../../server/searches/predictors/graph-network";
import { seededRandom } from "../../../../server/searches/random-source";

describe("networks as graphs of operations", () => {
  const graphs = operationGraphs(bloxSpace, positionsOf(bloxSpace));

  it("have the operations of every block, which differ from stage to stage", () => {
    const conv = blocksOf(bloxSpace, 0).findIndex(({ expression }) => expression === "conv");
    const { kinds, sources } = graphs.graphOf([conv, conv, conv]);
    deepEqual(sources, [[], [0], [1], [2], [3]]);
    deepEqual([kinds[0], kinds.at(-1), new Set(kinds).size], [0, 1, 5]);
    ok(kinds.every((kind) => kind < graphs.kinds));
  });

  it("join operations as their blocks do", () => {
    const joined = Array.from({ length: 45 }, (_, block) => graphs.graphOf([block, 0, 0]));
    // Two operations side by side both read the input, and the next stage reads both.
    const parallel = joined.filter(({ sources }) => sources[2]?.join() === "0");
    ok(parallel.length > 0);
    for (const { sources } of parallel) deepEqual([sources[1], sources[3]], [[0], [1, 2]]);
  });

  it("are chains where stages are", () => {
    const space = findSpace("nas-bench-macro");
    ok(space);
    const chain = operationGraphs(space, positionsOf(space)).graphOf([0, 1, 2, 0, 1, 2, 0, 1]);
    deepEqual(
      chain.sources,
      Array.from({ length: 10 }, (_, node) => (node === 0 ? [] : [node - 1])),
    );
  });
});

describe("the graph network", () => {
  it("learns an order from pairs, and tells it of networks that it has not seen", () => {
    const graphs = operationGraphs(bloxSpace, positionsOf(bloxSpace));
    const random = seededRandom(5);
    const drawn = () => Uint32Array.from({ length: 3 }, () => random.below(45));
    // The more operations of the third kind, the better.
    const worth = (network: ArrayLike<number>) =>
      graphs.graphOf(network).kinds.filter((kind) => kind > 1 && kind % 3 === 1).length;
    const known = Array.from({ length: 60 }, drawn);
    const batch = graphBatch(known.map(graphs.graphOf), graphs.kinds);
    const values = Float64Array.from(known, (network) => worth(network) / 6);
    const network = new GraphNetwork(graphs.kinds, 16, random);
    const optimiser = new AdamW(network.weights, { rate: 0.01, weightDecay: 5e-4, steps: 100 });
    const before = network.learn(batch, values);
    for (let step = 0; step < 100; step++) {
      network.learn(batch, values, 0.2, random);
      optimiser.descend(network.gradients);
    }
    ok(network.learn(batch, values) < before / 4);

    const unseen = Array.from({ length: 100 }, drawn);
    const scores = network.scores(graphBatch(unseen.map(graphs.graphOf), graphs.kinds));
    let [right, pairs] = [0, 0];
    for (const [one, first] of unseen.entries())
      for (const [other, second] of unseen.entries()) {
        if (worth(first) <= worth(second)) continue;
        pairs++;
        if ((scores[one] ?? 0) > (scores[other] ?? 0)) right++;
      }
    ok(right / pairs > 0.85, `${right} of ${pairs}`);
  });
});
