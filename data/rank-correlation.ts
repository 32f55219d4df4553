import { pearson } from "./linear-correlation";

/** Spearman's rank correlation, from −1 to 1: Pearson's of the ranks, equal values sharing their mean rank. */
export function spearman(one: ArrayLike<number>, other: ArrayLike<number>): number {
  return pearson(ranks(one), ranks(other));
}

/**
 * Kendall's rank correlation τ-b, from −1 to 1, which takes ties into account. Discordant pairs are the
 * exchanges that a merge sort makes (Knight, "A Computer Method for Calculating Kendall's Tau with Ungrouped
 * Data", Journal of the American Statistical Association 1966).
 */
export function kendall(one: ArrayLike<number>, other: ArrayLike<number>): number {
  const order = Uint32Array.from({ length: one.length }, (_, place) => place).sort(
    (a, b) => at(one, a) - at(one, b) || at(other, a) - at(other, b),
  );
  const sorted = Float64Array.from(order, (place) => at(other, place));
  const isTiedLeft = (place: number) => at(one, order[place]) === at(one, order[place - 1]);
  const isTied = (place: number) => isTiedLeft(place) && sorted[place] === sorted[place - 1];
  const tiedLeft = tiedPairs(sorted.length, isTiedLeft);
  const tiedBoth = tiedPairs(sorted.length, isTied);
  const discordant = sortCounting(sorted);
  const tiedRight = tiedPairs(sorted.length, (place) => sorted[place] === sorted[place - 1]);
  const all = (sorted.length * (sorted.length - 1)) / 2;
  const difference = all - tiedLeft - tiedRight + tiedBoth - 2 * discordant;
  return difference / Math.sqrt((all - tiedLeft) * (all - tiedRight));
}

function at(values: ArrayLike<number>, place: number | undefined): number {
  return values[place ?? -1] ?? Number.NaN;
}

/** From 1. */
function ranks(values: ArrayLike<number>): Float64Array {
  const order = Uint32Array.from({ length: values.length }, (_, place) => place).sort(
    (a, b) => at(values, a) - at(values, b),
  );
  const found = new Float64Array(values.length);
  for (let from = 0; from < order.length; ) {
    let to = from + 1;
    while (to < order.length && at(values, order[to]) === at(values, order[from])) to++;
    for (const place of order.subarray(from, to)) found[place] = (from + 1 + to) / 2;
    from = to;
  }
  return found;
}

/** How many pairs are of one run of places each of which is tied to the one before. */
function tiedPairs(length: number, isTied: (place: number) => boolean): number {
  let pairs = 0;
  let run = 0;
  for (let place = 1; place < length; place++) {
    run = isTied(place) ? run + 1 : 0;
    pairs += run;
  }
  return pairs;
}

/** Sorts values; how many pairs stood the wrong way around. */
function sortCounting(values: Float64Array): number {
  let exchanges = 0;
  let from = values.slice();
  let into = new Float64Array(values.length);
  for (let width = 1; width < values.length; width *= 2) {
    for (let start = 0; start < values.length; start += 2 * width) {
      const middle = Math.min(start + width, values.length);
      const end = Math.min(start + 2 * width, values.length);
      let [left, right] = [start, middle];
      for (let place = start; place < end; place++) {
        const takesRight = right < end && (left === middle || at(from, right) < at(from, left));
        if (takesRight) exchanges += middle - left;
        into[place] = at(from, takesRight ? right++ : left++);
      }
    }
    [from, into] = [into, from];
  }
  values.set(from);
  return exchanges;
}
