import { type Aim, aimOrder, breachesAt } from "./aim";
import { type Axis, othersOnLine } from "./axes";

/** What replacing two blocks at once comes to. */
export interface TwoReplacements {
  /** How many there are that break no constraint which the present network meets, and none further. */
  readonly keeping: number;
  /** The best of those, by index, the best first. */
  readonly best: readonly number[];
}

/** Looks at every replacement of two blocks, in `blox` 3·44² = 5,808, and keeps the best `count`. */
export function twoReplacements(
  axes: readonly Axis[],
  aim: Aim,
  from: number,
  count: number,
): TwoReplacements {
  const present = breachesAt(aim, from);
  const breaches = new Map<number, number>();
  const order = aimOrder(aim, (index) => breaches.get(index) ?? 0);
  const best: number[] = [];
  let keeping = 0;
  for (const index of twoAway(axes, from)) {
    const broken = breachesAt(aim, index);
    if (broken.some((breach, place) => breach > (present[place] ?? 0))) continue;
    keeping++;
    breaches.set(
      index,
      broken.reduce((sum, breach) => sum + breach, 0),
    );
    const last = best[count - 1];
    if (last !== undefined && order(last, index) < 0) continue;
    const place = best.findIndex((other) => order(index, other) < 0);
    best.splice(place < 0 ? best.length : place, 0, index);
    best.length = Math.min(best.length, count);
  }
  return { keeping, best };
}

/** How many replacements of two blocks there are. */
export function pairCount(axes: readonly Axis[]): number {
  let [count, others] = [0, 0];
  for (const { length } of axes) {
    count += others * (length - 1);
    others += length - 1;
  }
  return count;
}

/** Every network that differs along two axes. */
function* twoAway(axes: readonly Axis[], from: number): Generator<number, void> {
  for (const [number, first] of axes.entries()) {
    for (const one of othersOnLine(first, from)) {
      for (const second of axes.slice(number + 1)) yield* othersOnLine(second, one);
    }
  }
}
