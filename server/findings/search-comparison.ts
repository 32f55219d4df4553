import { type Comparison, compare } from "../comparison/comparison";
import type { Crew } from "../comparison/dealt-runs";
import { algorithms } from "../searches/algorithms";
import type { WholeCampaign } from "./whole-campaign";

/** The search algorithms on a space of which everything is known: those that take seconds a run, with fewer seeds. */
export async function searchComparisons(
  { benchmark }: WholeCampaign,
  crew: Crew,
  seeds: ComparedSeeds = publishedSeeds,
): Promise<readonly Comparison[]> {
  const all = algorithms.map(({ name }) => name).filter((name) => name !== "exhaustive");
  const groups = [
    { names: all.filter((name) => !slow.includes(name)), seeds: seeds.quick },
    { names: all.filter((name) => slow.includes(name)), seeds: seeds.slow },
  ];
  const found: Comparison[] = [];
  for (const { names, seeds } of groups) {
    const comparison = await compare(
      benchmark,
      {
        entrants: names.map((name) => ({ name, parameters: {} })),
        objectives: [{ direction: "maximize", metric: "accuracy" }],
        seeds,
        budget: 200,
        at: [50, 100, 200],
        observation: "lowest seed",
        repeats: "free",
      },
      crew,
    );
    if (!comparison || "refusal" in comparison)
      throw new Error(comparison?.refusal ?? "the comparison was cancelled");
    found.push(comparison);
  }
  return found;
}

export interface ComparedSeeds {
  readonly quick: number;
  readonly slow: number;
}

const publishedSeeds: ComparedSeeds = { quick: 100, slow: 15 };

const slow = ["brp-nas", "bananas"];
