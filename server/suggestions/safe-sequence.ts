import { breachAt } from "../searches/constraints";
import { type Aim, aimOrder } from "./aim";
import { type Axis, lineNumber, lineStart, othersOnLine } from "./axes";

/** A way from a network to the best that can be reached by replacing one block after another. */
export interface SafeSequence {
  /** The networks after each replacement, by index; none where the present one is the best already. */
  readonly steps: readonly number[];
  /** The best network of the space, where no such way leads to it. */
  readonly outOfReach: number | undefined;
}

/**
 * A shortest sequence of replacements of which none breaks a constraint that is met, or breaks one further
 * that is broken already. It ends at the best network that any such sequence reaches; of several as short
 * ones it takes the one whose earlier steps are better. For spaces whose networks can be written out.
 */
export function safeSequence(axes: readonly Axis[], aim: Aim, from: number): SafeSequence {
  const ground = groundOf(axes, aim);
  const order = aimOrder(aim, (index) => ground.breach[index] ?? 0);
  const distances = distancesFrom(ground, from);
  let [reachable, best] = [from, from];
  for (let index = 0; index < distances.length; index++) {
    if (order(index, best) < 0) best = index;
    if ((distances[index] ?? -1) >= 0 && order(index, reachable) < 0) reachable = index;
  }
  return {
    steps: shortestWay(ground, distances, order, from, reachable),
    outOfReach: best === reachable ? undefined : best,
  };
}

/** Where the sequences go. */
interface Ground {
  readonly axes: readonly Axis[];
  /** How far each network breaks all constraints together. */
  readonly breach: Float64Array;
  /** Whether one network may follow another. */
  readonly isStep: (one: number, next: number) => boolean;
}

function groundOf(axes: readonly Axis[], { constraints }: Aim): Ground {
  const networks = axes.reduce((count, { length }) => count * length, 1);
  const breaches = constraints.map((constraint) =>
    new Float64Array(networks).map((_, index) => breachAt([constraint], index)),
  );
  const breach = new Float64Array(networks).map((_, index) =>
    breaches.reduce((sum, ofOne) => sum + (ofOne[index] ?? 0), 0),
  );
  const isStep = (one: number, next: number) => {
    for (const ofOne of breaches) if ((ofOne[next] ?? 0) > (ofOne[one] ?? 0)) return false;
    return true;
  };
  return { axes, breach, isStep };
}

/** By breadth-first search, how many replacements lead to each network; −1 where none do. */
function distancesFrom({ axes, breach, isStep }: Ground, from: number): Int32Array {
  const distances = new Int32Array(breach.length).fill(-1);
  const queue = new Uint32Array(breach.length);
  // The network, and 1, from which each line was last looked along. From one that breaks nothing further
  // there is nothing new on that line; so where all is met, each line is looked along once.
  const lines = axes.map((axis) => ({
    axis,
    seenFrom: new Uint32Array(breach.length / axis.length),
  }));
  distances[from] = 0;
  queue[0] = from;
  for (let [head, tail] = [0, 1]; head < tail; head++) {
    const network = queue[head] ?? 0;
    const next = (distances[network] ?? 0) + 1;
    for (const { axis, seenFrom } of lines) {
      const line = lineNumber(axis, network);
      const earlier = seenFrom[line] ?? 0;
      if (earlier > 0 && isStep(earlier - 1, network)) continue;
      seenFrom[line] = network + 1;
      const start = lineStart(axis, network);
      for (let other = start; other < start + axis.length * axis.stride; other += axis.stride) {
        if (distances[other] !== -1 || !isStep(network, other)) continue;
        distances[other] = next;
        queue[tail++] = other;
      }
    }
  }
  return distances;
}

/** Back from the end to all networks that are on a shortest way, then ahead along the best of them. */
function shortestWay(
  { axes, isStep }: Ground,
  distances: Int32Array,
  order: (one: number, other: number) => number,
  from: number,
  to: number,
): number[] {
  const levels: ReadonlySet<number>[] = [];
  let level = new Set([to]);
  for (let distance = distances[to] ?? 0; distance > 0; distance--) {
    levels.unshift(level);
    const before = new Set<number>();
    for (const network of level)
      for (const axis of axes)
        for (const other of othersOnLine(axis, network))
          if (distances[other] === distance - 1 && isStep(other, network)) before.add(other);
    level = before;
  }
  let here = from;
  return levels.map((onWay) => {
    const next = axes
      .flatMap((axis) => [...othersOnLine(axis, here)])
      .filter((other) => onWay.has(other) && isStep(here, other))
      .sort(order);
    here = next[0] ?? here;
    return here;
  });
}
