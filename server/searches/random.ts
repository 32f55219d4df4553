import type { Algorithm, Problem } from "./algorithm";
import { drawNetwork } from "./member";
import type { RandomSource } from "./random-source";

/**
 * Uniform samples, without replacement unless it is asked for: a Fisher–Yates shuffle of the space, as far
 * as it is needed.
 */
export const random: Algorithm = {
  name: "random",
  description: "Evaluates networks drawn uniformly at random, none twice unless told otherwise.",
  source:
    "Bergstra and Bengio, “Random Search for Hyper-Parameter Optimization”, JMLR 2012; " +
    "the baseline of Li and Talwalkar, “Random Search and Reproducibility for Neural Architecture Search”, UAI 2019",
  reproduction:
    "Without replacement, as the regret of the literature's baseline is computed: on the whole of NAS-Bench-Macro it follows exactly " +
    "from the ranks of the networks, which a test checks. Training with other hyperparameters, the subject of the first source, is " +
    "not part of it.",
  handlesSeveralObjectives: true,
  parameters: [
    {
      name: "replacement",
      description: "1: a network that was drawn may be drawn again; 0: none comes twice",
      minimum: 0,
      maximum: 1,
      default: 0,
      whole: true,
    },
  ],

  *run(problem, random, parameter) {
    const { choices } = problem;
    if (parameter("replacement") === 1) yield* withReplacement(problem, random);
    const count = choices.reduce((product, choices) => product * choices, 1);
    const order = new SparseOrder();
    const network = new Uint32Array(choices.length);
    for (let place = 0; place < count; place++) {
      const drawn = place + random.below(count - place);
      let rest = order.at(drawn);
      order.move(place, drawn);
      for (let position = 0; position < choices.length; position++) {
        const base = choices[position] ?? 1;
        network[position] = rest % base;
        rest = Math.floor(rest / base);
      }
      yield network;
    }
  },
};

function* withReplacement(problem: Problem, random: RandomSource): Generator<Uint32Array, never> {
  const network = new Uint32Array(problem.choices.length);
  for (;;) {
    drawNetwork(network, problem, random);
    yield network;
  }
}

/** The numbers from 0 on in their order, but for those that were moved: a space may be too large to write out. */
class SparseOrder {
  private readonly moved = new Map<number, number>();

  at(place: number): number {
    return this.moved.get(place) ?? place;
  }

  /** Puts what stands at a place that no one will look at again where another stands. */
  move(from: number, to: number) {
    const number = this.at(from);
    this.moved.delete(from);
    if (to !== from) this.moved.set(to, number);
  }
}
