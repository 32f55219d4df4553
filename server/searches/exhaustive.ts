import type { Algorithm, Network } from "./algorithm";

/** Every network once, the first position's choice changing fastest. */
export const exhaustive: Algorithm = {
  name: "exhaustive",
  description:
    "Evaluates every network of the space: the optimum, and the yardstick for the others.",
  source: "enumeration; feasible because the benchmark is a table (no training takes place)",
  reproduction: "There is no source to reproduce: it looks at every network.",
  handlesSeveralObjectives: true,
  parameters: [],
  leastEvaluations: ({ choices }) => choices.reduce((product, choices) => product * choices, 1),

  // A generator would take most of the time that a table of 91,125 networks needs.
  run({ choices }) {
    const network = new Uint32Array(choices.length);
    const proposed: IteratorYieldResult<Network> = { done: false, value: network };
    const end: IteratorReturnResult<void> = { done: true, value: undefined };
    let isFirst = true;
    return {
      next() {
        if (isFirst) {
          isFirst = false;
          return proposed;
        }
        for (let position = 0; position < choices.length; position++) {
          const next = (network[position] ?? 0) + 1;
          if (next < (choices[position] ?? 1)) {
            network[position] = next;
            return proposed;
          }
          network[position] = 0;
        }
        return end;
      },
    };
  },
};
