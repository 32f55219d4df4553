import type { RandomSource } from "../random-source";
import type { GraphBatch } from "./graph-batch";

/**
 * A graph-convolutional network that tells which of two networks is better (Dudziak et al., "BRP-NAS",
 * NeurIPS 2020): layers of A·X·W + b, layer norm, ReLU and dropout, with a node's own and its sources'
 * features summed up; the last layer is needed at the global nodes alone. The pair head is a linear layer
 * over the features of both; of the two numbers under its softmax only their difference counts, so that it
 * is one number here: the logit of "the first is better".
 *
 * All weights are in one array, so that an optimiser and a gradient check need to know nothing of layers.
 */
export class GraphNetwork {
  readonly weights: Float64Array;
  /** Of the loss of the last `learn`. */
  readonly gradients: Float64Array;
  private readonly layers: readonly Layer[];
  private readonly head: Head;

  /**
   * @param kinds of nodes, without the global one
   * @param width features a node
   */
  constructor(
    kinds: number,
    private readonly width: number,
    random: RandomSource,
  ) {
    let size = 0;
    const take = (count: number) => {
      size += count;
      return size - count;
    };
    this.layers = Array.from({ length: layerCount }, (_, layer) => {
      const inputs = layer === 0 ? kinds + 1 : width;
      return {
        inputs,
        weight: take(inputs * width),
        bias: take(width),
        gain: take(width),
        shift: take(width),
      };
    });
    this.head = { first: take(width), second: take(width), bias: take(1) };
    this.weights = new Float64Array(size);
    this.gradients = new Float64Array(size);
    this.#initialise(random);
  }

  /** Uniform with variance 1/(3·inputs), as linear layers of PyTorch begin; gains of 1. */
  #initialise(random: RandomSource): void {
    const fill = (from: number, count: number, inputs: number) => {
      for (let place = from; place < from + count; place++)
        this.weights[place] = (2 * random.fraction() - 1) / Math.sqrt(inputs);
    };
    for (const { inputs, weight, gain } of this.layers) {
      fill(weight, inputs * this.width, inputs);
      this.weights.fill(1, gain, gain + this.width);
    }
    fill(this.head.first, 2 * this.width, 2 * this.width);
  }

  /** One a graph: the higher, the likelier it is better than any other. */
  scores(batch: GraphBatch): Float64Array {
    const { width, weights, head } = this;
    const passed = this.#forwards(batch, 0);
    const features = passed.at(-1)?.output ?? new Float64Array(0);
    return Float64Array.from({ length: batch.graphs }, (_, graph) => {
      let score = 0;
      for (let unit = 0; unit < width; unit++)
        score +=
          (features[graph * width + unit] ?? 0) *
          ((weights[head.first + unit] ?? 0) - (weights[head.second + unit] ?? 0));
      return score;
    });
  }

  /**
   * The loss over all ordered pairs, and its gradients: the mean Kullback–Leibler divergence of the
   * softmax of their two values from what the head says.
   *
   * @param values one a graph, the higher the better
   * @param dropout the share of features that are left out; needs `random` unless it is 0
   */
  learn(batch: GraphBatch, values: Float64Array, dropout = 0, random?: RandomSource): number {
    const passed = this.#forwards(batch, dropout, random);
    this.gradients.fill(0);
    const { loss, change } = this.#pairs(passed.at(-1)?.output ?? new Float64Array(0), values);
    this.#backwards(batch, passed, change);
    return loss;
  }

  #pairs(features: Float64Array, values: Float64Array) {
    const { width, weights, gradients, head } = this;
    const graphs = values.length;
    const logits = (from: number) =>
      Float64Array.from({ length: graphs }, (_, graph) => {
        let sum = 0;
        for (let unit = 0; unit < width; unit++)
          sum += (features[graph * width + unit] ?? 0) * (weights[from + unit] ?? 0);
        return sum;
      });
    const [firsts, seconds] = [logits(head.first), logits(head.second)];
    const [ofFirst, ofSecond] = [new Float64Array(graphs), new Float64Array(graphs)];
    const pairs = Math.max(1, graphs * (graphs - 1));
    const bias = weights[head.bias] ?? 0;
    let loss = 0;
    for (let first = 0; first < graphs; first++) {
      for (let second = 0; second < graphs; second++) {
        if (first === second) continue;
        const logit = (firsts[first] ?? 0) + (seconds[second] ?? 0) + bias;
        const target = 1 / (1 + Math.exp((values[second] ?? 0) - (values[first] ?? 0)));
        const found = 1 / (1 + Math.exp(-logit));
        loss +=
          (target * Math.log(target / found) +
            (1 - target) * Math.log((1 - target) / (1 - found))) /
          pairs;
        const gradient = (found - target) / pairs;
        ofFirst[first] = (ofFirst[first] ?? 0) + gradient;
        ofSecond[second] = (ofSecond[second] ?? 0) + gradient;
      }
    }
    const change = new Float64Array(graphs * width);
    for (let graph = 0; graph < graphs; graph++) {
      const [one, other] = [ofFirst[graph] ?? 0, ofSecond[graph] ?? 0];
      add(gradients, head.bias, one);
      for (let unit = 0; unit < width; unit++) {
        const place = graph * width + unit;
        const feature = features[place] ?? 0;
        add(gradients, head.first + unit, one * feature);
        add(gradients, head.second + unit, other * feature);
        change[place] =
          one * (weights[head.first + unit] ?? 0) + other * (weights[head.second + unit] ?? 0);
      }
    }
    return { loss, change };
  }

  #forwards(batch: GraphBatch, dropout: number, random?: RandomSource): Passed[] {
    const passed: Passed[] = [];
    let input: Float64Array | undefined;
    for (const [place, layer] of this.layers.entries()) {
      const rows = place === layerCount - 1 ? batch.globals : undefined;
      const through = this.#forward(batch, layer, input, rows, dropout, random);
      passed.push(through);
      input = through.output;
    }
    return passed;
  }

  /** @param rows the nodes to compute; left out, all */
  #forward(
    batch: GraphBatch,
    layer: Layer,
    input: Float64Array | undefined,
    rows: Uint32Array | undefined,
    dropout: number,
    random?: RandomSource,
  ): Passed {
    const { width, weights } = this;
    const count = rows?.length ?? batch.kinds.length;
    const summed = input ? new Float64Array(count * width) : undefined;
    const normed = new Float64Array(count * width);
    const deviations = new Float64Array(count);
    const output = new Float64Array(count * width);
    const kept = new Float64Array(dropout > 0 ? count * width : 0);
    for (let row = 0; row < count; row++) {
      const node = rows ? (rows[row] ?? 0) : row;
      const at = row * width;
      for (let unit = 0; unit < width; unit++) output[at + unit] = weights[layer.bias + unit] ?? 0;
      const end = batch.firstSource[node + 1] ?? 0;
      for (let place = batch.firstSource[node] ?? 0; place < end; place++) {
        const source = batch.sources[place] ?? 0;
        if (summed && input) addRow(summed, at, input, source * width, width);
        else addRow(output, at, weights, layer.weight + (batch.kinds[source] ?? 0) * width, width);
      }
      if (summed) multiplyRow(output, at, summed, at, weights, layer.weight, width);
      deviations[row] = normalise(output, normed, at, width);
      for (let unit = 0; unit < width; unit++) {
        const value =
          (normed[at + unit] ?? 0) * (weights[layer.gain + unit] ?? 0) +
          (weights[layer.shift + unit] ?? 0);
        output[at + unit] = value > 0 ? value : 0;
      }
      if (!random || dropout === 0) continue;
      for (let unit = 0; unit < width; unit++) {
        const scale = random.fraction() < dropout ? 0 : 1 / (1 - dropout);
        kept[at + unit] = scale;
        output[at + unit] = (output[at + unit] ?? 0) * scale;
      }
    }
    return { rows, summed, normed, deviations, kept, output };
  }

  #backwards(batch: GraphBatch, passed: readonly Passed[], ofOutput: Float64Array): void {
    let change = ofOutput;
    for (let place = layerCount - 1; place >= 0; place--) {
      const [layer, through] = [this.layers[place], passed[place]];
      if (layer && through) change = this.#backward(batch, layer, through, change);
    }
  }

  /** Adds to the gradients, and gives those of the layer's input, one row a node. */
  #backward(
    batch: GraphBatch,
    layer: Layer,
    { rows, summed, normed, deviations, kept, output }: Passed,
    change: Float64Array,
  ): Float64Array {
    const { width, weights, gradients } = this;
    const ofInput = new Float64Array(summed ? batch.kinds.length * width : 0);
    const ofRow = new Float64Array(width);
    const ofSum = new Float64Array(width);
    for (let row = 0; row < deviations.length; row++) {
      const at = row * width;
      let [mean, product] = [0, 0];
      for (let unit = 0; unit < width; unit++) {
        const isThrough = (output[at + unit] ?? 0) > 0;
        const scale = kept.length > 0 ? (kept[at + unit] ?? 0) : 1;
        const ofValue = isThrough ? (change[at + unit] ?? 0) * scale : 0;
        const normal = normed[at + unit] ?? 0;
        add(gradients, layer.shift + unit, ofValue);
        add(gradients, layer.gain + unit, ofValue * normal);
        const ofNormal = ofValue * (weights[layer.gain + unit] ?? 0);
        ofRow[unit] = ofNormal;
        mean += ofNormal / width;
        product += (ofNormal * normal) / width;
      }
      for (let unit = 0; unit < width; unit++) {
        const normal = normed[at + unit] ?? 0;
        const value = ((ofRow[unit] ?? 0) - mean - normal * product) / (deviations[row] ?? 1);
        ofRow[unit] = value;
        add(gradients, layer.bias + unit, value);
      }
      const node = rows ? (rows[row] ?? 0) : row;
      const [begin = 0, end = 0] = [batch.firstSource[node], batch.firstSource[node + 1]];
      if (summed) {
        for (let unit = 0; unit < width; unit++) {
          const feature = summed[at + unit] ?? 0;
          const from = layer.weight + unit * width;
          let sum = 0;
          for (let next = 0; next < width; next++) {
            const value = ofRow[next] ?? 0;
            sum += value * (weights[from + next] ?? 0);
            gradients[from + next] = (gradients[from + next] ?? 0) + feature * value;
          }
          ofSum[unit] = sum;
        }
      }
      for (let place = begin; place < end; place++) {
        const source = batch.sources[place] ?? 0;
        if (summed) addRow(ofInput, source * width, ofSum, 0, width);
        else addRow(gradients, layer.weight + (batch.kinds[source] ?? 0) * width, ofRow, 0, width);
      }
    }
    return ofInput;
  }
}

const layerCount = 4;

/** Where the weights of a layer begin. */
interface Layer {
  readonly inputs: number;
  /** A row an input. */
  readonly weight: number;
  readonly bias: number;
  readonly gain: number;
  readonly shift: number;
}

/** Where the weights of the pair head begin: those of the better one's features, and of the other's. */
interface Head {
  readonly first: number;
  readonly second: number;
  readonly bias: number;
}

/** What a pass through a layer leaves for the way back; a row a node that was computed. */
interface Passed {
  readonly rows: Uint32Array | undefined;
  /** What is multiplied with the weights; of the first layer nothing, as its features are kinds. */
  readonly summed: Float64Array | undefined;
  readonly normed: Float64Array;
  readonly deviations: Float64Array;
  /** What each feature was multiplied with by the dropout; empty without one. */
  readonly kept: Float64Array;
  readonly output: Float64Array;
}

function add(to: Float64Array, place: number, value: number): void {
  to[place] = (to[place] ?? 0) + value;
}

function addRow(
  to: Float64Array,
  at: number,
  from: Float64Array,
  begin: number,
  width: number,
): void {
  for (let unit = 0; unit < width; unit++)
    to[at + unit] = (to[at + unit] ?? 0) + (from[begin + unit] ?? 0);
}

/** Adds the product of a row with a square matrix. */
function multiplyRow(
  to: Float64Array,
  at: number,
  row: Float64Array,
  begin: number,
  matrix: Float64Array,
  first: number,
  width: number,
): void {
  for (let unit = 0; unit < width; unit++) {
    const factor = row[begin + unit] ?? 0;
    if (factor === 0) continue;
    const from = first + unit * width;
    for (let next = 0; next < width; next++)
      to[at + next] = (to[at + next] ?? 0) + factor * (matrix[from + next] ?? 0);
  }
}

/** Writes a row with mean 0 and variance 1, and gives the deviation that it was divided by. */
function normalise(row: Float64Array, normed: Float64Array, at: number, width: number): number {
  let mean = 0;
  for (let unit = 0; unit < width; unit++) mean += (row[at + unit] ?? 0) / width;
  let variance = 0;
  for (let unit = 0; unit < width; unit++) variance += ((row[at + unit] ?? 0) - mean) ** 2 / width;
  const deviation = Math.sqrt(variance + 1e-5);
  for (let unit = 0; unit < width; unit++)
    normed[at + unit] = ((row[at + unit] ?? 0) - mean) / deviation;
  return deviation;
}
