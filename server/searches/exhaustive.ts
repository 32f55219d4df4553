import type { Algorithm } from "./algorithm";

/** Every network once, the first position's choice changing fastest. */
export const exhaustive: Algorithm = {
  name: "exhaustive",
  description:
    "Evaluates every network of the space: the optimum, and the yardstick for the others.",
  source: "enumeration; feasible because the benchmark is a table (no training takes place)",
  parameters: [],
  leastEvaluations: ({ choices }) => choices.reduce((product, choices) => product * choices, 1),

  *run({ choices }) {
    const network = new Uint32Array(choices.length);
    let position = 0;
    while (position < choices.length) {
      yield network;
      position = 0;
      while (position < choices.length) {
        const next = (network[position] ?? 0) + 1;
        if (next < (choices[position] ?? 1)) {
          network[position] = next;
          break;
        }
        network[position] = 0;
        position++;
      }
    }
  },
};
