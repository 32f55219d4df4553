import { ok } from "node:assert/strict";
import { bloxSpace } from "../../../../data/built-in-spaces";
import { operationGraphs } from "../../../../server/searches/operation-graph";
import { positionsOf } from "../../../../server/searches/positions";
import { graphBatch } from "../../../../server/searches/predictors/graph-batch";
import { GraphNetwork } from "../../../../server/searches/predictors/graph-network";
import { Perceptron } from "../../../../server/searches/predictors/perceptron";
import { seededRandom } from "../../../../server/searches/random-source";

interface Learner {
  readonly weights: Float64Array;
  readonly gradients: Float64Array;
}

/** Expects the gradients to be central differences of the loss, but for a few places where it has an edge. */
function areDerivatives(learner: Learner, loss: () => number): void {
  const here = loss();
  const gradients = learner.gradients.slice();
  const step = 1e-6;
  let [edges, largest] = [0, 0];
  for (const [place, weight] of learner.weights.entries()) {
    learner.weights[place] = weight + step;
    const up = (loss() - here) / step;
    learner.weights[place] = weight - step;
    const down = (here - loss()) / step;
    learner.weights[place] = weight;
    const gradient = gradients[place] ?? 0;
    largest = Math.max(largest, Math.abs(gradient));
    if (Math.abs(up - down) > 1e-3 * (1 + Math.abs(gradient))) {
      edges++;
      continue;
    }
    const off = Math.abs((up + down) / 2 - gradient);
    ok(off < 1e-4 * (1 + Math.abs(gradient)), `weight ${place}: ${gradient} is off by ${off}`);
  }
  ok(largest > 1e-3, `the largest is ${largest}`);
  ok(edges < learner.weights.length / 10, `${edges} edges of ${learner.weights.length}`);
}

const graphs = operationGraphs(bloxSpace, positionsOf(bloxSpace));
const networks = [
  [1, 2, 3],
  [44, 20, 3],
  [10, 30, 40],
  [7, 7, 7],
];
const values = Float64Array.of(0.1, 0.9, 0.5, 0.3);

describe("the gradients of the predictors", () => {
  for (const seed of [1, 2, 3]) {
    it(`graph network: are those of its loss, seed ${seed}`, () => {
      const network = new GraphNetwork(graphs.kinds, 6, seededRandom(seed));
      const batch = graphBatch(networks.map(graphs.graphOf), graphs.kinds);
      areDerivatives(network, () => network.learn(batch, values));
    });

    it(`graph network: are those of its loss with dropout, seed ${seed}`, () => {
      // So wide that no node loses all of its features, at which the layer norm is steep.
      const network = new GraphNetwork(graphs.kinds, 12, seededRandom(seed));
      const batch = graphBatch(networks.map(graphs.graphOf), graphs.kinds);
      // The same features are left out each time.
      areDerivatives(network, () => network.learn(batch, values, 0.2, seededRandom(9)));
    });

    it(`perceptron: are those of its loss, seed ${seed}`, () => {
      const perceptron = new Perceptron(12, 5, seededRandom(seed));
      const inputs = [
        [0, 4, 8],
        [1, 5, 9],
        [2, 6, 10],
        [3, 4, 11],
      ];
      areDerivatives(perceptron, () => perceptron.learn(inputs, values));
    });
  }
});
