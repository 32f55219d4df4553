import type { RandomSource } from "../random-source";

/**
 * A multilayer perceptron of two hidden layers with ReLU, from features that are there or not to one number.
 * All weights are in one array, so that an optimiser and a gradient check need to know nothing of layers.
 */
export class Perceptron {
  readonly weights: Float64Array;
  /** Of the loss of the last `learn`. */
  readonly gradients: Float64Array;
  private readonly firstBias: number;
  private readonly second: number;
  private readonly secondBias: number;
  private readonly last: number;
  private readonly lastBias: number;

  constructor(
    features: number,
    private readonly width: number,
    random: RandomSource,
  ) {
    this.firstBias = features * width;
    this.second = this.firstBias + width;
    this.secondBias = this.second + width * width;
    this.last = this.secondBias + width;
    this.lastBias = this.last + width;
    this.weights = new Float64Array(this.lastBias + 1);
    this.gradients = new Float64Array(this.weights.length);
    const fill = (from: number, end: number, inputs: number) => {
      for (let place = from; place < end; place++)
        this.weights[place] = Math.sqrt(2 / inputs) * random.normal();
    };
    // He et al., "Delving Deep into Rectifiers", ICCV 2015; a tenth or so of the features is there.
    fill(0, this.firstBias, Math.max(1, features / 10));
    fill(this.second, this.secondBias, width);
    fill(this.last, this.lastBias, width);
  }

  /** @param features those that are there */
  predict(features: readonly number[]): number {
    return this.#forwards(features).value;
  }

  /** The mean squared error, and its gradients. */
  learn(inputs: readonly (readonly number[])[], targets: Float64Array): number {
    const { width, weights, gradients, second, secondBias, last, lastBias } = this;
    gradients.fill(0);
    const ofFirst = new Float64Array(width);
    let loss = 0;
    for (const [place, features] of inputs.entries()) {
      const { first, hidden, value } = this.#forwards(features);
      const error = value - (targets[place] ?? 0);
      loss += error ** 2 / inputs.length;
      const change = (2 * error) / inputs.length;
      add(gradients, lastBias, change);
      ofFirst.fill(0);
      for (let unit = 0; unit < width; unit++) {
        const active = hidden[unit] ?? 0;
        add(gradients, last + unit, change * active);
        if (active <= 0) continue;
        const ofHidden = change * (weights[last + unit] ?? 0);
        add(gradients, secondBias + unit, ofHidden);
        for (let from = 0; from < width; from++) {
          add(gradients, second + from * width + unit, ofHidden * (first[from] ?? 0));
          add(ofFirst, from, ofHidden * (weights[second + from * width + unit] ?? 0));
        }
      }
      for (let unit = 0; unit < width; unit++) {
        if ((first[unit] ?? 0) <= 0) continue;
        add(gradients, this.firstBias + unit, ofFirst[unit] ?? 0);
        for (const feature of features) add(gradients, feature * width + unit, ofFirst[unit] ?? 0);
      }
    }
    return loss;
  }

  #forwards(features: readonly number[]) {
    const { width, weights } = this;
    const first = weights.slice(this.firstBias, this.firstBias + width);
    for (const feature of features)
      for (let unit = 0; unit < width; unit++)
        add(first, unit, weights[feature * width + unit] ?? 0);
    rectify(first);
    const hidden = weights.slice(this.secondBias, this.secondBias + width);
    for (let from = 0; from < width; from++) {
      const active = first[from] ?? 0;
      if (active === 0) continue;
      for (let unit = 0; unit < width; unit++)
        add(hidden, unit, active * (weights[this.second + from * width + unit] ?? 0));
    }
    rectify(hidden);
    let value = weights[this.lastBias] ?? 0;
    for (let unit = 0; unit < width; unit++)
      value += (hidden[unit] ?? 0) * (weights[this.last + unit] ?? 0);
    return { first, hidden, value };
  }
}

function add(to: Float64Array, place: number, value: number): void {
  to[place] = (to[place] ?? 0) + value;
}

function rectify(row: Float64Array): void {
  for (let unit = 0; unit < row.length; unit++) if ((row[unit] ?? 0) < 0) row[unit] = 0;
}
