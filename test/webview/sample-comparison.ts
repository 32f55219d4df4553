import type { Comparison } from "../../server/comparison/comparison";
import type { ComparisonSetup, ComparisonSpec, SpaceAddress } from "../../server/messages";
import { setup as searchSetup } from "./sample";

/** Sample values for looking at the comparison view and its plot; a formula gives them. */
const seeds = Array.from({ length: 12 }, (_, place) => place + 1);
const budget = 200;
const optimum = 75.5;

export const address: SpaceAddress = { space: "blox" };

export const setup: ComparisonSetup = {
  space: "blox",
  spaces: ["blox", "nas-bench-macro"],
  benchmark: "embedded",
  algorithms: searchSetup.algorithms,
  metrics: searchSetup.metrics,
  observations: [],
  notes: ["Sample values from a formula, for looking at this view."],
};

/** What the form says at first. */
export const spec: ComparisonSpec = {
  space: "blox",
  entrants: [
    { name: "regularized-evolution", parameters: { population: 50, sample: 10 } },
    { name: "random", parameters: {} },
  ],
  objective: { direction: "maximize", metric: "accuracy" },
  seeds: 20,
  budget: 200,
  observation: "lowest seed",
  repeats: "free",
};

/**
 * Every run gets better after 1, 2, 4, 8 … evaluations; the speed says how much. From the last step but one
 * on, the runs with even seeds of a fast algorithm are at the optimum.
 */
function traces(speed: number): Comparison["algorithms"][number]["traces"] {
  return seeds.map((seed) => ({
    seed,
    evaluations: budget,
    incumbents: [1, 2, 4, 8, 16, 32, 64, 128].map((evaluation, step) => {
      const isThere = speed > 1 && step > 5 && seed % 2 === 0;
      const regret = isThere ? 0 : (1 + seed / 10) / evaluation ** (speed / 2);
      return [evaluation, seed * 100 + step, optimum - regret] as const;
    }),
  }));
}

export const comparison: Comparison = {
  build: "0.0.0",
  space: "blox",
  benchmark: { name: "embedded", checksum: `sha256:${"0123456789abcdef".repeat(4)}` },
  objectives: [{ direction: "maximize", metric: "accuracy" }],
  subjectTo: "",
  atHours: [],
  worst: 60,
  unit: "%",
  observed: [{ metric: "accuracy", of: "value", provenance: "estimated", source: "a formula" }],
  judged: [{ metric: "accuracy", of: "value", provenance: "estimated", source: "a formula" }],
  repeats: "free",
  budget,
  at: [50, 100, 150, 200],
  seeds,
  optimum: { network: 7, value: optimum },
  algorithms: [
    { name: "random", parameters: {}, traces: traces(0.7) },
    {
      name: "regularized-evolution",
      parameters: { population: 20, sample: 10 },
      traces: traces(1.3),
    },
    {
      name: "regularized-evolution",
      parameters: { population: 50, sample: 10 },
      traces: traces(1),
    },
  ],
  notes: ["The budget of 200 is a sample; `random` is one too."],
};
