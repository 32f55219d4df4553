import { type Algorithm, type Evaluation, isBetter, type Problem } from "./algorithm";
import { drawNetwork, type Member, member, settle, shuffledMoves } from "./member";
import type { RandomSource } from "./random-source";

/**
 * Hill climbing over networks that differ in one position. It begins with a random network; where no
 * neighbour is better, it begins again.
 */
export const localSearch: Algorithm = {
  name: "local-search",
  description:
    "Looks at every network that differs in one block from the best, and moves there; at the top of a hill it starts anew at random.",
  source: "White et al., “Local Search is State of the Art for Neural Architecture Search”, 2020",
  reproduction:
    "Hill climbing over the networks that differ in one position, in random order: the whole neighbourhood is looked at and the best " +
    "of it taken, or with `first-improvement` the first better one, both as in the source. Where no neighbour is better the source " +
    "ends or begins again; here it begins again until the budget is spent. With a start from one network the mean regret on " +
    "NAS-Bench-Macro after 100 networks is 0.056 (a test checks this over 2,000 seeds).",
  parameters: [
    {
      name: "start",
      description: "Random networks, the best of which a climb begins with",
      minimum: 1,
      maximum: 10_000,
      default: 1,
      whole: true,
    },
    {
      name: "first-improvement",
      description: "1: moves to the first better neighbour; 0: to the best of all neighbours",
      minimum: 0,
      maximum: 1,
      default: 0,
      whole: true,
    },
  ],

  *run(problem, random, parameter) {
    const movesAtOnce = parameter("first-improvement") === 1;
    const here = member(problem);
    const next = member(problem);
    const tried = member(problem);
    for (;;) {
      yield* begin(here, tried, problem, random, parameter("start"));
      for (let climbs = true; climbs; ) {
        climbs = false;
        next.choices.set(here.choices);
        settle(next, here.choices, here);
        for (const [position, choice] of shuffledMoves(here.choices, problem, random)) {
          tried.choices.set(here.choices);
          tried.choices[position] = choice;
          settle(tried, tried.choices, yield tried.choices);
          if (!isBetter(tried, next)) continue;
          settle(next, tried.choices, tried);
          climbs = true;
          if (movesAtOnce) break;
        }
        settle(here, next.choices, next);
      }
    }
  },
};

/** Makes `here` the best of some random networks. */
function* begin(
  here: Member,
  tried: Member,
  problem: Problem,
  random: RandomSource,
  networks: number,
): Generator<Uint32Array, void, Evaluation> {
  for (let drawn = 0; drawn < networks; drawn++) {
    drawNetwork(tried.choices, problem, random);
    settle(tried, tried.choices, yield tried.choices);
    if (drawn === 0 || isBetter(tried, here)) settle(here, tried.choices, tried);
  }
}
