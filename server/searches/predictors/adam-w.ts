/**
 * Adam with decoupled weight decay (Loshchilov and Hutter, "Decoupled Weight Decay Regularization", ICLR
 * 2019) over all weights of a model in one array, its rate falling to zero along a cosine (the same, "SGDR",
 * ICLR 2017).
 */
export class AdamW {
  private readonly first: Float64Array;
  private readonly second: Float64Array;
  private step = 0;

  /** @param steps in which the rate falls to zero */
  constructor(
    private readonly weights: Float64Array,
    private readonly options: {
      readonly rate: number;
      readonly weightDecay: number;
      readonly steps: number;
    },
  ) {
    this.first = new Float64Array(weights.length);
    this.second = new Float64Array(weights.length);
  }

  /** Takes a step down the gradients. */
  descend(gradients: Float64Array): void {
    const { rate, weightDecay, steps } = this.options;
    const { weights, first, second } = this;
    const present = 0.5 * rate * (1 + Math.cos((Math.PI * this.step) / steps));
    this.step++;
    const firstCorrection = 1 - firstDecay ** this.step;
    const secondCorrection = 1 - secondDecay ** this.step;
    for (let place = 0; place < weights.length; place++) {
      const gradient = gradients[place] ?? 0;
      const mean = firstDecay * (first[place] ?? 0) + (1 - firstDecay) * gradient;
      const square = secondDecay * (second[place] ?? 0) + (1 - secondDecay) * gradient * gradient;
      first[place] = mean;
      second[place] = square;
      const change =
        mean / firstCorrection / (Math.sqrt(square / secondCorrection) + smallest) +
        weightDecay * (weights[place] ?? 0);
      weights[place] = (weights[place] ?? 0) - present * change;
    }
  }
}

const firstDecay = 0.9;
const secondDecay = 0.999;
const smallest = 1e-8;
