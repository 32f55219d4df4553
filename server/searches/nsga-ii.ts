import { type Algorithm, type Evaluation, isBetter, type Problem } from "./algorithm";
import { changePosition, drawNetwork, type Member, member, settle } from "./member";
import type { RandomSource } from "./random-source";

/**
 * Non-dominated sorting: a population has as many offspring as members, and the next one is the best of
 * both, front by front, of the last front those that stand most alone.
 */
export const nsgaII: Algorithm = {
  name: "nsga-ii",
  description:
    "Keeps a population that is spread along the Pareto front, and crosses and changes its members.",
  source:
    "Deb et al., “A Fast and Elitist Multiobjective Genetic Algorithm: NSGA-II”, IEEE Transactions on Evolutionary Computation 2002",
  reproduction:
    "Fast non-dominated sorting, crowding distances, binary tournaments, elitism, and constraints by domination, as in the source. " +
    "Crossover is uniform and a mutation gives a position another choice, since positions have no order; the source's simulated " +
    "binary crossover is for real numbers. Networks that are in the population already are drawn again.",
  handlesSeveralObjectives: true,
  parameters: [
    {
      name: "population",
      description: "Networks in a generation, and their offspring",
      minimum: 2,
      maximum: 10_000,
      default: 50,
      whole: true,
    },
    {
      name: "crossover",
      description: "How likely two parents are crossed, position by position",
      minimum: 0,
      maximum: 1,
      default: 0.9,
      whole: false,
    },
  ],

  *run(problem, random, parameter) {
    const size = Math.min(
      parameter("population"),
      problem.choices.reduce((product, count) => product * count, 1),
    );
    const crossover = parameter("crossover");
    const network = new Uint32Array(problem.choices.length);
    const known = new Set<string>();
    const first: Member[] = [];
    while (first.length < size) {
      drawNetwork(network, problem, random);
      if (isNew(network, known)) first.push(yield* born(network, problem));
    }
    let population = survivors(first, size);
    for (;;) {
      known.clear();
      for (const { choices } of population) known.add(choices.join());
      const offspring: Member[] = [];
      // Duplicates are dropped, as long as there is hope of others.
      for (let tries = 0; offspring.length < size && tries < mostTries * size; tries++) {
        const parents = [tournament(population, random), tournament(population, random)] as const;
        cross(network, parents, crossover, random);
        mutate(network, problem, random);
        if (isNew(network, known)) offspring.push(yield* born(network, problem));
      }
      // Where the space is hardly larger than the population there may be nobody new.
      if (offspring.length === 0) return;
      population = survivors([...population, ...offspring], size);
    }
  },
};

/** So often as many children as there are members are drawn before a generation has to do with fewer. */
const mostTries = 20;

/** Whether a network is not among those that are known, to which it belongs from now on. */
function isNew(network: Uint32Array, known: Set<string>): boolean {
  const before = known.size;
  return known.add(network.join()).size > before;
}

function* born(network: Uint32Array, problem: Problem): Generator<Uint32Array, Member, Evaluation> {
  const one = member(problem);
  one.choices.set(network);
  settle(one, one.choices, yield network);
  return one;
}

/** A member of a population with its place in it. */
interface Ranked extends Member {
  /** Of its front, from 0. */
  readonly rank: number;
  /** How far its neighbours on the front are, the larger the more alone. */
  readonly crowding: number;
}

/** The best of the members: front by front, of the last one those that stand most alone. */
function survivors(members: readonly Member[], size: number): Ranked[] {
  const chosen: Ranked[] = [];
  for (const [rank, front] of fronts(members).entries()) {
    const distances = crowdingDistances(front);
    const ranked = front.map((one, place) => ({
      ...one,
      rank,
      crowding: distances[place] ?? 0,
    }));
    if (chosen.length + ranked.length > size) ranked.sort((a, b) => b.crowding - a.crowding);
    chosen.push(...ranked.slice(0, size - chosen.length));
    if (chosen.length === size) break;
  }
  return chosen;
}

/** Fast non-dominated sorting: in the first front is who nobody beats, in the second who only those beat. */
function fronts(members: readonly Member[]): Member[][] {
  const beatenBy = new Uint32Array(members.length);
  const beats: number[][] = members.map(() => []);
  for (const [one, first] of members.entries()) {
    for (let other = one + 1; other < members.length; other++) {
      const second = members[other];
      if (!second) continue;
      const winner = isBetter(first, second) ? one : isBetter(second, first) ? other : undefined;
      if (winner === undefined) continue;
      const loser = one + other - winner;
      beats[winner]?.push(loser);
      beatenBy[loser] = (beatenBy[loser] ?? 0) + 1;
    }
  }
  const found: Member[][] = [];
  let front = [...members.keys()].filter((place) => beatenBy[place] === 0);
  while (front.length > 0) {
    found.push(front.flatMap((place) => members[place] ?? []));
    const next: number[] = [];
    for (const place of front)
      for (const loser of beats[place] ?? []) {
        const left = (beatenBy[loser] ?? 0) - 1;
        beatenBy[loser] = left;
        if (left === 0) next.push(loser);
      }
    front = next;
  }
  return found;
}

/** For each of a front the sum over objectives of how far apart its neighbours are; at the ends infinite. */
function crowdingDistances(front: readonly Member[]): Float64Array {
  const distances = new Float64Array(front.length);
  const objectives = front[0]?.objectives.length ?? 0;
  for (let objective = 0; objective < objectives; objective++) {
    const valueAt = (place: number) => front[place]?.objectives[objective] ?? 0;
    const order = [...front.keys()].sort((a, b) => valueAt(a) - valueAt(b));
    const [lowest = 0, highest = 0] = [order[0], order.at(-1)];
    const range = valueAt(highest) - valueAt(lowest);
    distances[lowest] = Number.POSITIVE_INFINITY;
    distances[highest] = Number.POSITIVE_INFINITY;
    if (!(range > 0 && Number.isFinite(range))) continue;
    for (let at = 1; at < order.length - 1; at++) {
      const [before = 0, place = 0, after = 0] = order.slice(at - 1, at + 2);
      distances[place] = (distances[place] ?? 0) + (valueAt(after) - valueAt(before)) / range;
    }
  }
  return distances;
}

/** The better of two members drawn at random: of the lower front, or else more alone. */
function tournament(population: readonly Ranked[], random: RandomSource): Ranked {
  const [one, other] = [drawn(population, random), drawn(population, random)];
  if (one.rank !== other.rank) return one.rank < other.rank ? one : other;
  return one.crowding >= other.crowding ? one : other;
}

function drawn(population: readonly Ranked[], random: RandomSource): Ranked {
  const found = population[random.below(population.length)];
  if (!found) throw new RangeError("the population is empty");
  return found;
}

/** Writes a child of two parents: each position from either, or all from the first. */
function cross(
  child: Uint32Array,
  [first, second]: readonly [Member, Member],
  crossover: number,
  random: RandomSource,
): void {
  const isCrossed = random.fraction() < crossover;
  for (let position = 0; position < child.length; position++) {
    const parent = isCrossed && random.below(2) === 1 ? second : first;
    child[position] = parent.choices[position] ?? 0;
  }
}

/** Each position gets another choice, one position at a time on average. */
function mutate(network: Uint32Array, problem: Problem, random: RandomSource): void {
  for (const [position, count] of problem.choices.entries()) {
    if (count > 1 && random.fraction() < 1 / network.length)
      changePosition(network, position, problem, random);
  }
}
