import assert from "node:assert/strict";
import fc from "fast-check";
import { safeSequence } from "../../../server/suggestions/safe-sequence";
import { aimOf, axesOf, plainly, type SmallGround, smallGrounds } from "./small-ground";

/** Two stages of three blocks each: written as rows of the second stage, columns of the first. */
function ground(accuracies: readonly number[], sizes: readonly number[]): SmallGround {
  const costs = accuracies.map(() => 1);
  return { lengths: [3, 3], accuracies, sizes, costs, mostSize: 5, leastCost: 1 };
}

const sequence = (given: SmallGround, from: number) =>
  safeSequence(axesOf(given), aimOf(given), from);

describe("the safe sequence", () => {
  const accuracies = [1, 2, 3, 2, 9, 3, 3, 3, 3];

  it("goes straight where nothing is in the way, the better network first", () => {
    const open = ground([1, 2, 3, 4, 9, 3, 3, 3, 3], [1, 1, 1, 1, 1, 1, 1, 1, 1]);
    assert.deepEqual(sequence(open, 0), { steps: [3, 4], outOfReach: undefined });
  });

  it("takes a detour where the direct way breaks a requirement", () => {
    // From 0 to 4 by 1 or by 3, which are too large; 2 and 5 are not.
    const blocked = ground(accuracies, [1, 9, 1, 9, 1, 1, 9, 9, 9]);
    assert.deepEqual(sequence(blocked, 0), { steps: [2, 5, 4], outOfReach: undefined });
  });

  it("ends at the best that it reaches, and says which network is out of reach", () => {
    // The row and the column of 4 are too large throughout.
    const walled = ground(accuracies, [1, 9, 1, 9, 1, 9, 1, 9, 1]);
    assert.deepEqual(sequence(walled, 0), { steps: [2], outOfReach: 4 });
  });

  it("is empty at the best network that can be reached", () => {
    const open = ground(
      accuracies,
      accuracies.map(() => 1),
    );
    assert.deepEqual(sequence(open, 4), { steps: [], outOfReach: undefined });
  });

  it("meets what was broken first, and never breaks it again", () => {
    // 4 would be two steps away by way of 1, but that is larger than 0, which is too large already.
    const broken = ground(accuracies, [7, 8, 6, 8, 5, 5, 9, 9, 9]);
    assert.deepEqual(sequence(broken, 0), { steps: [2, 5, 4], outOfReach: undefined });
  });

  it("comes back to a row where another requirement was broken less at first", () => {
    // 5 breaks the size more than 3 does, which is in its row and reached earlier, but not more than 4.
    const broken: SmallGround = {
      ...ground(accuracies, [8, 8, 9, 6, 8, 7, 9, 9, 9]),
      costs: [1, 3, 1, 1, 3, 4, 1, 1, 1],
      leastCost: 4,
    };
    assert.deepEqual(sequence(broken, 0), { steps: [1, 4, 5], outOfReach: undefined });
  });

  it("passes by a better network that the step before does not lead to", () => {
    // 3 is better than 5 and leads to 7 as well, but is larger than 1, the better of the first steps.
    const broken: SmallGround = {
      lengths: [2, 2, 2],
      accuracies: [1, 1, 1, 1, 1, 1, 1, 1],
      sizes: [8, 6, 8, 7, 9, 6, 9, 5],
      costs: [1, 2, 3, 3, 1, 2, 1, 4],
      mostSize: 5,
      leastCost: 4,
    };
    assert.deepEqual(sequence(broken, 0), { steps: [1, 5, 7], outOfReach: undefined });
  });

  it("is the best of the shortest ways to the best network, looked for one by one", () => {
    fc.assert(
      fc.property(smallGrounds, ({ from, ...given }) => {
        const { all, order } = plainly(given);
        const ways = shortestWays(given, from);
        const reachable = [...ways.keys()].sort(order)[0] ?? from;
        const best = [...all].sort(order)[0];
        const [first] = (ways.get(reachable) ?? []).sort((one, other) =>
          one.reduce((found, step, place) => found || order(step, other[place] ?? step), 0),
        );
        assert.deepEqual(sequence(given, from), {
          steps: first,
          outOfReach: best === reachable ? undefined : best,
        });
      }),
      { numRuns: 1500 },
    );
  });
});

/** All shortest ways from a network to each that can be reached, by extending every way by every step. */
function shortestWays(given: SmallGround, from: number): Map<number, number[][]> {
  const { all, differences, keeps } = plainly(given);
  const found = new Map([[from, [[] as number[]]]]);
  for (let ends = [from]; ends.length > 0; ) {
    const next = new Map<number, number[][]>();
    for (const end of ends) {
      for (const step of all) {
        if (found.has(step) || differences(end, step) !== 1 || !keeps(end, step)) continue;
        const ways = (found.get(end) ?? []).map((way) => [...way, step]);
        next.set(step, [...(next.get(step) ?? []), ...ways]);
      }
    }
    for (const [end, ways] of next) found.set(end, ways);
    ends = [...next.keys()];
  }
  return found;
}
